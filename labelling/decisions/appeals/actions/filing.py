"""Filing an appeal, and taking it back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.appeals import letters, queries
from labelling.decisions.appeals.appealable import Appealable, appealable
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal, AppealPiece
from labelling.decisions.appeals.subjects import NewAppeal
from labelling.decisions.appeals.texts import TEXT_LIMIT, checked
from labelling.decisions.appeals.words import About, Ground
from labelling.decisions.clocks.dates import start_clocks
from labelling.decisions.clocks.spans import APPEAL, Clock
from labelling.decisions.receipts import new_receipt
from labelling.decisions.subjects import person_of
from labelling.organisations.queries import EvidenceEntry, evidence_of

MOST_PIECES = 20


def find_appealable(
    session: Session, actor: Actor, about: About, subject_id: UUID, now: datetime
) -> Appealable:
    """Return what the actor's organisation may appeal against; raise NotFound for anything else.

    Nothing is told of letters to others, nor of those whose time is over.
    """
    found = (
        one
        for one in appealable(session, actor.organisations(), now)
        if (one.about, one.subject_id) == (about, subject_id)
    )
    one = next(found, None)
    if one is None:
        raise NotFound
    access.require(actor, Permission.APPEAL_FILE, NewAppeal(one.organisation_id), now=now)
    return one


def file_appeal(
    session: Session,
    *,
    actor: Actor,
    about: About,
    subject_id: UUID,
    grounds: Sequence[Ground],
    text: str,
    evidence: Collection[UUID],
    now: datetime,
) -> Appeal:
    """File an appeal against a letter of ours, with its grounds and pieces of evidence.

    The pieces are frozen in their present version. Nothing changes for the application or the
    label. Raises NotFound where there is nothing to appeal against (any more).
    """
    subject = find_appealable(session, actor, about, subject_id, now)
    if not grounds:
        raise Invalid(lazy("Choose at least one ground."), field="grounds")
    checked(text, "text", TEXT_LIMIT)
    pieces = _pieces(session, subject.organisation_id, evidence)
    appeal = Appeal(
        receipt=new_receipt("A"),
        organisation_id=subject.organisation_id,
        about=about,
        application_id=subject.application_id,
        label_id=subject.label_id,
        decision_id=subject_id if about is About.DECISION else None,
        refusal_id=subject_id if about is About.ELIGIBILITY else None,
        event_id=subject_id if about in {About.SUSPENSION, About.ENDING} else None,
        letter_on=subject.letter_on,
        state=AppealState.FILED,
        state_since=now,
        grounds=[ground.value for ground in Ground if ground in grounds],
        text=text,
        filed_at=now,
        filed_by=person_of(actor),
    )
    session.add(appeal)
    session.flush()
    session.add_all(
        AppealPiece(
            appeal_id=appeal.id,
            evidence_id=entry.evidence.id,
            version=entry.file.version if entry.file is not None else None,
            title=entry.evidence.title,
        )
        for entry in pieces
    )
    start_clocks(session, appeal.id, APPEAL, now)
    audit.record(
        session, actor, "appeal.filed", appeal, now, about=about.value, against=str(subject_id)
    )
    letters.tell_owners(session, appeal, "filed", now)
    letters.tell_office(session, appeal, "filed", Clock.ACKNOWLEDGE, now)
    return appeal


def withdraw_appeal(session: Session, *, actor: Actor, appeal_id: UUID, now: datetime) -> Appeal:
    """Take an appeal back for good; raise NotNow once it has ended."""
    appeal = queries.get_appeal(session, appeal_id)
    case = queries.appeal_case(session, appeal, actor.person_id, now)
    access.require(actor, Permission.APPEAL_WITHDRAW, case, now=now)
    appeal.advance(AppealState.WITHDRAWN, at=now)
    session.flush()
    audit.record(session, actor, "appeal.withdrawn", appeal, now)
    letters.tell_office(session, appeal, "withdrawn", Clock.OUTCOME, now)
    letters.tell_members(session, appeal, "withdrawn", letters.panel_people(session, appeal), now)
    return appeal


def _pieces(
    session: Session, organisation_id: UUID, wanted: Collection[UUID]
) -> list[EvidenceEntry]:
    known = {entry.evidence.id: entry for entry in evidence_of(session, organisation_id)}
    if any(evidence_id not in known for evidence_id in wanted):
        raise Invalid(lazy("Choose from the list."), field="evidence")
    if len(set(wanted)) > MOST_PIECES:
        raise Invalid(
            lazy("Choose up to %(most)s pieces of evidence."), field="evidence", most=MOST_PIECES
        )
    return [entry for evidence_id, entry in known.items() if evidence_id in wanted]
