"""Reading what ties between people and an organisation are traced by, for many people at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.organisations.members import folded
from labelling.organisations.models import Member, SeatHolding
from labelling.organisations.queries import get_organisation
from labelling.people.models import Person
from labelling.reviews.conflicts.models import TraceBasis
from labelling.reviews.conflicts.traces import Trace, Traceable, traces
from labelling.reviews.profiles.domains import plain_domain
from labelling.reviews.profiles.queries import employers_of


def traced(
    session: Session, person_ids: Iterable[UUID], organisation_id: UUID
) -> dict[UUID, list[Trace]]:
    """Return the ties of each person to an organisation that no ledger holds.

    By what it is recognised by today, and was when teams for its running applications were
    proposed.
    """
    ids = list(person_ids)
    known = [_as_today(session, organisation_id), *_as_proposed(session, organisation_id)]
    employers = employers_of(session, ids)
    people = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(ids)))
    return {
        row.id: _each_once(
            trace
            for one in known
            for trace in traces(
                one, name=folded(row.name), email=row.email, employers=employers.get(row.id, [])
            )
        )
        for row in people
    }


def keep_basis(session: Session, application: Application, now: datetime) -> None:
    """Keep what the organisation is recognised by, once, when a team is first proposed."""
    if session.get(TraceBasis, application.id) is not None:
        return
    found = _as_today(session, application.organisation_id)
    session.add(
        TraceBasis(
            application_id=application.id,
            name=found.name,
            domain=found.domain,
            members=sorted(found.members),
            kept_at=now,
        )
    )
    session.flush()


def _each_once(found: Iterable[Trace]) -> list[Trace]:
    return list(dict.fromkeys(found))


def _as_proposed(session: Session, organisation_id: UUID) -> list[Traceable]:
    rows = session.scalars(
        select(TraceBasis)
        .join(Application, Application.id == TraceBasis.application_id)
        .where(Application.organisation_id == organisation_id, Application.state.not_in(ENDED))
        .order_by(TraceBasis.kept_at, TraceBasis.application_id)
    )
    return [
        Traceable(
            name=row.name,
            domain=row.domain,
            members=frozenset(row.members),
            seat_holders=frozenset(),
        )
        for row in rows
    ]


def _as_today(session: Session, organisation_id: UUID) -> Traceable:
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
    return Traceable(
        name=folded(organisation.name),
        domain=plain_domain(organisation.website),
        members=frozenset(members),
        seat_holders=frozenset(folded(row.name) for row in holders),
    )
