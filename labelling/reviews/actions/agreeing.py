"""Agreeing on scores: by the mean where near enough, by discussion and reason elsewhere."""

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.consensus import Difference
from assessments.rubric import is_on_step
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.applications.schemes import LAST_THAT_APPLIES, leaves_nothing
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews import queries
from labelling.reviews.agreement import (
    Agreement,
    PartAgreement,
    Standing,
    agreement_of,
    joined_texts,
)
from labelling.reviews.models import AgreedScore, Dissent, How
from labelling.reviews.roundtable.queries import find_open_table, voices
from labelling.reviews.roundtable.voices import difference_now

AGREEING = frozenset({State.COMPARISON, State.VISIT, State.AGREED})
TEXT_LIMIT = 2000
"""How many characters a reason, or a text for the report, may have."""


class AgreementChanged(Conflict):
    """A colleague agreed the same part meanwhile; ``score`` is what stands now."""

    def __init__(self, stands: AgreedScore) -> None:
        super().__init__(lazy("A colleague on the team saved this part while you were writing."))
        # Copied: the row itself is gone with the transaction that is undone.
        self.version, self.at, self.score = stands.version, stands.agreed_at, stands.score


def settle_by_mean(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    discussed_from: int,
    now: datetime,
    only: Collection[str] | None = None,
) -> int:
    """Agree on the mean for every open part whose difference is small; return how many.

    ``only`` are the parts that the asker has seen and accepts; the others stay open. Raises NotNow
    while somebody else has the pen at the round table, or where nothing would be left to score.
    """
    application = open_for_agreement(session, actor, application_id, now)
    _refuse_without_pen(session, actor, application_id)
    agreement = agreement_of(session, application, discussed_from)
    settled = [part for part in agreement.by_mean if only is None or part.part_id in only]
    _refuse_nothing_left(agreement, settled)
    for part in settled:
        texts = joined_texts(agreement.reviews, part.part_id)
        row = part.agreed or AgreedScore(
            application_id=application_id, part_id=part.part_id, version=0
        )
        row.score = part.difference.mean
        row.not_applicable = part.difference.mean is None
        row.how, row.reason = How.MEAN, ""
        row.strengths, row.improvements = texts["strengths"], texts["improvements"]
        _stamp(row, actor, now)
        session.add(row)
    session.flush()
    if settled:
        parts = [part.part_id for part in settled]
        audit.record(session, actor, "agreement.settled", application, now, parts=parts)
    return len(settled)


def agree_part(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    score: Fraction | None,
    not_applicable: bool,
    reason: str,
    strengths: str,
    improvements: str,
    version: int | None,
    discussed_from: int,
    now: datetime,
) -> AgreedScore:
    """Agree on one part. A reason is needed unless it is the undisputed mean.

    ``version`` is None for the one who has the pen at the round table, after whom nobody else
    writes. Raises AgreementChanged where a colleague has saved since ``version``, Invalid without
    a number, or without the reason where one is needed, NotNow while somebody else has the pen.
    """
    application = open_for_agreement(session, actor, application_id, now)
    _refuse_without_pen(session, actor, application_id)
    agreement = agreement_of(session, application, discussed_from)
    part = agreement.part(part_id)
    if part is None:
        raise NotFound
    if version is not None and part.agreed is not None and part.agreed.version != version:
        raise AgreementChanged(part.agreed)
    by_now = difference_now(
        agreement.edition,
        list(agreement.reviews),
        part_id,
        voices(session, application_id),
        discussed_from,
    )
    _refuse_score(agreement, part, by_now, score, not_applicable=not_applicable)
    if not reason and _needs_reason(part, score, not_applicable=not_applicable):
        raise Invalid(lazy("Write why you agreed on this: the record needs it."), field="reason")
    for name, text in (
        ("reason", reason),
        ("strengths", strengths),
        ("improvements", improvements),
    ):
        if len(text) > TEXT_LIMIT:
            raise Invalid(
                lazy("This text may have %(most)s characters."), field=name, most=TEXT_LIMIT
            )
    row = part.agreed or AgreedScore(application_id=application_id, part_id=part_id, version=0)
    row.score, row.not_applicable = (None, True) if not_applicable else (score, False)
    row.how = How.DISCUSSED if reason else _plain_how(agreement)
    row.reason, row.strengths, row.improvements = reason, strengths, improvements
    _stamp(row, actor, now)
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor,
        "agreement.part",
        row,
        now,
        part=part_id,
        score=str(row.score) if row.score is not None else None,
        not_applicable=row.not_applicable,
        how=row.how.value,
        version=row.version,
    )
    return row


def write_dissent(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    text: str,
    now: datetime,
) -> Dissent | None:
    """Put on record that one does not share an agreed score; an empty text takes it back."""
    application = open_for_agreement(session, actor, application_id, now)
    if actor.person_id is None or part_id not in queries.agreed_scores(session, application_id):
        raise NotNow(lazy("Agree on this part first; then a dissent can be noted beside it."))
    row = session.scalar(
        select(Dissent).where(
            Dissent.application_id == application_id,
            Dissent.part_id == part_id,
            Dissent.person_id == actor.person_id,
        )
    )
    if not text:
        if row is not None:
            session.delete(row)
            audit.record(session, actor, "dissent.withdrawn", application, now, part=part_id)
        return None
    if row is None:
        row = Dissent(application_id=application_id, part_id=part_id, person_id=actor.person_id)
        session.add(row)
    row.text, row.written_at = text[:TEXT_LIMIT], now
    session.flush()
    # About the application: the text goes with its content, even where the dissent was withdrawn.
    audit.record(session, actor, "dissent.written", application, now, part=part_id, text=row.text)
    return row


def open_for_agreement(
    session: Session, actor: Actor, application_id: UUID, now: datetime
) -> Application:
    """Return an application whose scores the actor agrees on; raise NotNow once it is closed."""
    application = get_application(session, application_id)
    case = queries.assessment(session, application)
    access.require(actor, Permission.AGREEMENT_EDIT, case, now=now)
    if application.state not in AGREEING:
        raise NotNow(lazy("The agreement is closed, so scores stay as they are."))
    return application


def _refuse_without_pen(session: Session, actor: Actor, application_id: UUID) -> None:
    """Refuse to write while somebody else does at the round table."""
    table = find_open_table(session, application_id)
    if table is not None and table.scribe_id != actor.person_id:
        raise NotNow(
            lazy("Somebody else has the pen at the round table. Ask for it there, then write.")
        )


def _refuse_score(
    agreement: Agreement,
    part: PartAgreement,
    by_now: Difference,
    score: Fraction | None,
    *,
    not_applicable: bool,
) -> None:
    edition = agreement.edition
    if not_applicable:
        claimed = part.difference.not_applicable or by_now.not_applicable
        if not edition.parts[part.part_id].may_not_apply or not claimed:
            raise Invalid(lazy("This part gets a score."), field="not_applicable")
        if leaves_nothing(edition, part.part_id, _dropped(agreement)):
            raise Invalid(LAST_THAT_APPLIES, field="not_applicable")
        return
    if score is None:
        raise Invalid(lazy("Give the score that you agreed on."), field="score")
    means = (part.difference.mean, by_now.mean)
    if score not in means and not is_on_step(edition.step, score):
        raise Invalid(
            lazy("Give a number from 0 to 100 in steps of %(step)s, or the mean."),
            field="score",
            step=edition.step,
        )


def _dropped(agreement: Agreement) -> list[str]:
    """Return the parts that were agreed not to apply."""
    return [
        one.part_id
        for one in agreement.parts
        if one.agreed is not None and one.agreed.not_applicable
    ]


def _refuse_nothing_left(agreement: Agreement, settled: Collection[PartAgreement]) -> None:
    """Raise NotNow where the means would leave nothing of a criterion, or of a level, to score."""
    means = [one.part_id for one in settled if one.difference.mean is None]
    others = {*means, *_dropped(agreement)}
    for part_id in means:
        if leaves_nothing(agreement.edition, part_id, others):
            raise NotNow(
                lazy(
                    "Without %(part)s no part would be left to score in its criterion or level, so "
                    "nothing was settled. Open %(part)s and agree on a score for it."
                ),
                part=part_id,
            )


def _needs_reason(part: PartAgreement, score: Fraction | None, *, not_applicable: bool) -> bool:
    """Say whether an agreed score has to be explained.

    Not where it says what all say, or the mean of a difference that needs no discussion, and not
    where only texts change.
    """
    if part.difference.outcome != "settled" or part.standing is Standing.TO_DISCUSS:
        return True
    if not_applicable:
        return part.difference.mean is not None
    unchanged = part.agreed is not None and score == part.agreed.score and part.agreed.reason == ""
    return score != part.difference.mean and not unchanged


def _plain_how(agreement: Agreement) -> How:
    return How.MEAN if len(agreement.reviews) > 1 else How.SINGLE


def _stamp(row: AgreedScore, actor: Actor, now: datetime) -> None:
    row.version += 1
    row.agreed_at, row.agreed_by = now, actor.person_id
