"""Setting, extending and reading the dates of appeals and complaints."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core.clock import today
from labelling.core.errors import Invalid
from labelling.core.i18n import format_day, lazy
from labelling.decisions.clocks.models import CaseDate
from labelling.decisions.clocks.spans import Clock, Span, end_of

REASON_LIMIT = 500


def start_clocks(
    session: Session, case_id: UUID, spans: Mapping[Clock, Span], now: datetime
) -> None:
    """Give each step of a new case its date; they all count from today."""
    for step, span in spans.items():
        _set(session, case_id=case_id, step=step, day=end_of(span, today(now)), now=now)


def extend_clock(
    session: Session,
    *,
    by: UUID | None,
    case_id: UUID,
    step: Clock,
    day: date,
    reason: str,
    now: datetime,
) -> CaseDate:
    """Give a step a later date, with the reason for it.

    Raises Invalid for a day that is past or not later than the present one, or without a reason.
    """
    before = due_dates(session, [case_id])[case_id, step]
    if day <= before or day < today(now):
        raise Invalid(
            lazy("Choose a day after %(before)s that is not past."),
            field="day",
            before=format_day(before),
        )
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("Give the reason, in up to %(most)s characters."),
            field="extend_reason",
            most=REASON_LIMIT,
        )
    return _set(session, case_id=case_id, step=step, day=day, now=now, by=by, reason=reason)


def due_dates(session: Session, case_ids: Iterable[UUID]) -> dict[tuple[UUID, Clock], date]:
    """Return the dates in force of several cases, by case and step."""
    cases = list(case_ids)
    if not cases:
        return {}
    rows = session.execute(
        select(CaseDate.case_id, CaseDate.step, CaseDate.due_on)
        .where(CaseDate.case_id.in_(cases))
        .order_by(CaseDate.number)
    )
    return {(case_id, step): due_on for case_id, step, due_on in rows}


def dates_of(session: Session, case_id: UUID) -> list[CaseDate]:
    """Return every date ever set for a case, by step, the one in force last."""
    return list(
        session.scalars(
            select(CaseDate)
            .where(CaseDate.case_id == case_id)
            .order_by(CaseDate.due_on, CaseDate.step, CaseDate.number)
        )
    )


def _set(
    session: Session,
    *,
    case_id: UUID,
    step: Clock,
    day: date,
    now: datetime,
    by: UUID | None = None,
    reason: str = "",
) -> CaseDate:
    last = session.scalar(
        select(func.max(CaseDate.number)).where(CaseDate.case_id == case_id, CaseDate.step == step)
    )
    row = CaseDate(
        case_id=case_id,
        step=step,
        number=(last or 0) + 1,
        due_on=day,
        reason=reason,
        set_at=now,
        set_by=by,
    )
    session.add(row)
    session.flush()
    return row
