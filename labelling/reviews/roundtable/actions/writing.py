"""One scribe writes and the others follow; the pen passes from hand to hand, on record."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.schemes import edition_of, level_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.actions.agreeing import TEXT_LIMIT, agree_part
from labelling.reviews.models import AgreedScore
from labelling.reviews.roundtable.models import RoundTable, TablePart
from labelling.reviews.roundtable.seated import Seated, case_of, part_at, seated

_NOT_SEATED = lazy("Choose somebody who sits at the table.")


class PenPassed(Conflict):
    """Somebody else has the pen by now, or the same person wrote at another screen."""

    def __init__(self) -> None:
        super().__init__(
            lazy("This was not saved: the pen has passed, or you wrote on at another screen.")
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """What the scribe writes of a part, as it stands in the fields."""

    score: str
    not_applicable: bool
    reason: str
    strengths: str
    improvements: str


def write_draft(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    pen: int,
    version: int,
    draft: Draft,
    now: datetime,
) -> TablePart:
    """Save what the scribe writes, for the others to follow; nothing is agreed by it.

    Raises PenPassed where ``pen`` or ``version`` is not what stands, Invalid for a text too long.
    """
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_EDIT, case, now=now)
    here = seated(session, application, case)
    _insist_on_pen(here, actor, pen)
    if part_id not in edition_of(application).scope(level_of(application)):
        raise NotFound
    row = part_at(session, here.table, part_id)
    if row.version != version:
        raise PenPassed
    _refuse_long(draft)
    row.score, row.not_applicable = draft.score, draft.not_applicable
    row.reason, row.strengths, row.improvements = draft.reason, draft.strengths, draft.improvements
    row.version, row.is_written = version + 1, True
    session.flush()
    return row


def agree_at_table(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    pen: int,
    draft: Draft,
    score: Fraction | None,
    discussed_from: int,
    now: datetime,
) -> AgreedScore:
    """Record, with the pen, what the table agreed on; what was being written is done with.

    Raises PenPassed without the pen, Invalid as agreeing on a part does.
    """
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_EDIT, case, now=now)
    here = seated(session, application, case)
    _insist_on_pen(here, actor, pen)
    row = agree_part(
        session,
        actor=actor,
        application_id=application_id,
        part_id=part_id,
        score=score,
        not_applicable=draft.not_applicable,
        reason=draft.reason,
        strengths=draft.strengths,
        improvements=draft.improvements,
        version=None,
        discussed_from=discussed_from,
        now=now,
    )
    written = part_at(session, here.table, part_id)
    written.score = written.reason = written.strengths = written.improvements = ""
    written.not_applicable = written.is_written = False
    written.version += 1
    session.flush()
    return row


def ask_for_pen(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> RoundTable:
    """Ask the scribe for the pen; all see who asks."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_EDIT, case, now=now)
    here = seated(session, application, case)
    if not here.has_pen(actor):
        here.table.asked_by = actor.person_id
    return here.table


def pass_pen(
    session: Session, *, actor: Actor, application_id: UUID, pen: int, to: UUID, now: datetime
) -> RoundTable:
    """Give the pen to somebody at the table: the scribe does, or the chair.

    The chair may take it back from a scribe whose connection is lost. Raises PenPassed where it
    has passed since ``pen``.
    """
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_EDIT, case, now=now)
    here = seated(session, application, case)
    if not here.has_pen(actor) and not here.is_chair(actor):
        raise NotNow(lazy("Who has the pen gives it away, or the chair does."))
    if here.table.pen != pen:
        raise PenPassed
    if to not in here.people:
        raise Invalid(_NOT_SEATED, field="to")
    here.table.scribe_id, here.table.asked_by = to, None
    here.table.pen += 1
    session.flush()
    audit.record(session, actor, "pen.passed", application, now, to=str(to))
    return here.table


def _insist_on_pen(here: Seated, actor: Actor, pen: int) -> None:
    if not here.has_pen(actor) or here.table.pen != pen:
        raise PenPassed


def _refuse_long(draft: Draft) -> None:
    for name in ("reason", "strengths", "improvements"):
        if len(getattr(draft, name)) > TEXT_LIMIT:
            raise Invalid(
                lazy("This text may have %(most)s characters."), field=name, most=TEXT_LIMIT
            )
