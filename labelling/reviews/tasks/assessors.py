"""What waits for an assessor: invitations, own reviews, and the team's steps for its lead."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.case_tasks import case_task
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_days, due_on
from labelling.core.access import Actor, visible
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.reviews.models import FeedbackReport, PanelSeat, PanelState, Review

_TEAM_STATES = (State.COMPARISON, State.VISIT, State.AGREED, State.FEEDBACK_DRAFT)


def invitations(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield the invitations that are not answered yet."""
    rows = session.execute(
        select(PanelSeat, Application, Organisation)
        .join(Application, Application.id == PanelSeat.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(
            visible(actor, Permission.CONFLICT_DECLARE),
            PanelSeat.state == PanelState.INVITED,
            Application.state.not_in(ENDED),
        )
        .order_by(PanelSeat.answer_by, PanelSeat.id)
    )
    for seat, _application, organisation in rows:
        yield Task(
            title=gettext("Say whether you are independent"),
            about=organisation.name,
            button=gettext("Answer"),
            address=f"/reviews/{seat.id}/declaration",
            due=seat.answer_by,
        )


def own_reviews(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield own reviews that are not handed in yet."""
    rows = session.execute(
        select(PanelSeat, Application, Organisation, due_on(Step.SCORING))
        .join(Application, Application.id == PanelSeat.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Review, Review.seat_id == PanelSeat.id)
        .where(
            visible(actor, Permission.REVIEW_VIEW),
            Review.handed_in_at.is_(None),
            Application.state.not_in(ENDED),
        )
        .order_by(PanelSeat.invited_at, PanelSeat.id)
    )
    for seat, application, organisation, due in rows:
        yield Task(
            title=gettext("Score and hand in"),
            about=f"{organisation.name} · {application.reference}",
            button=gettext("Open my review"),
            address=f"/reviews/{seat.id}",
            due=due,
        )


def team_steps(session: Session, actor: Actor, day: date) -> Iterator[Task]:
    """Yield what the team does together, for its lead."""
    rows = session.execute(
        select(Application, Organisation, FeedbackReport)
        .join(PanelSeat, PanelSeat.application_id == Application.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(FeedbackReport, FeedbackReport.application_id == Application.id)
        .where(
            visible(actor, Permission.REVIEW_VIEW),
            PanelSeat.leads.is_(True),
            Application.state.in_((*_TEAM_STATES, State.OBSERVATIONS, State.OBSERVED)),
        )
        .order_by(Application.state_since, Application.id)
    ).all()
    days = due_days(session, {row[0].id for row in rows})
    for application, organisation, report in rows:
        found = _lead_step(application, report, days.get((application.id, Step.OBSERVATIONS)), day)
        if found is None:
            continue
        title, button, page, step = found
        yield case_task(
            application,
            organisation,
            title=title,
            button=button,
            page=page,
            due=days.get((application.id, step)),
        )


def _lead_step(
    application: Application, report: FeedbackReport | None, observing_until: date | None, day: date
) -> tuple[str, str, str, Step] | None:
    """Return title, button, page and step of what the lead does next; None while others act."""
    if application.state is State.COMPARISON:
        return gettext("Compare scores and agree"), gettext("Compare"), "agreement", Step.AGREEMENT
    if application.state is State.VISIT:
        return (
            gettext("Visit and close the agreement"),
            gettext("See the agreement"),
            "agreement",
            Step.VISIT,
        )
    if application.state is State.AGREED:
        return (
            gettext("Close the agreement"),
            gettext("See the agreement"),
            "agreement",
            Step.AGREEMENT,
        )
    if application.state is State.FEEDBACK_DRAFT:
        return gettext("Write the feedback report"), gettext("Write"), "feedback", Step.FEEDBACK
    if application.state is State.OBSERVATIONS:
        if observing_until is None or day <= observing_until:
            return None
        return (
            gettext("No observations came in time: make the report final"),
            gettext("Open the report"),
            "feedback",
            Step.OBSERVATIONS,
        )
    if report is None or report.final_at is None:
        return (
            gettext("Read the observations and make the report final"),
            gettext("Open the report"),
            "feedback",
            Step.RECOMMENDATION,
        )
    return gettext("Recommend"), gettext("Recommend"), "recommendation", Step.RECOMMENDATION
