"""Who can be the second person: independent of the first, not bound up, not part of the case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.decisions.models import Decision, Label, LabelChange
from labelling.decisions.ties import ties_of
from labelling.people import queries as people
from labelling.people.models import Person


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
    office: dict[UUID, Person] = {
        person.id: person
        for role in (Role.COMMITTEE, Role.OFFICER)
        for person in people.people_with_role(session, role)
    }
    return [
        person
        for person in office.values()
        if ties_of(session, person.id, today(now)).bound_up(label.organisation_id) is None
        and people.independent(session, change.prepared_by, person.id, now)
    ]
