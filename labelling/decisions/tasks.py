"""What waits for officers and committee members: cases to prepare or decide, changes to decide."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.case_tasks import case_task
from labelling.applications.models import Application
from labelling.applications.scoping import is_of_actor
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.decisions import queries
from labelling.decisions.bodies import is_for_sitting
from labelling.decisions.hearings.queries import not_yet_decidable
from labelling.decisions.models import Decision
from labelling.decisions.queries.cases import DocketRow
from labelling.decisions.ties import Ties, ties_of
from labelling.decisions.words import CHANGE_NOUNS


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the cases and changes in which the actor acts next."""
    if actor.role not in {Role.OFFICER, Role.COMMITTEE}:
        return
    ties = ties_of(session, actor.person_id, today(now))
    committee = actor.role is Role.COMMITTEE
    for row in queries.waiting(session, ties, committee=committee):
        if row.closed is not None or not is_of_actor(actor, row.application):
            continue
        if committee and row.decision is not None:
            if _is_for(actor, row.application, row.decision):
                yield _to_decide(row, f"/decisions/{row.decision.id}")
        elif not committee and row.decision is None:
            yield _to_prepare(row)
    yield from _changes(session, actor, ties, now)


def _is_for(actor: Actor, application: Application, decision: Decision) -> bool:
    """Say whether one member of the committee decides, and this one did not prepare it."""
    return decision.prepared_by != actor.person_id and not is_for_sitting(application)


def _to_prepare(row: DocketRow) -> Task:
    return case_task(
        row.application,
        row.organisation,
        title=gettext("Prepare the decision"),
        button=gettext("Prepare it"),
        page="decision",
        due=row.due,
    )


def _to_decide(row: DocketRow, address: str) -> Task:
    return Task(
        title=gettext("Decide on an application"),
        about=f"{row.organisation.name} · {row.application.reference}",
        button=gettext("Open the case"),
        address=address,
        due=row.due,
    )


def _changes(session: Session, actor: Actor, ties: Ties, now: datetime) -> Iterator[Task]:
    unheard = not_yet_decidable(session, today(now))
    for waiting in queries.waiting_changes(session):
        own = waiting.change.prepared_by == actor.person_id
        if not actor.works_for(waiting.label.scheme):
            continue
        if own or waiting.change.id in unheard:
            continue
        if ties.change_conflict(waiting.change, waiting.label) is not None:
            continue
        yield Task(
            title=gettext(
                "Decide on a change: %(change)s", change=CHANGE_NOUNS[waiting.change.kind]
            ),
            about=f"{waiting.holder.name} · {waiting.label.number}",
            button=gettext("Open the change"),
            address=f"/office/changes/{waiting.change.id}",
            due=waiting.change.effective_on,
        )
