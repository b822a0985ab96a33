"""What waits for an officer: teams to build or fill, reports to send."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import case, exists, or_
from sqlalchemy.orm import Session

from labelling.applications.case_tasks import case_task
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import cases_due
from labelling.core.access import Actor, visible
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.reviews.models import FeedbackReport, PanelSeat, PanelState, SeatKind
from labelling.reviews.queries import panels
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.reporting.models import ReportEditor

_TEAM_AT_WORK = (State.ASSIGNED, State.SCORING)


def office_steps(session: Session, actor: Actor, day: date) -> Iterator[Task]:
    """Yield eligible applications without a team, teams to fill, and reports to be sent."""
    edited_now = exists().where(
        ReportEditor.application_id == Application.id, ReportEditor.done_at.is_(None)
    )
    step = case((Application.state == State.ELIGIBLE, Step.PANEL), else_=Step.FEEDBACK)
    rows = session.execute(
        cases_due(step)
        .outerjoin(FeedbackReport, FeedbackReport.application_id == Application.id)
        .where(
            visible(actor, Permission.PANEL_BUILD),
            or_(
                Application.state.in_((State.ELIGIBLE, *_TEAM_AT_WORK)),
                (Application.state == State.FEEDBACK_DRAFT)
                & (FeedbackReport.summary != "")
                & ~edited_now,
            ),
        )
    ).all()
    teams = panels(session, [row[0].id for row in rows if row[0].state in _TEAM_AT_WORK])
    for application, organisation, due in rows:
        if application.state is State.ELIGIBLE:
            yield _team_to_build(application, organisation, due)
        elif application.state is State.FEEDBACK_DRAFT:
            yield _report_to_send(application, organisation, due)
        else:
            since = _unfilled_since(application, teams[application.id], day)
            if since is not None:
                yield _team_to_fill(application, organisation, since)


def _team_to_build(application: Application, organisation: Organisation, due: date | None) -> Task:
    return case_task(
        application,
        organisation,
        title=gettext("Invite an assessment team"),
        button=gettext("Choose assessors"),
        page="panel",
        due=due,
    )


def _team_to_fill(application: Application, organisation: Organisation, since: date) -> Task:
    return case_task(
        application,
        organisation,
        title=gettext("Fill an empty place on the assessment team"),
        button=gettext("See the team"),
        page="panel",
        due=since,
    )


def _report_to_send(application: Application, organisation: Organisation, due: date | None) -> Task:
    return case_task(
        application,
        organisation,
        title=gettext("Read the feedback report and send it"),
        button=gettext("Read the report"),
        page="feedback",
        due=due,
    )


def _unfilled_since(application: Application, seats: list[PanelSeat], day: date) -> date | None:
    """Return the day from which a place waits to be filled, None where the team is complete."""
    late = [
        seat.answer_by
        for seat in seats
        if seat.state is PanelState.INVITED and seat.answer_by < day
    ]
    members = [seat for seat in seats if seat.kind is SeatKind.MEMBER]
    if len(members) < steps_of(application).assessors:
        late.append(day)
    return min(late, default=None)
