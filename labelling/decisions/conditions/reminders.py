"""Mail before and after a condition's date, to the holder's owners; each once for each date."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labelling.applications.recipients import tell
from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.decisions.conditions.models import Condition
from labelling.decisions.conditions.queries import Followed, followed_on
from labelling.organisations import queries as organisations

_SOON = {30: "30", 7: "7"}  # days before the date, from the further to the nearer
_LATE = {1: "late", 10: "very late"}  # days after it
GRACE = timedelta(days=14)
"""How long after a condition's date the office waits before it prepares a suspension."""


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue a reminder 30 and 7 days before a condition's date, and 1 and 10 days after it."""
    day = today(now)
    near = Condition.due_on <= day + timedelta(days=max(_SOON))
    recent = Condition.due_on >= day - GRACE
    for one in followed_on(session, day, near, recent):
        waits = one.last is not None and one.last.answer is None
        when = None if waits else _when((one.condition.due_on - day).days)
        if when is not None and today(one.condition.set_at) < day:
            _remind(session, one, when, now)


def _remind(session: Session, one: Followed, when: str, now: datetime) -> None:
    due = one.condition.due_on.isoformat()
    for owner in organisations.owners(session, one.organisation.id):
        tell(
            session,
            [owner],
            one.application,
            "reminder_condition",
            now,
            key=f"condition:{one.condition.id}:{due}:{when}:{owner.id}",
            number=one.condition.number,
            condition=str(one.condition.id),
            due=due,
            late=when in _LATE.values(),
        )


def _when(left: int) -> str | None:
    """Return which reminder a date has reached, so many days before it; only the last one."""
    if left < 0:
        reached = [name for days, name in _LATE.items() if -left >= days]
    else:
        reached = [name for days, name in _SOON.items() if left <= days]
    return reached[-1] if reached else None
