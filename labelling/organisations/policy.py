"""Who may do what with organisations, seats, fact sheet and evidence."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import object_session

from labelling.core.access import (
    ALLOWED,
    HIDDEN,
    Actor,
    Role,
    Seat,
    Verdict,
    allowed_if,
    denied,
    known_if,
    register,
)
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.evidence_access import opened_versions
from labelling.organisations.models import Evidence, EvidenceFile, Organisation, SeatHolding

OWNERS_ONLY = lazy("Only owners of the organisation do this.")
WRITERS_ONLY = lazy("Owners and contributors of the organisation do this; you are a reader.")
_WRITERS = (Seat.OWNER, Seat.CONTRIBUTOR)


@dataclass(frozen=True, slots=True)
class Directory:
    """The list of all organisations, as the office sees it."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who wants to bring an organisation here, or to join one that is here."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """An organisation, and whether an owner who can act is left."""

    organisation: Organisation
    has_owner: bool


def _knows(actor: Actor, organisation: Organisation) -> bool:
    return actor.role is Role.OFFICER or actor.holds(organisation.id)


def _view(actor: Actor, organisation: Organisation) -> Verdict:
    return known_if(_knows(actor, organisation))


def _viewable(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.OFFICER:
        return true()
    return Organisation.id.in_(actor.organisations())


def _own(actor: Actor, organisation: Organisation) -> Verdict:
    if not _knows(actor, organisation):
        return HIDDEN
    return allowed_if(actor.holds(organisation.id, Seat.OWNER), OWNERS_ONLY)


def _write(actor: Actor, organisation: Organisation) -> Verdict:
    if not _knows(actor, organisation):
        return HIDDEN
    return allowed_if(actor.holds(organisation.id, *_WRITERS), WRITERS_ONLY)


def _list(actor: Actor, _directory: Directory) -> Verdict:
    return allowed_if(actor.role is Role.OFFICER)


def _create(actor: Actor, _newcomer: Newcomer) -> Verdict:
    if actor.role is not Role.MANAGER:
        return denied()
    return allowed_if(not actor.seats, lazy("You already have a seat in an organisation."))


def _ask(actor: Actor, _newcomer: Newcomer) -> Verdict:
    return allowed_if(actor.signed_in)


def _leave(actor: Actor, holding: SeatHolding) -> Verdict:
    return known_if(actor.person_id == holding.person_id and actor.holds(holding.organisation_id))


def _appoint(actor: Actor, orphan: Orphan) -> Verdict:
    if actor.role is not Role.OFFICER:
        return denied() if actor.holds(orphan.organisation.id) else HIDDEN
    return allowed_if(
        not orphan.has_owner, lazy("This organisation has an owner, who gives out its seats.")
    )


def _view_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    if actor.role is Role.OFFICER or actor.holds(evidence.organisation_id):
        return ALLOWED
    session = object_session(evidence)
    return known_if(session is not None and bool(opened_versions(session, actor, evidence.id)))


def _read_evidence(actor: Actor, file: EvidenceFile) -> Verdict:
    session = object_session(file)
    if session is None:
        return HIDDEN
    evidence = session.get_one(Evidence, file.evidence_id)
    if actor.role is Role.OFFICER or actor.holds(evidence.organisation_id):
        return ALLOWED
    return known_if(file.version in opened_versions(session, actor, evidence.id))


def _remove_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    if actor.role is not Role.OFFICER and not actor.holds(evidence.organisation_id):
        return HIDDEN
    return allowed_if(actor.holds(evidence.organisation_id, *_WRITERS), WRITERS_ONLY)


register(Permission.ORGANISATION_CREATE, Newcomer, _create)
register(Permission.ORGANISATION_LIST, Directory, _list)
register(Permission.ORGANISATION_VIEW, Organisation, _view, _viewable)
register(Permission.ORGANISATION_EDIT, Organisation, _own)
register(Permission.ACCESS_ASK, Newcomer, _ask)
register(Permission.SEAT_MANAGE, Organisation, _own)
register(Permission.SEAT_LEAVE, SeatHolding, _leave)
register(Permission.OWNER_APPOINT, Orphan, _appoint, fresh=True)
register(Permission.FACTS_VIEW, Organisation, _view, _viewable)
register(Permission.FACTS_EDIT, Organisation, _write)
register(Permission.EVIDENCE_LIST, Organisation, _view, _viewable)
register(Permission.EVIDENCE_VIEW, Evidence, _view_evidence)
register(Permission.EVIDENCE_READ, EvidenceFile, _read_evidence)
register(Permission.EVIDENCE_ADD, Organisation, _write)
register(Permission.EVIDENCE_REMOVE, Evidence, _remove_evidence)
