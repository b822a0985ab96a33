"""What waits for an owner of the organisation: the report's facts."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_on
from labelling.core.access import Actor, Seat
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.reviews.models import FeedbackReport


def reports_to_check(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield reports whose facts the organisation may still comment on."""
    organisations = actor.organisations(Seat.OWNER)
    rows = session.execute(
        select(Application, due_on(Step.OBSERVATIONS))
        .join(FeedbackReport, FeedbackReport.application_id == Application.id)
        .where(
            Application.organisation_id.in_(organisations),
            Application.state == State.OBSERVATIONS,
            FeedbackReport.observed_at.is_(None),
            FeedbackReport.final_at.is_(None),
        )
        .order_by(Application.state_since, Application.id)
    )
    for application, due in rows:
        yield Task(
            title=gettext("Check the facts in your feedback report"),
            about=application.reference,
            button=gettext("Read the report"),
            address=f"/applications/{application.id}/observations",
            due=due,
        )
