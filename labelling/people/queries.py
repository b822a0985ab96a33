"""Reading people, their roles, and the ledger of involvements."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from labelling.core.access import Role
from labelling.core.errors import NotFound
from labelling.core.i18n import gettext
from labelling.people.addresses import checked
from labelling.people.apart import accounts
from labelling.people.models import Involvement, Person, RoleGrant


def usable() -> ColumnElement[bool]:
    """Return the condition that an account is neither suspended nor erased."""
    return and_(Person.suspended_at.is_(None), Person.erased_at.is_(None))


def standing() -> ColumnElement[bool]:
    """Return the condition that a grant is in force: confirmed where that is needed, not ended."""
    return and_(RoleGrant.confirmed_at.is_not(None), RoleGrant.ended_at.is_(None))


def get_person(session: Session, person_id: UUID) -> Person:
    """Return a person; raise NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def find_person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address, however its letters are written."""
    address = checked(email)
    if address is None:
        return None
    return session.scalars(select(Person).where(Person.email == address)).one_or_none()


def people_with_role(session: Session, role: Role) -> list[Person]:
    """Return all who hold a role and can act in it, by name."""
    return list(
        session.scalars(
            select(Person)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.role == role, standing(), usable())
            .order_by(func.lower(Person.name), Person.id)
        )
    )


def officers(session: Session, scheme: str = "") -> list[Person]:
    """Return the officers of a scheme who can act, by name; without one, those of all schemes."""
    rows = session.execute(
        select(Person, RoleGrant.schemes)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.OFFICER, standing(), usable())
        .order_by(func.lower(Person.name), Person.id)
    )
    return [person for person, schemes in rows if schemes is None or scheme in schemes]


def names(session: Session, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return names by id; erased people are called so. Ids of nobody are left out."""
    wanted = {person_id for person_id in ids if person_id is not None}
    if not wanted:
        return {}
    rows = session.execute(
        select(Person.id, Person.name, Person.erased_at).where(Person.id.in_(wanted))
    )
    return {
        person_id: name if erased_at is None else gettext("Erased account")
        for person_id, name, erased_at in rows
    }


def involvements(session: Session, person_id: UUID, organisation_id: UUID) -> list[Involvement]:
    """Return how a person is or was bound up with an organisation, newest line last."""
    return list(
        session.scalars(
            select(Involvement)
            .where(
                Involvement.person_id == person_id,
                Involvement.organisation_id == organisation_id,
            )
            .order_by(Involvement.recorded_at, Involvement.id)
        )
    )


def involvements_of(session: Session, person_id: UUID) -> list[Involvement]:
    """Return a person's whole ledger, newest line first."""
    return list(
        session.scalars(
            select(Involvement)
            .where(Involvement.person_id == person_id)
            .order_by(Involvement.recorded_at.desc(), Involvement.id)
        )
    )


def roles_of(session: Session, person_id: UUID) -> frozenset[Role]:
    """Return the roles that are granted to a person and in force."""
    return frozenset(
        session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person_id, standing()))
    )


def independent(session: Session, a: UUID, b: UUID, now: datetime) -> bool:
    """Say whether two accounts count as two persons."""
    return accounts(session, [a, b], now).independent(a, b)
