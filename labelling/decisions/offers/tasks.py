"""What waits for owners: lower levels to accept or decline."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.case_tasks import case_task
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import cases_due
from labelling.core.access import Actor, Seat
from labelling.core.doors import Task, offers_tasks
from labelling.core.i18n import gettext


@offers_tasks
def tasks(session: Session, actor: Actor, _now: datetime) -> Iterator[Task]:
    """Yield the offers that an owner can accept or decline."""
    owned = actor.organisations(Seat.OWNER)
    if not owned:
        return
    rows = session.execute(
        cases_due(Step.CONSENT).where(
            Application.state == State.OFFERED, Application.organisation_id.in_(owned)
        )
    )
    for application, organisation, due in rows:
        yield case_task(
            application,
            organisation,
            title=gettext("Accept or decline a lower level"),
            button=gettext("See the offer"),
            page="offer",
            due=due,
        )
