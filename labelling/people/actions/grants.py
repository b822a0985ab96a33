"""Roles: proposed by one, confirmed by a second person where it takes two, withdrawn."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor, Role, require
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.mail import send
from labelling.core.permissions import Permission
from labelling.people import queries
from labelling.people.models import Person, RoleGrant
from labelling.people.roles import BY_TWO_PERSONS
from labelling.people.sessions import end_sessions
from labelling.people.subjects import Proposal, RoleFor

_SCHEME = re.compile(r"[a-z0-9][a-z0-9.-]{2,59}")


def propose_role(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    role: Role,
    now: datetime,
    schemes: Collection[str] | None = None,
) -> RoleGrant:
    """Propose a role for a person; one that takes no second person is in force at once.

    ``schemes`` are those for which an officer is named, None for all. An officer can be proposed
    anew with other schemes; the role as it is stays in force until that is confirmed. Raises NotNow
    where the role is held like this or proposed already, Invalid for what is no scheme.
    """
    person = queries.get_person(session, person_id)
    require(actor, Permission.ROLE_PROPOSE, RoleFor(person, role))
    if person.suspended_at is not None or person.erased_at is not None:
        raise NotNow(lazy("This account is closed, so it gets no role."))
    wanted = _checked(role, schemes)
    for known in _not_ended(session, person_id, role):
        if known.confirmed_at is None or known.schemes == wanted:
            raise NotNow(lazy("This person has the role already, or it waits to be confirmed."))
    grant = RoleGrant(
        person_id=person_id,
        role=role,
        schemes=wanted,
        proposed_by=actor.person_id,
        proposed_at=now,
    )
    session.add(grant)
    session.flush()
    audit.record(session, actor, "role.proposed", grant, now, role=role.value, **_named(grant))
    if role not in BY_TWO_PERSONS:
        _put_in_force(session, actor, grant, person, now)
    return grant


def confirm_role(session: Session, *, actor: Actor, grant_id: UUID, now: datetime) -> RoleGrant:
    """Confirm, as a second and independent administrator, a role that another proposed.

    Raises NotNow where it was confirmed or withdrawn meanwhile, or the account was closed.
    """
    grant = get_grant(session, grant_id)
    proposal = Proposal(grant, _is_independent(session, actor, grant, now))
    require(actor, Permission.ROLE_CONFIRM, proposal, now=now)
    person = queries.get_person(session, grant.person_id)
    if grant.confirmed_at is not None or grant.ended_at is not None:
        raise NotNow(lazy("This proposal was dealt with already."))
    if person.suspended_at is not None or person.erased_at is not None:
        raise NotNow(lazy("This account is closed, so it gets no role."))
    grant.confirmed_by = actor.person_id
    _put_in_force(session, actor, grant, person, now)
    return grant


def withdraw_role(session: Session, *, actor: Actor, grant_id: UUID, now: datetime) -> RoleGrant:
    """End a role or a proposal; all the person's sessions end with a role that was in force.

    Raises NotNow where it has ended, or where nobody would be left to administer the system.
    """
    grant = get_grant(session, grant_id)
    require(actor, Permission.ROLE_WITHDRAW, grant, now=now)
    if grant.ended_at is not None:
        raise NotNow(lazy("This role was withdrawn already."))
    if grant.confirmed_at is not None:
        if grant.role is Role.ADMINISTRATOR:
            refuse_last_administrator(session, grant.person_id)
        end_sessions(session, grant.person_id, now)
    grant.ended_by, grant.ended_at = actor.person_id, now
    audit.record(session, actor, "role.withdrawn", grant, now, role=grant.role.value)
    return grant


def get_grant(session: Session, grant_id: UUID) -> RoleGrant:
    """Return a grant or proposal; raise NotFound."""
    grant = session.get(RoleGrant, grant_id)
    if grant is None:
        raise NotFound
    return grant


def refuse_last_administrator(session: Session, person_id: UUID) -> None:
    """Raise NotNow where nobody else could administer the system."""
    acting = queries.people_with_role(session, Role.ADMINISTRATOR)
    if [person.id for person in acting] == [person_id]:
        raise NotNow(lazy("This is the only administrator who can act. Appoint another first."))


def _not_ended(session: Session, person_id: UUID, role: Role) -> Sequence[RoleGrant]:
    return session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.proposed_at, RoleGrant.id)
    ).all()


def _checked(role: Role, schemes: Collection[str] | None) -> list[str] | None:
    if schemes is None:
        return None
    if role is not Role.OFFICER:
        raise Invalid(lazy("Only officers are named for certain schemes."), field="schemes")
    if not schemes:
        raise Invalid(lazy("Choose at least one scheme, or all of them."), field="schemes")
    for scheme in schemes:
        if not _SCHEME.fullmatch(scheme):
            raise Invalid(
                lazy("Use 3 to 60 small letters, digits, dots and hyphens, such as our-label."),
                field="another",
            )
    return sorted(set(schemes))


def _named(grant: RoleGrant) -> dict[str, list[str]]:
    return {} if grant.schemes is None else {"schemes": grant.schemes}


def _put_in_force(
    session: Session, actor: Actor, grant: RoleGrant, person: Person, now: datetime
) -> None:
    for earlier in _not_ended(session, person.id, grant.role):
        if earlier.id != grant.id:
            earlier.ended_by, earlier.ended_at = actor.person_id, now
    session.flush()
    grant.confirmed_at = now
    end_sessions(session, person.id, now)
    audit.record(
        session, actor, "role.confirmed", grant, now, role=grant.role.value, **_named(grant)
    )
    if person.verified_at is not None:
        send(session, person, "role_granted", now, about=person, role=grant.role.value)


def _is_independent(session: Session, actor: Actor, grant: RoleGrant, now: datetime) -> bool:
    if actor.person_id is None or grant.proposed_by is None:
        return False
    return queries.independent(session, actor.person_id, grant.proposed_by, now)
