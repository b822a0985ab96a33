"""What the pages of people list: accounts, roles, sessions; few statements each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, visible
from labelling.core.permissions import Permission
from labelling.people import queries
from labelling.people.models import Person, RoleGrant, SignedInSession
from labelling.people.queries import standing
from labelling.people.sessions import AWAITING_LASTS, Limits
from labelling.people.slices import Slice, slice_of

PAGE = 25


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list of people."""

    person: Person
    roles: tuple[Role, ...]
    proposed: tuple[Role, ...]


def people_page(
    session: Session, actor: Actor, *, text: str, role: Role | None, number: int
) -> tuple[list[PersonLine], Slice]:
    """Return the people whose name or address holds a text and who have a role, by name."""
    wanted = select(Person).where(
        visible(actor, Permission.PERSON_VIEW), Person.erased_at.is_(None)
    )
    if text:
        wanted = wanted.where(
            or_(
                func.lower(Person.name).contains(text.lower(), autoescape=True),
                Person.email.contains(text.lower(), autoescape=True),
            )
        )
    if role is not None:
        wanted = wanted.where(
            exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == role, standing())
        )
    part = slice_of(session, wanted, number, PAGE)
    people = session.scalars(
        wanted.order_by(func.lower(Person.name), Person.id).limit(PAGE).offset(part.offset)
    ).all()
    grants = _grants(session, [person.id for person in people])
    return [
        PersonLine(
            person,
            tuple(g.role for g in grants if g.person_id == person.id and g.confirmed_at),
            tuple(g.role for g in grants if g.person_id == person.id and not g.confirmed_at),
        )
        for person in people
    ], part


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A role of a person: who proposed, confirmed and ended it, by name."""

    grant: RoleGrant
    proposed_by: str
    confirmed_by: str
    ended_by: str


def grants_of(session: Session, person_id: UUID) -> list[GrantLine]:
    """Return all roles that a person has, had or is to get, newest first."""
    grants = session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.proposed_at.desc(), RoleGrant.id)
    ).all()
    known = queries.names(
        session, (who for g in grants for who in (g.proposed_by, g.confirmed_by, g.ended_by))
    )
    return [
        GrantLine(
            grant,
            *(
                known.get(who, "") if who is not None else ""
                for who in (grant.proposed_by, grant.confirmed_by, grant.ended_by)
            ),
        )
        for grant in grants
    ]


def standing_grant(session: Session, person_id: UUID, role: Role) -> RoleGrant | None:
    """Return the grant of a role that is in force for a person, None where there is none."""
    return session.scalars(
        select(RoleGrant).where(
            RoleGrant.person_id == person_id, RoleGrant.role == role, standing()
        )
    ).one_or_none()


def sessions_of(
    session: Session, person_id: UUID, limits: Limits, now: datetime
) -> list[SignedInSession]:
    """Return the sessions that a person can use now, the one seen last on top."""
    return list(
        session.scalars(
            select(SignedInSession)
            .where(
                SignedInSession.person_id == person_id,
                SignedInSession.ended_at.is_(None),
                SignedInSession.expires_at > now,
                SignedInSession.last_seen_at > now - limits.idle,
                or_(
                    SignedInSession.awaits_second_factor.is_(False),
                    SignedInSession.last_seen_at > now - AWAITING_LASTS,
                ),
            )
            .order_by(SignedInSession.last_seen_at.desc(), SignedInSession.id)
        )
    )


def _grants(session: Session, ids: list[UUID]) -> Sequence[RoleGrant]:
    return session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id.in_(ids), RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.role, RoleGrant.id)
    ).all()
