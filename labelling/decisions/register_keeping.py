"""How long the register's details are kept: ten years after a label ended.

What lies in protected tables stays; what the log's leaves are about goes with its salts, so that
the log, which outsiders hold as well, leads back to nothing.
"""

from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import SYSTEM
from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.decisions.models import Label, LabelTerm
from labelling.issuing import events
from labelling.issuing.models import LogEvent

KEPT_YEARS = 10
_AT_ONCE = 20
_LEAP_DAY = (2, 29)


@every_minute
def forget_ended(session: Session, now: datetime) -> None:
    """Erase what the log tells of labels that ended ten years ago, a few at a time."""
    last_day = func.max(LabelTerm.valid_until)
    ended = select(LabelTerm.label_id).group_by(LabelTerm.label_id)
    due = session.scalars(
        select(Label)
        .where(
            Label.id.in_(ended.having(last_day < _years_before(today(now)))),
            exists().where(LogEvent.label == Label.public_id),
        )
        .order_by(Label.number)
        .limit(_AT_ONCE)
    ).all()
    for label in due:
        events.forget(session, label.public_id)
        audit.record(session, SYSTEM, "label.forgotten_in_log", label, now)


def _years_before(day: date) -> date:
    """Return the same day ten years earlier; the day before where there is none."""
    if (day.month, day.day) == _LEAP_DAY:
        return date(day.year - KEPT_YEARS, 2, 28)
    return day.replace(year=day.year - KEPT_YEARS)
