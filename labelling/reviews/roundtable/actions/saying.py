"""Each at the table says what they think of a part by now; what they handed in stays as it is."""

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.rubric import is_on_step
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of, level_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.roundtable import queries
from labelling.reviews.roundtable.models import Presence, Voice
from labelling.reviews.roundtable.seated import case_of, seated

_MOST = 100


def say(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    score: Fraction | None,
    not_applicable: bool,
    now: datetime,
) -> Voice | None:
    """Say at the table what one thinks of a part by now; neither is what one handed in.

    Raises Invalid for a number that the edition does not take.
    """
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_EDIT, case, now=now)
    seated(session, application, case)
    if actor.person_id is None:
        raise NotNow(lazy("Who has handed in says what they think."))
    _refuse_unfit(application, part_id, score, not_applicable=not_applicable)
    row = queries.find_voice(session, application_id, part_id, actor.person_id)
    if score is None and not not_applicable:
        if row is not None:
            session.delete(row)
            session.flush()
            audit.record(session, actor, "voice.taken_back", application, now, part=part_id)
        return None
    if row is not None and (row.score, row.not_applicable) == (score, not_applicable):
        return row
    if row is None:
        row = Voice(application_id=application_id, part_id=part_id, person_id=actor.person_id)
        session.add(row)
    row.score, row.not_applicable, row.said_at = score, not_applicable, now
    session.flush()
    # The score stays in its table: the trail is read by people who may not know single scores.
    audit.record(session, actor, "voice.changed", application, now, part=part_id)
    return row


def _refuse_unfit(
    application: Application, part_id: str, score: Fraction | None, *, not_applicable: bool
) -> None:
    edition = edition_of(application)
    if part_id not in edition.scope(level_of(application)):
        raise NotFound
    if not_applicable and not edition.parts[part_id].may_not_apply:
        raise Invalid(lazy("This part gets a score."), field="voice")
    if score is not None and not _is_taken(edition.step, score):
        raise Invalid(
            lazy("Give a number from 0 to 100 in steps of %(step)s."),
            field="voice",
            step=edition.step,
        )


def _is_taken(step: int, score: Fraction) -> bool:
    return 0 <= score <= _MOST and is_on_step(step, score)


def note_presence(session: Session, *, actor: Actor, application_id: UUID, now: datetime) -> None:
    """Note that somebody's screen is at the table."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_EDIT, case, now=now)
    seated(session, application, case)
    if actor.person_id is None:
        return
    row = session.get(Presence, (application_id, actor.person_id))
    if row is None:
        session.add(Presence(application_id=application_id, person_id=actor.person_id, seen_at=now))
    else:
        row.seen_at = now
