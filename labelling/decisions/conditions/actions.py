"""Following conditions up: the holder reports, the office accepts, asks again or gives time."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_day, lazy
from labelling.core.permissions import Permission
from labelling.decisions import proofs
from labelling.decisions.conditions import letters, queries
from labelling.decisions.conditions.models import (
    Condition,
    ConditionPiece,
    ConditionReport,
    ReportAnswer,
)
from labelling.decisions.conditions.subjects import ConditionCase
from labelling.decisions.subjects import person_of

REPORT_LIMIT = 4000
ANSWER_LIMIT = 1000
REASON_LIMIT = 500


def report_on_condition(
    session: Session,
    *,
    actor: Actor,
    condition_id: UUID,
    text: str,
    evidence_ids: Iterable[UUID],
    now: datetime,
) -> ConditionReport:
    """Tell the office what was done about a condition, with evidence from the library.

    Raises NotNow where it is met or a report waits for its answer, Invalid for a report without
    text and for evidence that is not in the holder's library.
    """
    case = queries.case_of(session, condition_id, actor.person_id, now)
    access.require(actor, Permission.CONDITION_REPORT, case, now=now)
    last = _unmet(session, case)
    if last is not None and last.answer is None:
        raise NotNow(lazy("Your report waits for the office. It accepts it or asks again."))
    _refuse_text(text, REPORT_LIMIT, "text", lazy("Write what you did."))
    chosen = proofs.chosen(session, case.application.organisation_id, evidence_ids)
    report = ConditionReport(
        condition_id=condition_id,
        number=last.number + 1 if last is not None else 1,
        text=text,
        reported_at=now,
        reported_by=person_of(actor),
    )
    session.add(report)
    session.flush()
    session.add_all(
        ConditionPiece(report_id=report.id, evidence_id=evidence_id, version=version)
        for evidence_id, version in chosen
    )
    audit.record(
        session,
        actor,
        "condition.reported",
        case.condition,
        now,
        number=report.number,
        text=text,
        evidence=[str(evidence_id) for evidence_id, _ in chosen],
    )
    letters.tell_reported(session, case, now)
    return report


def accept_report(
    session: Session, *, actor: Actor, condition_id: UUID, text: str, now: datetime
) -> Condition:
    """Say that a condition is met by what was reported; ``text`` may add a word to the holder.

    Raises NotNow where no report waits.
    """
    case = queries.case_of(session, condition_id, actor.person_id, now)
    access.require(actor, Permission.CONDITION_JUDGE, case, now=now)
    report = _waiting(session, case)
    if len(text) > ANSWER_LIMIT:
        raise _too_long("text", ANSWER_LIMIT)
    _answer(report, actor, ReportAnswer.ACCEPTED, text, now)
    case.condition.met_at, case.condition.met_by = now, person_of(actor)
    session.flush()
    audit.record(session, actor, "condition.met", case.condition, now, text=text)
    letters.tell_answered(session, case, ReportAnswer.ACCEPTED, now)
    return case.condition


def ask_again(
    session: Session,
    *,
    actor: Actor,
    condition_id: UUID,
    text: str,
    day: date | None,
    now: datetime,
) -> Condition:
    """Say what a report lacks; ``day`` is a later date for the condition, None leaves it.

    Raises NotNow where no report waits, Invalid without a text or for a day that is not later.
    """
    case = queries.case_of(session, condition_id, actor.person_id, now)
    access.require(actor, Permission.CONDITION_JUDGE, case, now=now)
    report = _waiting(session, case)
    _refuse_text(text, ANSWER_LIMIT, "text", lazy("Write what is missing."))
    if day is not None:
        _move(case.condition, day, text[:REASON_LIMIT], now)
    _answer(report, actor, ReportAnswer.ASKED_AGAIN, text, now)
    session.flush()
    audit.record(
        session,
        actor,
        "condition.asked_again",
        case.condition,
        now,
        text=text,
        due_on=case.condition.due_on.isoformat(),
    )
    letters.tell_answered(session, case, ReportAnswer.ASKED_AGAIN, now)
    return case.condition


def give_more_time(
    session: Session, *, actor: Actor, condition_id: UUID, day: date, reason: str, now: datetime
) -> Condition:
    """Give a condition a later date, with the reason. Raises Invalid for a day that is not later.

    Raises NotNow where it is met already.
    """
    case = queries.case_of(session, condition_id, actor.person_id, now)
    access.require(actor, Permission.CONDITION_JUDGE, case, now=now)
    _unmet(session, case)
    _refuse_text(reason, REASON_LIMIT, "reason", lazy("Give the reason for the new date."))
    _move(case.condition, day, reason, now)
    session.flush()
    audit.record(
        session,
        actor,
        "condition.moved",
        case.condition,
        now,
        due_on=day.isoformat(),
        reason=reason,
    )
    letters.tell_moved(session, case, now)
    return case.condition


def _unmet(session: Session, case: ConditionCase) -> ConditionReport | None:
    """Return the last report on a condition; raise NotNow where it is met."""
    if case.condition.met_at is not None:
        raise NotNow(lazy("This condition is met, so there is nothing left to do."))
    return queries.last_report(session, case.condition.id)


def _waiting(session: Session, case: ConditionCase) -> ConditionReport:
    last = _unmet(session, case)
    if last is None or last.answer is not None:
        raise NotNow(lazy("No report waits for an answer."))
    return last


def _answer(
    report: ConditionReport, actor: Actor, answer: ReportAnswer, text: str, now: datetime
) -> None:
    report.answer, report.answer_text = answer, text
    report.answered_at, report.answered_by = now, person_of(actor)


def _move(condition: Condition, day: date, reason: str, now: datetime) -> None:
    if day <= condition.due_on or day <= today(now):
        raise Invalid(
            lazy("Choose a day after %(before)s that is not past."),
            field="day",
            before=format_day(max(condition.due_on, today(now))),
        )
    condition.due_on, condition.moved_reason = day, reason


def _refuse_text(text: str, most: int, field: str, missing: object) -> None:
    if not text:
        raise Invalid(str(missing), field=field)
    if len(text) > most:
        raise _too_long(field, most)


def _too_long(field: str, most: int) -> Invalid:
    return Invalid(lazy("This text may have %(most)s characters."), field=field, most=most)
