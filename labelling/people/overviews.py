"""What the pages of people list: accounts, grants, sessions, audit trail; few statements each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role, visible
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.permissions import Permission
from labelling.people import queries
from labelling.people.models import Person, RoleGrant, SignedInSession
from labelling.people.queries import standing
from labelling.people.sessions import AWAITING_LASTS, Limits

PAGE = 25
TRAIL_PAGE = 50


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows of a list a page shows, counted from 1."""

    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """Return the number of the first row; 0 where there is none."""
        return 0 if self.total == 0 else (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """Return the number of the last row."""
        return min(self.number * self.size, self.total)

    @property
    def has_next(self) -> bool:
        """Say whether there are further rows."""
        return self.last < self.total


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
        visible(actor, Permission.PERSON_LIST), Person.erased_at.is_(None)
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
    part = _slice(session, wanted, number, PAGE)
    people = session.scalars(
        wanted.order_by(func.lower(Person.name), Person.id)
        .limit(PAGE)
        .offset((part.number - 1) * PAGE)
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


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry of the audit trail with the name of who acted."""

    entry: AuditEntry
    name: str
    details: dict[str, Any]


# Details of other rooms may hold scores and answers, which an administrator does not see.
_DETAILS_SHOWN = ("persons", "role_grants", "sessions", "involvements")


def trail_page(
    session: Session,
    actor: Actor,
    *,
    verb: str,
    subject_id: UUID | None,
    person: str,
    number: int,
) -> tuple[list[TrailLine], Slice]:
    """Return entries of the audit trail, newest first, by verb, subject, and acting person."""
    conditions: list[ColumnElement[bool]] = [visible(actor, Permission.TRAIL_VIEW)]
    if verb:
        conditions.append(AuditEntry.verb == verb)
    if subject_id is not None:
        conditions.append(AuditEntry.subject_id == subject_id)
    if person:
        found = select(Person.id).where(
            or_(
                func.lower(Person.name).contains(person.lower(), autoescape=True),
                Person.email == person.lower(),
            )
        )
        conditions.append(AuditEntry.actor_id.in_(found))
    wanted = select(AuditEntry).where(*conditions)
    part = _slice(session, wanted, number, TRAIL_PAGE)
    rows = session.execute(
        select(AuditEntry, AuditDetail.details, Person.name)
        .outerjoin(AuditDetail, AuditDetail.seq == AuditEntry.seq)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(*conditions)
        .order_by(AuditEntry.seq.desc())
        .limit(TRAIL_PAGE)
        .offset((part.number - 1) * TRAIL_PAGE)
    ).all()
    return [
        TrailLine(
            entry, name or "", details if details and entry.subject_kind in _DETAILS_SHOWN else {}
        )
        for entry, details, name in rows
    ], part


def trail_verbs(session: Session) -> Sequence[str]:
    """Return the verbs that the trail knows, in order."""
    return session.scalars(select(AuditEntry.verb).distinct().order_by(AuditEntry.verb)).all()


def _grants(session: Session, ids: list[UUID]) -> Sequence[RoleGrant]:
    return session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id.in_(ids), RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.role, RoleGrant.id)
    ).all()


def _slice(session: Session, wanted: Select[Any], number: int, size: int) -> Slice:
    """Return the page asked for, or the last one where there are not so many."""
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // size))
    return Slice(min(max(number, 1), pages), size, total)
