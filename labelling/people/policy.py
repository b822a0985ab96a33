"""Who may do what with accounts, roles, sessions and the audit trail."""

from sqlalchemy import ColumnElement, false, true

from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Verdict,
    allowed_if,
    denied,
    known_if,
    register,
    share,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.models import Person, RoleGrant, SignedInSession
from labelling.people.roles import BY_TWO_PERSONS, GRANTED
from labelling.people.subjects import Invitation, Proposal, RoleFor, System

_OFFICE = frozenset({Role.OFFICER, Role.ADMINISTRATOR})
_NOT_YOURSELF = lazy("Nobody does this to their own account. Ask another administrator.")


def _is_self(actor: Actor, person: Person) -> bool:
    return actor.person_id is not None and actor.person_id == person.id


def _list(actor: Actor, _system: System) -> Verdict:
    return known_if(actor.role in _OFFICE)


def _view(actor: Actor, person: Person) -> Verdict:
    return known_if(actor.role in _OFFICE or _is_self(actor, person))


def _viewed(actor: Actor) -> ColumnElement[bool]:
    if actor.role in _OFFICE:
        return true()
    return Person.id == actor.person_id if actor.person_id is not None else false()


def _invite(actor: Actor, invitation: Invitation) -> Verdict:
    if actor.role in {Role.ADMINISTRATOR, Role.SYSTEM}:
        return ALLOWED
    if actor.role is Role.OFFICER:
        return allowed_if(invitation.role in {None, Role.ASSESSOR})
    return allowed_if(actor.role is Role.MANAGER and invitation.role is None)


def _own(actor: Actor, person: Person) -> Verdict:
    if _is_self(actor, person):
        return ALLOWED
    return denied(lazy("Only the person can do this.")) if actor.role in _OFFICE else HIDDEN


def _administer(actor: Actor, person: Person) -> Verdict:
    if actor.role is not Role.ADMINISTRATOR:
        return denied() if actor.role is Role.OFFICER or _is_self(actor, person) else HIDDEN
    return denied(_NOT_YOURSELF) if _is_self(actor, person) else ALLOWED


def _propose(actor: Actor, wanted: RoleFor) -> Verdict:
    if actor.role not in _OFFICE:
        return denied() if _is_self(actor, wanted.person) else HIDDEN
    if _is_self(actor, wanted.person):
        return denied(_NOT_YOURSELF)
    if wanted.role not in GRANTED:
        return denied(lazy("This role is not granted; it comes with a seat in an organisation."))
    return allowed_if(actor.role is Role.ADMINISTRATOR or wanted.role is Role.ASSESSOR)


def _confirm(actor: Actor, proposal: Proposal) -> Verdict:
    if actor.role is not Role.ADMINISTRATOR:
        return denied() if actor.role is Role.OFFICER else HIDDEN
    if actor.person_id == proposal.grant.person_id:
        return denied(_NOT_YOURSELF)
    if actor.person_id == proposal.grant.proposed_by:
        return denied(lazy("You proposed this role, so another administrator confirms it."))
    return allowed_if(
        proposal.independent,
        lazy(
            "You and the one who proposed it do not count as two persons: one account was made or "
            "reset by the other in the last 30 days. Ask another administrator."
        ),
    )


def _withdraw(actor: Actor, grant: RoleGrant) -> Verdict:
    if actor.role is Role.ADMINISTRATOR:
        return ALLOWED
    if actor.role is Role.OFFICER:
        return allowed_if(grant.role not in BY_TWO_PERSONS)
    return denied() if actor.person_id == grant.person_id else HIDDEN


def _end_session(actor: Actor, row: SignedInSession) -> Verdict:
    own = actor.person_id is not None and actor.person_id == row.person_id
    return known_if(own or actor.role is Role.ADMINISTRATOR)


def _ended(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.ADMINISTRATOR:
        return true()
    return SignedInSession.person_id == actor.person_id if actor.person_id else false()


def _oversee(actor: Actor, _system: System) -> Verdict:
    return known_if(actor.role is Role.ADMINISTRATOR)


# people
register(Permission.PERSON_LIST, System, _list)
register(Permission.PERSON_VIEW, Person, _view, _viewed)
register(Permission.PERSON_INVITE, Invitation, _invite)
register(Permission.PERSON_EDIT, Person, _own)
register(Permission.PERSON_EXPORT, Person, _own)
register(Permission.PERSON_RESET, Person, _administer, fresh=True)
register(Permission.PERSON_SUSPEND, Person, _administer, fresh=True)
register(Permission.PERSON_ERASE, Person, _administer, fresh=True)
register(Permission.ROLE_PROPOSE, RoleFor, _propose)
register(Permission.ROLE_CONFIRM, Proposal, _confirm, fresh=True)
register(Permission.ROLE_WITHDRAW, RoleGrant, _withdraw)
register(Permission.SESSION_END, SignedInSession, _end_session, _ended)
register(Permission.TRAIL_VIEW, System, _oversee)
register(Permission.HEALTH_VIEW, System, _oversee)

share(System, Person, Invitation, RoleFor, Proposal, RoleGrant, SignedInSession)
