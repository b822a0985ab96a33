"""Who can see to an action of the club: those whose names its participants see."""

from sqlalchemy.orm import Session

from labelling.club.meetings import queries
from labelling.club.meetings.models import Meeting
from labelling.organisations.queries import is_active
from labelling.people import queries as people
from labelling.people.models import Person


def club_owners(session: Session, meeting: Meeting) -> list[Person]:
    """Return the chair, participants who agreed to be named, and the office; by name."""
    found = {one.id: one for one in people.officers(session)}
    for one in queries.attendees_of(session, meeting.id):
        chairs = one.person.id == meeting.chair_id
        if is_active(one.person) and (one.row.named or chairs):
            found[one.person.id] = one.person
    return sorted(found.values(), key=lambda one: (one.name.casefold(), str(one.id)))
