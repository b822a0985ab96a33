"""The task that a holder's request to end its label gives to the office."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.decisions.ties import ties_of
from labelling.decisions.withdrawals.queries import waiting_for_office


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the requests for which an officer prepares the change."""
    if actor.role is not Role.OFFICER:
        return
    waiting = [row for row in waiting_for_office(session) if actor.works_for(row[1].scheme)]
    if not waiting:
        return
    ties = ties_of(session, actor.person_id, today(now))
    for _request, label in waiting:
        if ties.bound_up(label.organisation_id) is None:
            yield Task(
                title=gettext("Prepare the withdrawal that a holder asks for"),
                about=label.number,
                button=gettext("Prepare it"),
                address=f"/office/labels/{label.id}/change",
            )
