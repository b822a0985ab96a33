"""Requests for access: somebody asks for a seat, an owner answers, without the operator."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core import audit, mail
from labelling.core.access import Actor, Seat, require
from labelling.core.errors import Invalid, NotNow, NotSignedIn, TooMany
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries
from labelling.organisations.actions.seats import seat_person
from labelling.organisations.models import AccessRequest
from labelling.organisations.policy import Newcomer
from labelling.people.queries import get_person

MOST_OPEN = 5


def ask_for_access(
    session: Session, *, actor: Actor, name: str, country: str, message: str, now: datetime
) -> AccessRequest:
    """Ask the owners of an organisation, found by its exact name and country, for a seat.

    Raises Invalid where there is none of that name or the asker sits there, TooMany where five of
    the asker's requests wait already. A request that waits already is returned as it is.
    """
    require(actor, Permission.ACCESS_ASK, Newcomer(), now=now)
    if actor.person_id is None:
        raise NotSignedIn
    organisation = queries.find_organisation(session, name, country)
    if organisation is None:
        raise Invalid(
            lazy("No organisation of this name in this country is here. Check how it is written."),
            field="name",
        )
    if queries.find_seat(session, organisation.id, actor.person_id) is not None:
        raise Invalid(lazy("You already have a seat in this organisation."), field="name")
    waiting = _waiting(session, actor.person_id)
    if organisation.id in waiting:
        return waiting[organisation.id]
    if len(waiting) >= MOST_OPEN:
        raise TooMany(lazy("Five of your requests wait for an answer. Wait for one of them."))
    request = AccessRequest(
        organisation_id=organisation.id,
        person_id=actor.person_id,
        message=message,
        created_at=now,
    )
    session.add(request)
    session.flush()
    audit.record(session, actor, "access.ask", request, now, organisation=str(organisation.id))
    for owner in queries.owners(session, organisation.id):
        mail.send(
            session,
            owner,
            "access_asked",
            now,
            about=request,
            organisation=organisation.name,
            organisation_id=str(organisation.id),
            asker=actor.name,
        )
    return request


def _waiting(session: Session, person_id: UUID) -> dict[UUID, AccessRequest]:
    rows = session.scalars(
        select(AccessRequest).where(
            AccessRequest.person_id == person_id, AccessRequest.answered_at.is_(None)
        )
    )
    return {row.organisation_id: row for row in rows}


def answer_request(
    session: Session, *, actor: Actor, request_id: UUID, seat: Seat | None, now: datetime
) -> AccessRequest:
    """Give the asker a seat, or refuse it with None. Raises NotNow if it was answered already."""
    request = queries.get_request(session, request_id)
    organisation = queries.get_organisation(session, request.organisation_id)
    require(actor, Permission.SEAT_MANAGE, organisation, now=now)
    if request.answered_at is not None:
        raise NotNow(lazy("This request was answered already."))
    request.answered_at, request.answered_by = now, actor.person_id
    request.granted = seat is not None
    audit.record(session, actor, "access.answer", request, now, seat=seat.value if seat else None)
    person = get_person(session, request.person_id)
    if not queries.is_active(person):
        return request
    sits = queries.find_seat(session, organisation.id, person.id) is not None
    if seat is not None and not sits:
        seat_person(
            session,
            actor=actor,
            organisation_id=organisation.id,
            person_id=person.id,
            seat=seat,
            now=now,
        )
    mail.send(
        session,
        person,
        "access_answered",
        now,
        about=request,
        organisation=organisation.name,
        organisation_id=str(organisation.id),
        seat=seat.value if seat is not None else "",
    )
    return request
