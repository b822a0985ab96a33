"""Owners and readers of an applicant, the trail and the mail: what tests of terms look at."""

from uuid import UUID

from sqlalchemy import select

from certificates.leaves import LeafType
from labelling.applications.models import Application
from labelling.core.access import Actor, Role, Seat
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Kind, Outgoing
from labelling.issuing.models import LogEvent
from labelling.organisations import queries as organisations
from labelling.organisations.models import SeatHolding
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.decisions.making import NOW
from tests.labelling.people.making import add_person


def seated(organisation_id: UUID, seat: Seat = Seat.OWNER) -> Actor:
    """Return somebody on a seat of an organisation, made for it where it has nobody there."""
    with unit_of_work() as session:
        people = organisations.seat_holders(session, organisation_id)
        person = next((one for one, held in people if held is seat), None)
        if person is None:
            person = add_person(session, f"{seat.value.title()} of it")
            session.add(
                SeatHolding(
                    organisation_id=organisation_id, person_id=person.id, seat=seat, since=NOW
                )
            )
    return actor_for(person, Role.MANAGER, {organisation_id: seat})


def owner_of(application: Application) -> Actor:
    """Return an owner of the organisation that applies."""
    return seated(application.organisation_id)


def verbs(*beginnings: str) -> list[str]:
    """Return what the trail tells, as far as it begins with one of these words."""
    with reading() as session:
        found = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
    return [verb for verb in found if verb.startswith(beginnings)]


def mails(*templates: str) -> list[tuple[str, str]]:
    """Return the queued mails of these templates as (template, name of the recipient)."""
    with reading() as session:
        rows = session.execute(
            select(Outgoing.name, Person.name)
            .join(Person, Person.id == Outgoing.person_id)
            .where(Outgoing.kind == Kind.MAIL, Outgoing.name.in_(templates))
            .order_by(Outgoing.name, Person.name)
        )
        return [(row[0], row[1]) for row in rows]


def logged() -> list[LeafType]:
    """Return what the log tells of labels, in its order."""
    with reading() as session:
        query = select(LogEvent.type).where(LogEvent.label.is_not(None)).order_by(LogEvent.leaf)
        return list(session.scalars(query))
