"""Who can be the second person: independent of the first, not bound up, not part of the case."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.recipients import officers
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.decisions.models import Decision, Label, LabelChange
from labelling.decisions.ties import ties_of
from labelling.people import queries as people
from labelling.people.models import Person
from labelling.reviews.queries import office_contacts


def case_officers(session: Session, application: Application, now: datetime) -> list[Person]:
    """Return who of the office gets the mail about a case before the committee.

    Those whom the team's mail goes to, as far as they may see the case; else all officers of the
    scheme who may.
    """

    def clear(people_: Iterable[Person]) -> list[Person]:
        return [
            person
            for person in people_
            if ties_of(session, person.id, today(now)).conflict(application) is None
        ]

    return clear(office_contacts(session, application.id, now)) or clear(
        officers(session, application)
    )


def deciders(
    session: Session, application: Application, decision: Decision, now: datetime
) -> list[Person]:
    """Return the committee members who can decide on a case, by name."""
    found = []
    for person in people.people_with_role(session, Role.COMMITTEE):
        ties = ties_of(session, person.id, today(now))
        apart = ties.conflict(application) is None and not ties.took_part(application)
        if apart and people.independent(session, decision.prepared_by, person.id, now):
            found.append(person)
    return found


def change_deciders(
    session: Session, change: LabelChange, label: Label, now: datetime
) -> list[Person]:
    """Return the officers and committee members who can decide on a change, each once."""
    return [
        person
        for person in second_persons(session, label, change.prepared_by, now)
        if ties_of(session, person.id, today(now)).change_conflict(change, label) is None
    ]


def second_persons(session: Session, label: Label, first: UUID, now: datetime) -> list[Person]:
    """Return the officers and members who can decide on what the first has prepared, each once."""
    members = people.people_with_role(session, Role.COMMITTEE)
    office: dict[UUID, Person] = {
        person.id: person for person in (*members, *people.officers(session, label.scheme))
    }
    return [
        person
        for person in _apart(session, office.values(), label, now)
        if people.independent(session, first, person.id, now)
    ]


def preparers(session: Session, label: Label, now: datetime) -> list[Person]:
    """Return the officers who can prepare what happens to a label, by name."""
    return _apart(session, people.officers(session, label.scheme), label, now)


def _apart(
    session: Session, candidates: Iterable[Person], label: Label, now: datetime
) -> list[Person]:
    """Return those who are not bound up with a label's holder."""
    return [
        person
        for person in candidates
        if ties_of(session, person.id, today(now)).bound_up(label.organisation_id) is None
    ]
