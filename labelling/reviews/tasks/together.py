"""What waits for one person among several: a round table, days for a visit, a report to edit."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from labelling.applications.case_tasks import case_task
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_on
from labelling.core.access import Actor, Seat, visible
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.reviews.models import FeedbackReport, PanelSeat, Review, SeatKind
from labelling.reviews.reporting.models import ReportEditor, ReportRating
from labelling.reviews.roundtable.models import RoundTable
from labelling.reviews.visiting.begun import PLANNING
from labelling.reviews.visiting.models import VisitAnswer, VisitDay, VisitPlan

RATED_WITHIN = timedelta(days=60)
"""So long an organisation is asked to rate its final report; it may do so later as well."""

_AT_THE_TABLE = (State.COMPARISON, State.VISIT, State.AGREED)


def open_tables(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield the round tables that are open and have a seat for this assessor."""
    rows = session.execute(
        select(Application, Organisation)
        .join(RoundTable, RoundTable.application_id == Application.id)
        .join(PanelSeat, PanelSeat.application_id == Application.id)
        .join(Review, Review.seat_id == PanelSeat.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            visible(actor, Permission.REVIEW_VIEW),
            Review.handed_in_at.is_not(None),
            RoundTable.closed_at.is_(None),
            Application.state.in_(_AT_THE_TABLE),
        )
        .order_by(RoundTable.opened_at, Application.id)
    )
    for application, organisation in rows:
        yield case_task(
            application,
            organisation,
            title=gettext("Take your seat: the round table is open"),
            button=gettext("Go to the round table"),
            page="table",
        )


def reports_to_edit(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield the reports whose language this technical editor has not finished yet."""
    rows = session.execute(
        select(Application, Organisation, due_on(Step.FEEDBACK))
        .join(ReportEditor, ReportEditor.application_id == Application.id)
        .join(FeedbackReport, FeedbackReport.application_id == Application.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            ReportEditor.person_id == actor.person_id,
            ReportEditor.done_at.is_(None),
            Application.state == State.FEEDBACK_DRAFT,
        )
        .order_by(ReportEditor.named_at, Application.id)
    )
    for application, organisation, due in rows:
        yield case_task(
            application,
            organisation,
            title=gettext("Edit the language of a feedback report"),
            button=gettext("Edit the report"),
            page="feedback",
            due=due,
        )


def days_for_team(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield the visits of which this member of the team has not said which days suit."""
    asked = _asked_for_days(actor).join(PanelSeat, PanelSeat.application_id == Application.id)
    yield from _days(
        session,
        asked.where(visible(actor, Permission.REVIEW_VIEW), PanelSeat.kind == SeatKind.MEMBER),
    )


def days_for_owner(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield the visits of which this owner has not said which days suit."""
    mine = Application.organisation_id.in_(actor.organisations(Seat.OWNER))
    yield from _days(session, _asked_for_days(actor).where(mine))


def _asked_for_days(actor: Actor) -> Select[Application, Organisation]:
    """Return the visits whose day is asked for and not fixed, with a day this person left open."""
    answered = exists().where(
        VisitAnswer.day_id == VisitDay.id, VisitAnswer.person_id == actor.person_id
    )
    left_open: ColumnElement[bool] = exists().where(
        VisitDay.application_id == Application.id, ~answered
    )
    return (
        select(Application, Organisation)
        .join(VisitPlan, VisitPlan.application_id == Application.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            VisitPlan.asked_at.is_not(None),
            VisitPlan.starts_at.is_(None),
            Application.state.in_(PLANNING),
            left_open,
        )
        .order_by(VisitPlan.asked_at, Application.id)
    )


def _days(session: Session, asked: Select[Application, Organisation]) -> Iterator[Task]:
    for application, organisation in session.execute(asked):
        yield case_task(
            application,
            organisation,
            title=gettext("Say which days suit you for the visit"),
            button=gettext("Choose days"),
            page="visit/plan",
        )


def reports_to_rate(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the final reports that no owner of the organisation has rated yet."""
    rows = session.execute(
        select(Application, Organisation)
        .join(FeedbackReport, FeedbackReport.application_id == Application.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(ReportRating, ReportRating.application_id == Application.id)
        .where(
            Application.organisation_id.in_(actor.organisations(Seat.OWNER)),
            FeedbackReport.final_at > now - RATED_WITHIN,
            ReportRating.id.is_(None),
        )
        .order_by(FeedbackReport.final_at, Application.id)
    )
    for application, organisation in rows:
        yield case_task(
            application,
            organisation,
            title=gettext("Say whether your feedback report helps you"),
            button=gettext("Rate the report"),
            page="feedback/rating",
        )
