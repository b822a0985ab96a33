"""What waits for an officer: teams to build or fill, reports to send."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_days
from labelling.core.access import Actor, visible
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.reviews.models import FeedbackReport, PanelSeat, PanelState, SeatKind
from labelling.reviews.queries import panels
from labelling.reviews.queries.seats import steps_of


def teams_to_build(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield eligible applications without a team."""
    rows = session.execute(
        select(Application, Organisation)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(visible(actor, Permission.PANEL_BUILD), Application.state == State.ELIGIBLE)
        .order_by(Application.state_since, Application.id)
    ).all()
    days = due_days(session, {row[0].id for row in rows})
    for application, organisation in rows:
        yield Task(
            title=gettext("Invite an assessment team"),
            about=f"{organisation.name} · {application.reference}",
            button=gettext("Choose assessors"),
            address=f"/applications/{application.id}/panel",
            due=days.get((application.id, Step.PANEL)),
        )


def teams_to_fill(session: Session, actor: Actor, day: date) -> Iterator[Task]:
    """Yield teams with an empty place, or with an invitation unanswered after its day."""
    rows = session.execute(
        select(Application, Organisation)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            visible(actor, Permission.PANEL_BUILD),
            Application.state.in_((State.ASSIGNED, State.SCORING)),
        )
        .order_by(Application.state_since, Application.id)
    ).all()
    teams = panels(session, [row[0].id for row in rows])
    for application, organisation in rows:
        due = _unfilled_since(application, teams[application.id], day)
        if due is None:
            continue
        yield Task(
            title=gettext("Fill an empty place on the assessment team"),
            about=f"{organisation.name} · {application.reference}",
            button=gettext("See the team"),
            address=f"/applications/{application.id}/panel",
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


def reports_to_send(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield reports that have a summary and were not sent yet."""
    rows = session.execute(
        select(Application, Organisation)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(FeedbackReport, FeedbackReport.application_id == Application.id)
        .where(
            visible(actor, Permission.PANEL_BUILD),
            Application.state == State.FEEDBACK_DRAFT,
            FeedbackReport.summary != "",
        )
        .order_by(Application.state_since, Application.id)
    ).all()
    days = due_days(session, {row[0].id for row in rows})
    for application, organisation in rows:
        yield Task(
            title=gettext("Read the feedback report and send it"),
            about=f"{organisation.name} · {application.reference}",
            button=gettext("Read the report"),
            address=f"/applications/{application.id}/feedback",
            due=days.get((application.id, Step.FEEDBACK)),
        )
