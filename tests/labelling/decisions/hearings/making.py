"""Deciding on a change, and what the trail, the log and the tasks tell of it."""

from datetime import date, datetime, timedelta

from certificates.standing import Status, status_on
from labelling.core import doors
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.decisions import actions, queries
from labelling.decisions.hearings.models import HearingAnswer
from labelling.decisions.models import Label, LabelChange, LabelEvent, LabelEventKind
from labelling.people.models import Person
from tests.labelling.decisions import applicants
from tests.labelling.decisions.making import NOW, Office, member, owner

DAY = timedelta(days=1)
SUSPENDED, LIFTED = LabelEventKind.SUSPENDED, LabelEventKind.LIFTED
REVOKED, WITHDRAWN = LabelEventKind.REVOKED, LabelEventKind.WITHDRAWN
LAST = today(NOW) + 14 * DAY


def decide(
    change: LabelChange,
    office: Office,
    *,
    seen: HearingAnswer | None = None,
    now: datetime = NOW,
) -> LabelEvent:
    """Decide on a change as a member of the committee, who has seen this answer."""
    with unit_of_work() as session:
        return actions.decide_change(
            session,
            actor=member(office, now=now),
            change_id=change.id,
            seen_answer=seen.id if seen is not None else None,
            now=now,
        )


def status(held: Label, day: date) -> Status:
    """Return how a label stands on a day."""
    with reading() as session:
        return status_on(queries.history(session, held.id), day).status


def verbs() -> list[str]:
    """Return everything that the trail tells."""
    return applicants.verbs("")


def tasks(actor: Actor, now: datetime = NOW) -> list[str]:
    """Return what waits for somebody."""
    with reading() as session:
        return [task.title for task in doors.tasks_of(session, actor, now)]


def owner_row(held: Label) -> Person:
    """Return the owner of a label's holder."""
    with reading() as session:
        return session.get_one(Person, owner(held).person_id)
