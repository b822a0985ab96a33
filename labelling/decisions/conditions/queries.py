"""Reads of conditions: of one decision, of one organisation's labels, of all that wait."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.decisions.conditions.models import Condition, ConditionPiece, ConditionReport
from labelling.decisions.conditions.subjects import ConditionCase, Stand, stand_of
from labelling.decisions.models import Decision, DecisionState, Label, LabelTerm
from labelling.decisions.status_in_sql import has_ended, is_followed
from labelling.decisions.ties import ties_of
from labelling.organisations.models import Organisation
from labelling.reviews.models import Outcome


@dataclass(frozen=True, slots=True)
class Standing:
    """A condition with its last report, and how it stands."""

    condition: Condition
    last: ConditionReport | None
    stand: Stand


@dataclass(frozen=True, slots=True)
class Followed:
    """A condition that binds the holder of a running label."""

    condition: Condition
    last: ConditionReport | None
    application: Application
    organisation: Organisation
    label: Label


def binds() -> ColumnElement[bool]:
    """Return the condition that a decision was taken with its conditions."""
    return and_(Decision.state == DecisionState.TAKEN, Decision.outcome == Outcome.WITH_CONDITIONS)


def case_of(
    session: Session, condition_id: UUID, person_id: UUID | None, now: datetime
) -> ConditionCase:
    """Return a condition as a person stands to its holder; raise NotFound."""
    row = session.execute(
        select(Condition, Application, Decision)
        .join(Decision, Decision.id == Condition.decision_id)
        .join(Application, Application.id == Decision.application_id)
        .where(Condition.id == condition_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    condition, application, decision = row
    ties = ties_of(session, person_id, today(now))
    return ConditionCase(
        condition,
        application,
        person_id,
        ties.bound_up(application.organisation_id),
        decision.state is DecisionState.TAKEN and decision.outcome is Outcome.WITH_CONDITIONS,
    )


def conditions_of(session: Session, decision_id: UUID) -> list[Condition]:
    """Return the conditions that stand with a decision, binding or proposed, by number."""
    return list(
        session.scalars(
            select(Condition).where(Condition.decision_id == decision_id).order_by(Condition.number)
        )
    )


def binding_on(session: Session, application_id: UUID, day: date) -> list[Standing]:
    """Return the conditions that bind the holder after an application, as they stand on a day."""
    rows = session.execute(
        _with_last()
        .join(Decision, Decision.id == Condition.decision_id)
        .where(Decision.application_id == application_id, binds())
        .order_by(Condition.number)
    )
    return [Standing(row[0], row[1], stand_of(row[0], row[1], day)) for row in rows]


def followed_on(session: Session, day: date, *narrowing: ColumnElement[bool]) -> list[Followed]:
    """Return the conditions not met yet of labels that run on a day, the earliest date first."""
    rows = session.execute(
        _with_last()
        .add_columns(Application, Organisation, Label)
        .join(Decision, Decision.id == Condition.decision_id)
        .join(Application, Application.id == Decision.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(LabelTerm, LabelTerm.decision_id == Decision.id)
        .join(Label, Label.id == LabelTerm.label_id)
        .where(
            binds(),
            Condition.met_at.is_(None),
            LabelTerm.valid_until >= day,
            ~is_followed(LabelTerm, day),
            ~has_ended(LabelTerm.label_id, day),
            *narrowing,
        )
        .order_by(Condition.due_on, Application.reference, Condition.number)
    )
    return [Followed(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def reports_of(session: Session, condition_id: UUID) -> list[ConditionReport]:
    """Return what was reported on a condition, the oldest first."""
    return list(
        session.scalars(
            select(ConditionReport)
            .where(ConditionReport.condition_id == condition_id)
            .order_by(ConditionReport.number)
        )
    )


def last_report(session: Session, condition_id: UUID) -> ConditionReport | None:
    """Return the newest report on a condition."""
    reports = reports_of(session, condition_id)
    return reports[-1] if reports else None


def pieces_of(session: Session, report_ids: list[UUID]) -> dict[UUID, list[ConditionPiece]]:
    """Return the evidence of several reports."""
    found: dict[UUID, list[ConditionPiece]] = {report_id: [] for report_id in report_ids}
    for piece in session.scalars(
        select(ConditionPiece)
        .where(ConditionPiece.report_id.in_(report_ids))
        .order_by(ConditionPiece.report_id, ConditionPiece.evidence_id)
    ):
        found[piece.report_id].append(piece)
    return found


def _with_last() -> Select[Condition, ConditionReport]:
    newest = (
        select(
            ConditionReport.condition_id.label("condition_id"),
            func.max(ConditionReport.number).label("number"),
        )
        .group_by(ConditionReport.condition_id)
        .subquery()
    )
    return (
        select(Condition, ConditionReport)
        .outerjoin(newest, newest.c.condition_id == Condition.id)
        .outerjoin(
            ConditionReport,
            and_(
                ConditionReport.condition_id == Condition.id,
                ConditionReport.number == newest.c.number,
            ),
        )
    )
