"""The list of assessors as the office sees it, in a constant number of statements."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.access import Role
from labelling.organisations.members import folded
from labelling.people.models import Person
from labelling.people.queries import people_with_role
from labelling.reviews.models import AssessorProfile
from labelling.reviews.profiles.queries import Facts, facts_of
from labelling.reviews.queries.candidates import loads


@dataclass(frozen=True, slots=True)
class AssessorLine:
    """One assessor of the list."""

    person: Person
    profile: AssessorProfile | None
    facts: Facts
    load: int


def assessor_lines(session: Session, day: date, *, text: str, language: str) -> list[AssessorLine]:
    """Return the assessors whose name holds a text and who speak a language (all if blank)."""
    people = people_with_role(session, Role.ASSESSOR)
    ids = [person.id for person in people]
    profiles = {
        row.person_id: row
        for row in session.scalars(
            select(AssessorProfile).where(AssessorProfile.person_id.in_(ids))
        )
    }
    facts, load = facts_of(session, ids, day), loads(session, ids)
    wanted = folded(text)
    return [
        AssessorLine(person, profiles.get(person.id), facts[person.id], load.get(person.id, 0))
        for person in people
        if wanted in folded(person.name)
        and (not language or language in _languages(profiles.get(person.id)))
    ]


def _languages(profile: AssessorProfile | None) -> list[str]:
    return profile.languages if profile is not None else []
