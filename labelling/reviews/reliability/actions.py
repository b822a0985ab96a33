"""Measuring severity with notice, and what an assessor answers to it. No score is ever changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.severity.crossed import Severity, severities
from assessments.severity.division import Movement, movements
from assessments.severity.drift import Change, severity_over_time
from assessments.severity.judgements import by_case
from labelling.core import access, audit, mail
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.models import Person
from labelling.reviews.patience import patience
from labelling.reviews.reliability import queries
from labelling.reviews.reliability.gathering import Gathered, gathered
from labelling.reviews.reliability.models import SeverityNotice
from labelling.reviews.reliability.subjects import OwnSeverity, Severities
from labelling.reviews.reliability.withheld import LEAST_ASSESSORS, LEAST_CASES

LOOKS_BACK = timedelta(days=730)
PERIOD = LOOKS_BACK / 2
"""Severity of this time is compared with that of as long before."""

APART = timedelta(days=30)
_PLACES = Decimal("0.01")


def measure_severity(
    session: Session, *, actor: Actor, edition_id: str, now: datetime
) -> list[SeverityNotice]:
    """Measure all assessors on the cases of two years, and give each notice of their own.

    Those with fewer than three shared cases or three colleagues are left out. The quality officer
    sees nothing of it before the notice has run. Raises NotNow within 30 days of the last time,
    or where there is nobody to measure.
    """
    access.require(actor, Permission.SEVERITY_MEASURE, Severities(), now=now)
    last = queries.last_measured(session, edition_id)
    if last is not None and now - last < APART:
        raise NotNow(lazy("Severity was measured less than 30 days ago. Wait for more cases."))
    found = gathered(session, edition_id, since=now - LOOKS_BACK)
    moved = {one.id: one for one in movements(found.said, found.agreed, "assessor")}
    changed = _changes(found, now)
    people = queries.usable_people(session, [one.assessor for one in found.said])
    notices = [
        _notice(
            session,
            actor,
            now,
            person=people[one.assessor],
            found=one,
            movement=moved.get(one.assessor),
            change=changed.get(one.assessor),
            edition_id=edition_id,
        )
        for one in severities(by_case(found.said)).assessors
        if one.assessor in people and _is_known(one)
    ]
    if not notices:
        raise NotNow(
            lazy(
                "There is nobody to measure yet: it takes three closed cases that an assessor "
                "shared, and three colleagues."
            )
        )
    return notices


def note_read(
    session: Session, *, actor: Actor, notice_id: UUID, remark: str, now: datetime
) -> SeverityNotice:
    """Record that the assessor has read a notice, with what they say about it."""
    row = session.get(SeverityNotice, notice_id)
    if row is None:
        raise NotFound
    access.require(actor, Permission.SEVERITY_OWN, OwnSeverity(row.person_id), now=now)
    row.read_at, row.remark = row.read_at or now, remark
    session.flush()
    audit.record(session, actor, "severity.acknowledged", row, now)
    return row


def _is_known(found: Severity) -> bool:
    return (
        found.difference is not None
        and found.cases >= LEAST_CASES
        and found.colleagues >= LEAST_ASSESSORS
    )


def _changes(found: Gathered, now: datetime) -> Mapping[str, Change]:
    """Return how severity went from the year before to the last, of those known in both."""
    recent = frozenset(one.id for one in found.cases if one.scored_at > now - PERIOD)
    earlier = frozenset(one.id for one in found.cases) - recent
    periods = {
        "before": by_case(found.of(earlier).said),
        "after": by_case(found.of(recent).said),
    }
    known = [
        {one.assessor for one in severities(scores).assessors if _is_known(one)}
        for scores in periods.values()
    ]
    in_both = set.intersection(*known)
    return {one.assessor: one for one in severity_over_time(periods) if one.assessor in in_both}


def _notice(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    person: Person,
    found: Severity,
    movement: Movement | None,
    change: Change | None,
    edition_id: str,
) -> SeverityNotice:
    low, high = found.interval if found.interval is not None else (None, None)
    less, more = change.interval if change is not None and change.interval else (None, None)
    row = SeverityNotice(
        person_id=person.id,
        edition_id=edition_id,
        since=today(now - LOOKS_BACK),
        cases=found.cases,
        colleagues=found.colleagues,
        difference=_points(found.difference or 0.0),
        low=None if low is None else _points(low),
        high=None if high is None else _points(high),
        expected=None if found.expected is None else _points(found.expected),
        change=None if change is None else _points(change.change),
        change_low=None if less is None else _points(less),
        change_high=None if more is None else _points(more),
        judgements=movement.judgements if movement is not None else 0,
        moved=None if movement is None else _points(movement.distance),
        noticed_at=now,
        noticed_by=actor.person_id,
        opens_on=today(now) + patience().severity_notice,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "severity.noted", row, now)
    mail.send(
        session,
        person,
        "severity_notice",
        now,
        about=row,
        key=f"severity_notice:{row.id}",
        day=row.opens_on.isoformat(),
    )
    return row


def _points(value: float | Fraction) -> Decimal:
    return Decimal(str(float(value))).quantize(_PLACES)
