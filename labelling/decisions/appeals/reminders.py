"""What the worker does about appeals: reminds before and after dates, keeps panels uninvolved."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.decisions.appeals import letters, queries
from labelling.decisions.appeals.actions.panels import remove_involved
from labelling.decisions.appeals.life import AppealState
from labelling.decisions.appeals.models import Appeal
from labelling.people.models import Person

_SOON = 2  # days before the date
_LATEST = 7  # days after the date in which a reminder still goes out


@every_minute
def keep_uninvolved(session: Session, now: datetime) -> None:
    """Take off every panel whom the ledger has learnt a part of since they were named."""
    remove_involved(session, now)


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue a reminder two days before a date and on the day after; each goes out once."""
    for row in queries.running_appeals(session):
        when = _when(row.due, today(now))
        if when and row.due is not None:
            whom = _acting(session, row.appeal, now)
            letters.remind(session, row.appeal, whom, now, due=row.due, when=when)


def _acting(session: Session, appeal: Appeal, now: datetime) -> list[Person]:
    if appeal.state is AppealState.SITTING:
        return letters.panel_people(session, appeal)
    if appeal.state is AppealState.PROPOSED:
        return letters.judges(session, appeal, now)
    return letters.handlers(session, appeal, now)


def _when(due: date | None, day: date) -> str:
    """Return which reminder a date has reached: soon, late, or none."""
    left = (due - day).days if due is not None else _SOON + 1
    if left < 0:
        return "late" if -left <= _LATEST else ""
    return "soon" if left <= _SOON else ""
