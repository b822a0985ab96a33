"""The chair opens the table, puts parts on show, and closes it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.schemes import edition_of, level_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews.actions.agreeing import AGREEING
from labelling.reviews.roundtable import queries
from labelling.reviews.roundtable.models import MINUTES, RoundTable
from labelling.reviews.roundtable.seated import Moved, Seated, case_of, part_at, seated

MOST_MINUTES = 60
SEATS = 2
"""How many must have handed in for a round table."""


def open_table(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> RoundTable:
    """Open the table, or open it again where it was closed; the chair has the pen.

    Raises NotNow where nothing is left to agree on, or only one assessor has handed in.
    """
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_LEAD, case, now=now)
    if application.state not in AGREEING or actor.person_id is None:
        raise NotNow(lazy("The agreement is closed, so scores stay as they are."))
    if len(case.team | case.readers) < SEATS:
        raise NotNow(lazy("A round table needs two who have handed in."))
    table = queries.find_table(session, application_id)
    if table is not None and table.closed_at is None:
        return table
    if table is None:
        table = RoundTable(application_id=application_id, turn=1, pen=1, minutes=MINUTES)
        session.add(table)
    else:
        table.turn += 1
        table.pen += 1
    table.part_id, table.shown_at, table.closed_at = None, now, None
    table.scribe_id, table.asked_by = actor.person_id, None
    table.opened_at, table.opened_by = now, actor.person_id
    session.flush()
    audit.record(session, actor, "round_table.opened", application, now)
    return table


def show_part(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    turn: int,
    part_id: str | None,
    now: datetime,
) -> RoundTable:
    """Put a part on show, None for the beginning; all screens follow.

    ``turn`` is what the chair's screen shows. Raises Moved where another one has stepped since.
    """
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_LEAD, case, now=now)
    here = seated(session, application, case)
    if here.table.turn != turn:
        raise Moved
    if part_id is not None and part_id not in edition_of(application).scope(level_of(application)):
        raise NotFound
    _take_time(session, here, now)
    here.table.part_id, here.table.shown_at = part_id, now
    here.table.turn += 1
    return here.table


def set_minutes(
    session: Session, *, actor: Actor, application_id: UUID, minutes: int, now: datetime
) -> RoundTable:
    """Say how long a part is meant to take."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_LEAD, case, now=now)
    here = seated(session, application, case)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(
            lazy("Give a number of minutes from 1 to %(most)s."),
            field="minutes",
            most=MOST_MINUTES,
        )
    here.table.minutes = minutes
    return here.table


def close_table(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> RoundTable:
    """Close the table; what was agreed and what is being written stays."""
    application, case = case_of(session, application_id)
    access.require(actor, Permission.AGREEMENT_LEAD, case, now=now)
    here = seated(session, application, case)
    _take_time(session, here, now)
    here.table.closed_at, here.table.part_id, here.table.shown_at = now, None, now
    here.table.turn += 1
    session.flush()
    audit.record(session, actor, "round_table.closed", application, now)
    return here.table


def _take_time(session: Session, here: Seated, now: datetime) -> None:
    """Add the time since the part on show was put there to what it has taken before."""
    if here.table.part_id is None:
        return
    row = part_at(session, here.table, here.table.part_id)
    row.seconds += max(0, int((now - here.table.shown_at).total_seconds()))
    session.flush()
