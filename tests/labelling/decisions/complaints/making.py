"""Complaints in each of their states, and what goes out or waits because of them."""

from datetime import datetime, timedelta

from labelling.core.access import PUBLIC, Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.mail import Letter
from labelling.decisions.complaints import actions, queries
from labelling.decisions.complaints.actions import Told
from labelling.decisions.complaints.models import Complaint, ComplaintOutcome, Concern
from labelling.decisions.complaints.tasks import tasks
from labelling.decisions.receipts import new_key
from labelling.people.models import Person
from tests.labelling.decisions.making import NOW, acting, issue_all

DAY = timedelta(days=1)


def made(key: str = "", **told: object) -> Complaint:
    """Make a complaint."""
    values = {"concern": Concern.HOLDER, "text": "They use the mark on products.", **told}
    with unit_of_work() as session:
        return actions.make_complaint(
            session,
            actor=PUBLIC,
            told=Told(**values),  # type: ignore[arg-type]
            key=key or new_key(),
            language="en",
            now=NOW,
        )


def current(complaint: Complaint) -> Complaint:
    """Return a complaint as it is now."""
    with reading() as session:
        return queries.get_complaint(session, complaint.id)


def office(person: Person) -> Actor:
    """Act as an officer."""
    return acting(person, Role.OFFICER)


def panel(person: Person) -> Actor:
    """Act as a member of the panels."""
    return acting(person, Role.APPEALS)


def taken_on(complaint: Complaint, actor: Actor) -> Complaint:
    """Take a complaint on."""
    with unit_of_work() as session:
        return actions.take_on_complaint(session, actor=actor, complaint_id=complaint.id, now=NOW)


def admitted(complaint: Complaint, actor: Actor) -> Complaint:
    """Take a complaint on and admit it."""
    taken_on(complaint, actor)
    with unit_of_work() as session:
        return actions.admit_complaint(session, actor=actor, complaint_id=complaint.id, now=NOW)


def answered(complaint: Complaint, actor: Actor) -> Complaint:
    """Admit a complaint and answer it."""
    admitted(complaint, actor)
    with unit_of_work() as session:
        return actions.answer_complaint(
            session, actor=actor, complaint_id=complaint.id, outcome=ComplaintOutcome.IN_PART,
            heard="The holder says it was one leaflet.", answer="One leaflet was withdrawn.",
            now=NOW,
        )  # fmt: skip


def letters_sent(moment: datetime = NOW) -> list[Letter]:
    """Send what is due and return it."""
    return issue_all(moment)


def waiting(actor: Actor) -> list[Task]:
    """Return the tasks that wait for somebody."""
    with reading() as session:
        return list(tasks(session, actor, NOW))
