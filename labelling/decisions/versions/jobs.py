"""The tasks that requests for further versions give to the office."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.decisions.ties import ties_of
from labelling.decisions.versions.models import RequestState
from labelling.decisions.versions.queries import WaitingRequest, waiting_requests


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the requests that the actor checks or decides."""
    if actor.role not in {Role.OFFICER, Role.COMMITTEE}:
        return
    waiting = [one for one in waiting_requests(session) if actor.works_for(one.label.scheme)]
    if not waiting:
        return
    ties = ties_of(session, actor.person_id, today(now))
    for one in waiting:
        if ties.bound_up(one.label.organisation_id) is None and _falls_to(actor, one):
            yield _task(one)


def _falls_to(actor: Actor, one: WaitingRequest) -> bool:
    if one.request.state is RequestState.ASKED:
        return actor.role is Role.OFFICER
    return one.request.checked_by != actor.person_id


def _task(one: WaitingRequest) -> Task:
    checked = one.request.state is RequestState.CHECKED
    return Task(
        title=gettext("Decide on a new version of a certificate")
        if checked or not one.request.renames
        else gettext("Check a request for a new version of a certificate"),
        about=f"{one.request.holder} · {one.label.number}",
        button=gettext("Open the request"),
        address=f"/office/versions/{one.request.id}",
    )
