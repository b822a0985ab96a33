"""What the worker does about appeals: reminds before and after dates, keeps panels uninvolved."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.decisions.appeals import letters, queries
from labelling.decisions.appeals.acting import who_acts
from labelling.decisions.appeals.actions.panels import remove_involved

_SOON = 2  # days before the date
_LATEST = 7  # days after the date in which a reminder still goes out


@every_minute
def keep_uninvolved(session: Session, now: datetime) -> None:
    """Take off every panel whom the ledger has learnt a part of since they were named."""
    remove_involved(session, now)


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue a reminder two days before a date and on the day after; each goes out once."""
    reached = [
        (row, row.due, when)
        for row in queries.running_appeals(session)
        if row.due is not None and (when := _when(row.due, today(now)))
    ]
    whom = who_acts(session, [row.appeal for row, *_ in reached], now)
    for row, due, when in reached:
        letters.remind(session, row.appeal, whom[row.appeal.id], now, due=due, when=when)


def _when(due: date, day: date) -> str:
    """Return which reminder a date has reached: soon, late, or none."""
    left = (due - day).days
    if left < 0:
        return "late" if -left <= _LATEST else ""
    return "soon" if left <= _SOON else ""
