"""Beginning and ending a hearing, inside the action on the change that it is about."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling import settings
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Conflict, NotNow
from labelling.core.i18n import format_day, lazy
from labelling.decisions.hearings import letters
from labelling.decisions.hearings.models import LabelHearing
from labelling.decisions.hearings.queries import find_heard
from labelling.decisions.models import Label, LabelChange


def open_hearing(
    session: Session,
    actor: Actor,
    change: LabelChange,
    label: Label,
    now: datetime,
    *,
    afterwards: bool = False,
) -> LabelHearing:
    """Give the holder the days of the setting to answer, today not counted, and tell its owners."""
    hearing = LabelHearing(
        change_id=change.id,
        afterwards=afterwards,
        answer_by=today(now) + timedelta(days=settings.in_use().hearing_days),
        opened_at=now,
    )
    session.add(hearing)
    session.flush()
    audit.record(
        session,
        actor,
        "hearing.opened",
        hearing,
        now,
        change=str(change.id),
        afterwards=afterwards,
        answer_by=hearing.answer_by.isoformat(),
    )
    letters.tell_opened(session, hearing, change, label, now)
    return hearing


def refuse_unheard(
    session: Session, change: LabelChange, seen_answer: UUID | None, now: datetime
) -> None:
    """Raise NotNow while the holder can still answer, Conflict where its answer was not seen.

    ``seen_answer`` is the answer that stood before whoever decides.
    """
    heard = find_heard(session, change.id)
    if heard is None or heard.hearing.afterwards:
        return
    if not heard.is_over(today(now)):
        raise NotNow(
            lazy("The holder can answer until %(day)s. A second person decides after that."),
            day=format_day(heard.hearing.answer_by),
        )
    if heard.answer is not None and seen_answer != heard.answer.id:
        raise Conflict(
            lazy("The holder has answered meanwhile. Nothing was decided: read the answer first.")
        )


def end_hearing(session: Session, change: LabelChange, label: Label, now: datetime) -> None:
    """Tell the owners that a change about which they were heard does not come."""
    heard = find_heard(session, change.id)
    if heard is not None:
        letters.tell_called_off(session, change, label, now)
