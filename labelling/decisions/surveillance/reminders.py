"""What the worker does for surveillance: the daily check with its mails, the quarter's overview.

The check itself counts which mail goes out; each has a key, so that it goes out once.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from labelling.core.clock import end_of_day, scheme_zone, today
from labelling.core.outbox import every_minute
from labelling.decisions.models import Label
from labelling.decisions.surveillance import letters, watching
from labelling.decisions.surveillance.quarters import Quarter
from labelling.organisations.watching import watches_facts

TOLD_WITHIN = timedelta(days=30)


@every_minute
def check_holders(session: Session, now: datetime) -> None:
    """Check the holders that were not checked today, some at a time."""
    watching.check_daily(session, now)


watches_facts(watching.check_organisation)


@every_minute
def tell_of_the_quarter(session: Session, now: datetime) -> None:
    """Send officers the overview of the quarter that ended, within its first month and once."""
    last = Quarter.of(today(now)).before
    if today(now) > last.last_day + TOLD_WITHIN:
        return
    if not session.scalar(
        select(exists().where(Label.created_at < end_of_day(last.last_day, scheme_zone())))
    ):
        return  # there was nothing to watch over
    letters.tell_quarter(session, str(last), now)
