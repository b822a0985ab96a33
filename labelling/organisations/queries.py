"""Reads of organisations, seats, fact sheet and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from labelling.core.access import Seat
from labelling.core.database import read_once
from labelling.core.errors import NotFound
from labelling.core.outbox import Outgoing
from labelling.organisations.models import (
    AccessRequest,
    Evidence,
    EvidenceFile,
    FactValue,
    Member,
    Organisation,
    SeatHolding,
)
from labelling.people.models import Person
from labelling.people.queries import usable

# Asked with every request of somebody who has signed in, so it is put together once.
_SEATS_OF = select(SeatHolding.organisation_id, SeatHolding.seat).where(
    SeatHolding.person_id == bindparam("person"), SeatHolding.ended_at.is_(None)
)


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """A piece of evidence with the newest version of its file, if it has one."""

    evidence: Evidence
    file: EvidenceFile | None


def asked_by(session: Session, person_id: UUID | None) -> list[tuple[str, datetime]]:
    """Return name and instant of the requests for access that wait for an answer."""
    rows = session.execute(
        select(Organisation.name, AccessRequest.created_at)
        .join(Organisation, Organisation.id == AccessRequest.organisation_id)
        .where(AccessRequest.person_id == person_id, AccessRequest.answered_at.is_(None))
        .order_by(AccessRequest.created_at)
    )
    return [(row.name, row.created_at) for row in rows]


def get_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """Return an organisation; raise NotFound."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found


def find_organisation(session: Session, name: str, country: str) -> Organisation | None:
    """Return the organisation of exactly this name (letter case apart) in a country, or None."""
    wanted = name.casefold()
    rows = session.scalars(
        select(Organisation).where(Organisation.country == country).order_by(Organisation.id)
    )
    return next((row for row in rows if row.name.casefold() == wanted), None)


def organisations_of(session: Session, ids: Iterable[UUID]) -> list[Organisation]:
    """Return organisations by id, in order of their names."""
    return list(
        session.scalars(
            select(Organisation)
            .where(Organisation.id.in_(list(ids)))
            .order_by(Organisation.name, Organisation.id)
        )
    )


def seats_of(session: Session, person_id: UUID) -> dict[UUID, Seat]:
    """Return a person's standing seats by organisation."""
    rows = session.execute(_SEATS_OF, {"person": person_id})
    return {row.organisation_id: row.seat for row in rows}


def standing_seats(session: Session, organisation_id: UUID) -> list[tuple[SeatHolding, Person]]:
    """Return the standing seats of an organisation with their holders: owners first, by name."""
    rows = session.execute(
        select(SeatHolding, Person)
        .join(Person, Person.id == SeatHolding.person_id)
        .where(SeatHolding.organisation_id == organisation_id, SeatHolding.ended_at.is_(None))
    )
    order = list(Seat)
    pairs = [(holding, person) for holding, person in rows]
    return sorted(pairs, key=lambda pair: (order.index(pair[0].seat), pair[1].name, pair[1].id))


def seat_holders(session: Session, organisation_id: UUID) -> list[tuple[Person, Seat]]:
    """Return the people who sit in an organisation: owners first, by name."""
    pairs = standing_seats(session, organisation_id)
    return [(person, holding.seat) for holding, person in pairs]


def is_active(person: Person) -> bool:
    """Say whether a person can act: neither suspended nor erased."""
    return person.suspended_at is None and person.erased_at is None


def owners(session: Session, organisation_id: UUID) -> list[Person]:
    """Return the owners who can act, by name."""
    return [
        person
        for person, seat in seat_holders(session, organisation_id)
        if seat is Seat.OWNER and is_active(person)
    ]


def with_owner() -> Select[UUID]:
    """Return the ids of organisations that have an owner who can act, one row an owner."""
    return (
        select(SeatHolding.organisation_id)
        .join(Person, Person.id == SeatHolding.person_id)
        .where(SeatHolding.seat == Seat.OWNER, SeatHolding.ended_at.is_(None), usable())
    )


def count_owners(session: Session, ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many owners can act in each of these organisations; none are left out."""
    rows = session.execute(
        with_owner()
        .add_columns(func.count())
        .where(SeatHolding.organisation_id.in_(list(ids)))
        .group_by(SeatHolding.organisation_id)
    )
    return {row[0]: row[1] for row in rows}


def get_seat(session: Session, seat_id: UUID) -> SeatHolding:
    """Return a standing seat; raise NotFound."""
    found = session.get(SeatHolding, seat_id)
    if found is None or found.ended_at is not None:
        raise NotFound
    return found


def find_seat(session: Session, organisation_id: UUID, person_id: UUID) -> SeatHolding | None:
    """Return a person's standing seat in an organisation, or None."""
    return session.scalars(
        select(SeatHolding).where(
            SeatHolding.organisation_id == organisation_id,
            SeatHolding.person_id == person_id,
            SeatHolding.ended_at.is_(None),
        )
    ).one_or_none()


def get_request(session: Session, request_id: UUID) -> AccessRequest:
    """Return a request for access; raise NotFound."""
    found = session.get(AccessRequest, request_id)
    if found is None:
        raise NotFound
    return found


def open_requests(
    session: Session, organisation_ids: Iterable[UUID]
) -> list[tuple[AccessRequest, Person]]:
    """Return the requests for access that wait for an answer, oldest first."""
    rows = session.execute(
        select(AccessRequest, Person)
        .join(Person, Person.id == AccessRequest.person_id)
        .where(
            AccessRequest.organisation_id.in_(list(organisation_ids)),
            AccessRequest.answered_at.is_(None),
        )
        .order_by(AccessRequest.created_at, AccessRequest.id)
    )
    return [(request, person) for request, person in rows]


def fact_values(session: Session, organisation_id: UUID) -> dict[tuple[str, int], FactValue]:
    """Return the figures of an organisation by fact and year."""
    chosen = (
        select(FactValue)
        .where(FactValue.organisation_id == organisation_id)
        .order_by(FactValue.fact_id, FactValue.year)
    )
    return read_once(
        session,
        (fact_values, organisation_id),
        lambda: {(row.fact_id, row.year): row for row in session.scalars(chosen)},
    )


def get_evidence(session: Session, evidence_id: UUID) -> Evidence:
    """Return a piece of evidence, removed ones too; raise NotFound."""
    found = session.get(Evidence, evidence_id)
    if found is None:
        raise NotFound
    return found


def evidence_of(session: Session, organisation_id: UUID) -> list[EvidenceEntry]:
    """Return the evidence library of an organisation, newest piece first, without removed ones."""
    return _entries(
        session, Evidence.organisation_id == organisation_id, Evidence.removed_at.is_(None)
    )


def evidence_entries(session: Session, ids: Iterable[UUID]) -> dict[UUID, EvidenceEntry]:
    """Return pieces of evidence by id, removed ones too."""
    found = _entries(session, Evidence.id.in_(list(ids)))
    return {entry.evidence.id: entry for entry in found}


def _entries(session: Session, *conditions: ColumnElement[bool]) -> list[EvidenceEntry]:
    newest = (
        select(EvidenceFile.evidence_id, func.max(EvidenceFile.version).label("version"))
        .group_by(EvidenceFile.evidence_id)
        .subquery()
    )
    query = (
        select(Evidence, EvidenceFile)
        .outerjoin(newest, newest.c.evidence_id == Evidence.id)
        .outerjoin(
            EvidenceFile,
            and_(EvidenceFile.evidence_id == Evidence.id, EvidenceFile.version == newest.c.version),
        )
        .where(*conditions)
        .order_by(Evidence.created_at.desc(), Evidence.id)
    )
    return [EvidenceEntry(row[0], row[1]) for row in session.execute(query)]


def versions(session: Session, evidence_id: UUID) -> list[EvidenceFile]:
    """Return all versions of an evidence file, newest first."""
    return list(
        session.scalars(
            select(EvidenceFile)
            .where(EvidenceFile.evidence_id == evidence_id)
            .order_by(EvidenceFile.version.desc())
        )
    )


def get_evidence_file(session: Session, evidence_id: UUID, version: int) -> EvidenceFile:
    """Return one version of an evidence file; raise NotFound, also after its bytes are gone."""
    found = session.scalars(
        select(EvidenceFile).where(
            EvidenceFile.evidence_id == evidence_id,
            EvidenceFile.version == version,
            EvidenceFile.purged_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def bytes_stored(session: Session, organisation_id: UUID) -> int:
    """Return how many bytes an organisation's evidence takes, every version counted."""
    total = session.scalar(
        select(func.coalesce(func.sum(EvidenceFile.size), 0))
        .join(Evidence, Evidence.id == EvidenceFile.evidence_id)
        .where(Evidence.organisation_id == organisation_id, EvidenceFile.purged_at.is_(None))
    )
    return int(total or 0)


def copies_waiting(session: Session, organisation_id: UUID, job: str) -> int:
    """Return how many copies of an organisation's links wait to be fetched by ``job``."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Outgoing)
            .join(Evidence, Evidence.id == Outgoing.about_id)
            .where(
                Evidence.organisation_id == organisation_id,
                Outgoing.about_kind == Evidence.__tablename__,
                Outgoing.name == job,
                Outgoing.finished_at.is_(None),
                Outgoing.failed_at.is_(None),
            )
        )
        or 0
    )


def member_rows(session: Session, organisation_id: UUID) -> list[Member]:
    """Return the present members of an organisation, by name."""
    return members_by_organisation(session, [organisation_id]).get(organisation_id, [])


def names_members(session: Session, organisation_id: UUID) -> bool:
    """Say whether an organisation has named any of its members."""
    named = exists().where(Member.organisation_id == organisation_id, Member.removed_at.is_(None))
    return bool(session.scalar(select(named)))


def members_by_organisation(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[Member]]:
    """Return the present members of each of these organisations that named any, by name."""
    found: dict[UUID, list[Member]] = {}
    for row in session.scalars(
        select(Member)
        .where(Member.organisation_id.in_(list(ids)), Member.removed_at.is_(None))
        .order_by(Member.folded, Member.country, Member.id)
    ):
        found.setdefault(row.organisation_id, []).append(row)
    return found
