"""Reading what ties between people and an organisation are traced by, for many people at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.organisations.members import folded
from labelling.organisations.models import Member, Organisation, SeatHolding
from labelling.people.models import Person
from labelling.reviews.conflicts.models import TraceBasis
from labelling.reviews.conflicts.traces import Trace, Traceable, traces
from labelling.reviews.profiles.domains import plain_domain
from labelling.reviews.profiles.queries import employers_of


def traced(
    session: Session, person_ids: Iterable[UUID], organisation_ids: Iterable[UUID]
) -> dict[UUID, dict[UUID, list[Trace]]]:
    """Return by organisation the ties of each person to it that no ledger holds.

    By what it is recognised by today, and was when teams for its running applications were
    proposed.
    """
    ids, organisations = list(person_ids), list(organisation_ids)
    known = _as_today(session, organisations)
    proposed = _as_proposed(session, organisations)
    employers = employers_of(session, ids)
    people = [
        (row.id, folded(row.name), row.email)
        for row in session.execute(
            select(Person.id, Person.name, Person.email).where(Person.id.in_(ids))
        )
    ]
    return {
        organisation_id: {
            person_id: _each_once(
                trace
                for one in (known[organisation_id], *proposed[organisation_id])
                for trace in traces(
                    one, name=name, email=email, employers=employers.get(person_id, [])
                )
            )
            for person_id, name, email in people
        }
        for organisation_id in organisations
    }


def keep_basis(session: Session, application: Application, now: datetime) -> None:
    """Keep what the organisation is recognised by, once, when a team is first proposed."""
    if session.get(TraceBasis, application.id) is not None:
        return
    found = _as_today(session, [application.organisation_id])[application.organisation_id]
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


def _as_proposed(
    session: Session, organisation_ids: Collection[UUID]
) -> dict[UUID, list[Traceable]]:
    rows = session.execute(
        select(Application.organisation_id, TraceBasis)
        .join(Application, Application.id == TraceBasis.application_id)
        .where(Application.organisation_id.in_(organisation_ids), Application.state.not_in(ENDED))
        .order_by(TraceBasis.kept_at, TraceBasis.application_id)
    )
    found: dict[UUID, list[Traceable]] = {key: [] for key in organisation_ids}
    for organisation_id, row in rows:
        found[organisation_id].append(
            Traceable(
                name=row.name,
                domain=row.domain,
                members=frozenset(row.members),
                seat_holders=frozenset(),
            )
        )
    return found


def _as_today(session: Session, organisation_ids: Collection[UUID]) -> dict[UUID, Traceable]:
    members: dict[UUID, set[str]] = defaultdict(set)
    for organisation_id, name in session.execute(
        select(Member.organisation_id, Member.folded).where(
            Member.organisation_id.in_(organisation_ids), Member.removed_at.is_(None)
        )
    ):
        members[organisation_id].add(name)
    holders: dict[UUID, set[str]] = defaultdict(set)
    for organisation_id, name in session.execute(
        select(SeatHolding.organisation_id, Person.name)
        .join(Person, Person.id == SeatHolding.person_id)
        .where(SeatHolding.organisation_id.in_(organisation_ids), SeatHolding.ended_at.is_(None))
    ):
        holders[organisation_id].add(folded(name))
    organisations = session.scalars(
        select(Organisation).where(Organisation.id.in_(organisation_ids))
    )
    return {
        one.id: Traceable(
            name=folded(one.name),
            domain=plain_domain(one.website),
            members=frozenset(members[one.id]),
            seat_holders=frozenset(holders[one.id]),
        )
        for one in organisations
    }
