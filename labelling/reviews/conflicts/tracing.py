"""Reading what ties between people and an organisation are traced by, for many people at once."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.organisations.members import folded
from labelling.organisations.models import Member, SeatHolding
from labelling.organisations.queries import get_organisation
from labelling.people.models import Person
from labelling.reviews.conflicts.traces import Trace, Traceable, traces
from labelling.reviews.profiles.domains import plain_domain
from labelling.reviews.profiles.queries import employers_of


def traced(
    session: Session, person_ids: Iterable[UUID], organisation_id: UUID
) -> dict[UUID, list[Trace]]:
    """Return the ties of each person to an organisation that no ledger holds."""
    ids = list(person_ids)
    organisation = get_organisation(session, organisation_id)
    members = session.scalars(
        select(Member.folded).where(
            Member.organisation_id == organisation_id, Member.removed_at.is_(None)
        )
    )
    holders = session.execute(
        select(Person.id, Person.name)
        .join(SeatHolding, SeatHolding.person_id == Person.id)
        .where(SeatHolding.organisation_id == organisation_id, SeatHolding.ended_at.is_(None))
    ).all()
    known = Traceable(
        name=folded(organisation.name),
        domain=plain_domain(organisation.website),
        members=frozenset(members),
        seat_holders=frozenset(folded(row.name) for row in holders),
    )
    employers = employers_of(session, ids)
    people = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(ids)))
    return {
        row.id: traces(
            known, name=folded(row.name), email=row.email, employers=employers.get(row.id, [])
        )
        for row in people
    }
