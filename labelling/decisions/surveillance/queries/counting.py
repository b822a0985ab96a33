"""What surveillance did in a time: for the office's quarterly overview and yearly statistics."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from labelling.core.clock import end_of_day, scheme_zone, today
from labelling.decisions.surveillance.duty import days_late
from labelling.decisions.surveillance.models import (
    Confirmation,
    Finding,
    FindingCause,
    MisuseOutcome,
    MisuseReport,
    Notice,
    NoticeKind,
)


@dataclass(frozen=True, slots=True)
class CauseCount:
    """Findings of one cause: how many arose, were settled by the office, went by themselves."""

    arisen: int
    settled: int
    gone: int


@dataclass(frozen=True, slots=True)
class SurveillanceCounts:
    """Counts of a time; of confirmations by their due day, of all else by when it happened."""

    notices: dict[NoticeKind, int]
    notices_late: int
    findings: dict[FindingCause, CauseCount]
    confirmations_in_time: int
    confirmations_late: int
    reports: int
    reports_closed: dict[MisuseOutcome, int]


def surveillance_counts(session: Session, year: int) -> SurveillanceCounts:
    """Return what surveillance did in a civil year, counted whole; no holder is named."""
    return counts_between(session, date(year, 1, 1), date(year, 12, 31))


def counts_between(session: Session, first: date, last: date) -> SurveillanceCounts:
    """Return what surveillance did from one civil day to another, both included."""
    begin = datetime.combine(first, time(), scheme_zone())
    end = end_of_day(last, scheme_zone())
    notices = session.scalars(select(Notice).where(_within(Notice.reported_at, begin, end))).all()
    given = session.execute(
        select(Confirmation.due_on, Confirmation.confirmed_at).where(
            Confirmation.due_on >= first, Confirmation.due_on <= last
        )
    ).all()
    late = sum(today(confirmed_at) > due_on for due_on, confirmed_at in given)
    return SurveillanceCounts(
        notices={
            kind: count
            for kind in NoticeKind
            if (count := sum(notice.kind is kind for notice in notices))
        },
        notices_late=sum(
            days_late(notice.happened_on, today(notice.reported_at)) > 0 for notice in notices
        ),
        findings=_findings(session, begin, end),
        confirmations_in_time=len(given) - late,
        confirmations_late=late,
        reports=_count(session, MisuseReport.id, _within(MisuseReport.reported_at, begin, end)),
        reports_closed=_by(
            session, MisuseReport.outcome, _within(MisuseReport.closed_at, begin, end)
        ),
    )


def _findings(session: Session, begin: datetime, end: datetime) -> dict[FindingCause, CauseCount]:
    arisen = _by(session, Finding.cause, _within(Finding.found_at, begin, end))
    settled = _by(session, Finding.cause, _within(Finding.settled_at, begin, end))
    gone = _by(
        session,
        Finding.cause,
        and_(_within(Finding.gone_at, begin, end), Finding.settled_at.is_(None)),
    )
    return {
        cause: CauseCount(arisen.get(cause, 0), settled.get(cause, 0), gone.get(cause, 0))
        for cause in FindingCause
        if cause in arisen or cause in settled or cause in gone
    }


def _within(
    column: InstrumentedAttribute[Any], begin: datetime, end: datetime
) -> ColumnElement[bool]:
    return and_(column >= begin, column < end)


def _count(session: Session, column: Any, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(column)).where(condition)) or 0


def _by(session: Session, column: Any, condition: ColumnElement[bool]) -> dict[Any, int]:
    rows = session.execute(select(column, func.count()).where(condition).group_by(column))
    return {key: count for key, count in rows if key is not None}
