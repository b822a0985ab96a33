"""What waits for managers and officers in applications."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.case_tasks import case_task
from labelling.applications.life import OPEN_FOR_WRITING, State
from labelling.applications.models import Application, Step
from labelling.applications.queries import cases_due
from labelling.applications.ties import without_tie
from labelling.core.access import Actor, Role, Seat, visible
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, _now: datetime) -> Iterator[Task]:
    """Yield drafts to be written, for those who write; submissions to be checked, for officers."""
    if actor.role is Role.MANAGER:
        writing = actor.organisations(Seat.OWNER, Seat.CONTRIBUTOR)
        yield from _drafts(session, writing)
    elif actor.role is Role.OFFICER:
        yield from _checks(session, actor)


def _drafts(session: Session, organisation_ids: list[UUID]) -> Iterator[Task]:
    rows = session.execute(
        cases_due(Step.SUBMIT).where(
            Application.state.in_(OPEN_FOR_WRITING),
            Application.organisation_id.in_(organisation_ids),
        )
    )
    for application, organisation, due in rows:
        returned = application.state is State.RETURNED
        yield case_task(
            application,
            organisation,
            title=gettext("Answer the questions of the office and submit again")
            if returned
            else gettext("Write the self-assessment and submit it"),
            button=gettext("See the questions") if returned else gettext("Go on writing"),
            due=due,
        )


def _checks(session: Session, actor: Actor) -> Iterator[Task]:
    rows = session.execute(
        cases_due(Step.ELIGIBILITY).where(
            visible(actor, Permission.OFFICE_VIEW),
            without_tie(actor),
            Application.state == State.SUBMITTED,
        )
    )
    for application, organisation, due in rows:
        yield case_task(
            application,
            organisation,
            title=gettext("Check eligibility"),
            button=gettext("Check eligibility"),
            page="office",
            due=due,
        )
