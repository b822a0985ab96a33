"""The check of holders against the rules: findings arise, grow worse and go, each with a record.

It runs for one holder whenever its figures, members or answers change, and for everybody once a
day. It has no memory but the findings themselves, so that a day left out is made good by the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.schemes import EditionChanged
from labelling.core import audit
from labelling.core.access import SYSTEM
from labelling.core.clock import today
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.surveillance import letters
from labelling.decisions.surveillance.anniversaries import (
    SOON_BEFORE,
    Stage,
    window_on,
    windows,
)
from labelling.decisions.surveillance.comparing import Cause, Known, Measured, compare
from labelling.decisions.surveillance.holdings import Holding, holdings
from labelling.decisions.surveillance.models import (
    Finding,
    FindingCause,
    FindingStepKind,
    LabelCheck,
)
from labelling.decisions.surveillance.rules import Shortfall
from labelling.decisions.surveillance.steps import ASK_WITHIN, add_finding, add_step
from labelling.organisations.numbers import canonical

log = structlog.get_logger()

AT_ONCE = 200
_LATE_FOR = timedelta(days=30)

Standing = Mapping[Cause, Finding]


def check_daily(session: Session, now: datetime) -> None:
    """Check the labels that were not checked today, some at a time; write reminders that are due.

    A day begins at midnight of the scheme's zone.
    """
    done = select(LabelCheck.label_id).where(LabelCheck.checked_on == today(now))
    labels = session.scalars(
        select(Label).where(Label.id.not_in(done)).order_by(Label.id).limit(AT_ONCE)
    ).all()
    if labels:
        check(session, labels, now, remind=True)


def check_organisation(session: Session, organisation_id: UUID, now: datetime) -> None:
    """Check the labels of one organisation at once, since its facts have changed."""
    labels = session.scalars(
        select(Label).where(Label.organisation_id == organisation_id).order_by(Label.id)
    ).all()
    if labels:
        check(session, labels, now, remind=False)


def check(session: Session, labels: Sequence[Label], now: datetime, *, remind: bool) -> None:
    """Bring the findings about these labels to what is reported today."""
    day = today(now)
    held = {holding.label.id: holding for holding in holdings(session, labels, day)}
    standing = _standing(session, [label.id for label in labels])
    checks = _checks(session, [label.id for label in labels])
    for label in labels:
        holding = held.get(label.id)
        if holding is None:
            for finding in standing.get(label.id, {}).values():
                _end(session, label, finding, now, ended=True)
        else:
            _update(session, holding, standing.get(label.id, {}), now)
            if remind:
                _remind(session, holding, standing.get(label.id, {}), now)
        if remind:
            row = checks.get(label.id)
            if row is None:
                session.add(LabelCheck(label_id=label.id, checked_on=day, checked_at=now))
            else:
                row.checked_on, row.checked_at = day, now


def _update(session: Session, holding: Holding, standing: Standing, now: datetime) -> None:
    try:
        found = _found(holding, today(now))
    except EditionChanged:  # the health page says so; nothing may be computed with it
        log.warning("surveillance", label=holding.label.number, why="the edition has changed")
        return
    known = {
        cause: Known(Measured(row.reported, row.measure), row.settled_at is not None)
        for cause, row in standing.items()
    }
    changes = compare(known, {cause: measured for cause, (measured, _) in found.items()})
    for cause in changes.arisen:
        _arise(session, holding, cause, found[cause], now)
    for cause in changes.gone:
        _end(session, holding.label, standing[cause], now, ended=False)
    for cause in changes.reported_anew:
        _report_anew(session, standing[cause], found[cause], FindingStepKind.REPORTED, now)
    for cause in changes.reopened:
        row = standing[cause]
        row.settled_at, row.due_on = None, today(now) + ASK_WITHIN
        _report_anew(session, row, found[cause], FindingStepKind.REOPENED, now)
        letters.tell_found(session, holding.label, holding.term, row, now, stage=Stage.OPEN)


def _found(holding: Holding, day: date) -> dict[Cause, tuple[Measured, Shortfall | None]]:
    """Return what does not meet the rules today, by cause."""
    found: dict[Cause, tuple[Measured, Shortfall | None]] = {}
    for one in holding.shortfalls:
        reported = canonical(one.reported) if one.reported is not None else one.said
        cause = Cause(FindingCause.ELIGIBILITY, one.rule_id)
        found[cause] = (Measured(reported, one.reported), one)
    left = holding.remaining
    if left is not None and left.most_are_gone:
        measure = Decimal(left.still_there)
        said = f"{left.still_there}/{left.named}"
        found[Cause(FindingCause.MEMBERS, "")] = (Measured(said, measure), None)
    for due in overdue(holding.term, holding.confirmed, day):
        found[Cause(FindingCause.CONFIRMATION, due.isoformat())] = (Measured("", None), None)
    return found


def overdue(term: LabelTerm, confirmed: Iterable[date], day: date) -> list[date]:
    """Return the days of a term's confirmations that are overdue; a later one makes good."""
    last = max(confirmed, default=date.min)
    return [
        window.due_on
        for window in windows(term.valid_from, term.valid_until)
        if window.is_overdue(day) and window.due_on > last
    ]


def _arise(
    session: Session,
    holding: Holding,
    cause: Cause,
    found: tuple[Measured, Shortfall | None],
    now: datetime,
) -> None:
    measured, shortfall = found
    required = shortfall.required if shortfall is not None else None
    row = add_finding(
        session,
        holding.term,
        cause,
        now,
        actor=SYSTEM,
        required=canonical(required) if required is not None else "",
        reported=measured.reported,
        measure=measured.measure,
        year=shortfall.year if shortfall is not None else None,
    )
    letters.tell_found(session, holding.label, holding.term, row, now, stage=Stage.OPEN)


def _report_anew(
    session: Session,
    row: Finding,
    found: tuple[Measured, Shortfall | None],
    kind: FindingStepKind,
    now: datetime,
) -> None:
    measured, shortfall = found
    row.reported, row.measure = measured.reported, measured.measure
    row.year = shortfall.year if shortfall is not None else None
    add_step(session, row, kind, now, actor=SYSTEM, text=measured.reported)


def _end(session: Session, label: Label, row: Finding, now: datetime, *, ended: bool) -> None:
    """Record that a cause is gone; ``ended`` says that the label is not held any more."""
    was_open = row.settled_at is None
    row.gone_at = now
    add_step(session, row, FindingStepKind.GONE, now, actor=SYSTEM, text="ended" if ended else "")
    audit.record(session, SYSTEM, "finding.gone", row, now, ended=ended)
    if was_open and not ended:
        letters.tell_finding_closed(session, label, row, now)


def _remind(session: Session, holding: Holding, standing: Standing, now: datetime) -> None:
    """Write what is due about the confirmation, and about findings that stood before today."""
    day, term = today(now), holding.term
    window = window_on(term.valid_from, term.valid_until, day)
    if window is not None and window.due_on not in holding.confirmed:
        stage = window.stage(day)
        if stage is not None:
            letters.tell_window(session, holding.label, window, stage, now)
    for row in standing.values():
        if row.settled_at is not None or row.gone_at is not None:
            continue
        if row.due_on < day <= row.due_on + _LATE_FOR:
            letters.tell_found(session, holding.label, term, row, now, stage=Stage.LATE)
        elif day <= row.due_on <= day + SOON_BEFORE:
            letters.tell_found(session, holding.label, term, row, now, stage=Stage.SOON)


def _standing(session: Session, label_ids: Iterable[UUID]) -> dict[UUID, dict[Cause, Finding]]:
    found: dict[UUID, dict[Cause, Finding]] = {}
    for row in session.scalars(
        select(Finding)
        .where(Finding.label_id.in_(list(label_ids)), Finding.gone_at.is_(None))
        .order_by(Finding.found_at, Finding.id)
    ):
        found.setdefault(row.label_id, {})[Cause(row.cause, row.key)] = row
    return found


def _checks(session: Session, label_ids: Iterable[UUID]) -> dict[UUID, LabelCheck]:
    rows = session.scalars(select(LabelCheck).where(LabelCheck.label_id.in_(list(label_ids))))
    return {row.label_id: row for row in rows}
