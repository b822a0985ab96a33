"""What this room offers the others: seats, names, tasks, personal data; and its jobs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from labelling.core import doctor, doors, files, outbox
from labelling.core.access import SYSTEM, Actor, Role, Seat
from labelling.core.database import unit_of_work
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.organisations import linking, queries
from labelling.organisations.actions.evidence import PURGE_JOB
from labelling.organisations.actions.seats import LEAST_OWNERS, end_seat
from labelling.organisations.evidence_access import must_be_kept
from labelling.organisations.models import (
    AccessRequest,
    EvidenceFile,
    Member,
    Organisation,
    SeatHolding,
)
from labelling.organisations.previewing import forget_previews
from labelling.people import seats as people_seats

__all__ = ["linking"]  # it registers its own job

people_seats.set_seat_source(queries.seats_of)


def _names(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    return {row.id: row.name for row in queries.organisations_of(session, ids)}


people_seats.set_name_source(_names)


@doors.offers_tasks
def tasks(session: Session, actor: Actor, _now: datetime) -> Iterator[Task]:
    """Yield what waits for an owner, a newcomer or the office."""
    if actor.role is Role.OFFICER:
        yield from _orphans(session)
    if actor.role is not Role.MANAGER:
        return
    if not actor.seats:
        yield Task(
            title=gettext("Tell us about your organisation"),
            about=gettext("Or ask the owners of one that is here for access."),
            button=gettext("Begin"),
            address="/organisation",
        )
    owned = actor.organisations(Seat.OWNER)
    yield from _second_owners(session, owned)
    yield from _requests(session, owned)


def _second_owners(session: Session, owned: list[UUID]) -> Iterator[Task]:
    owners = queries.count_owners(session, owned)
    for organisation in queries.organisations_of(session, owned):
        if owners.get(organisation.id, 0) < LEAST_OWNERS:
            yield Task(
                title=gettext("Name a second owner"),
                about=organisation.name,
                button=gettext("Add an owner"),
                address=f"/organisations/{organisation.id}/seats",
            )


def _requests(session: Session, owned: list[UUID]) -> Iterator[Task]:
    names = _names(session, owned)
    for request, person in queries.open_requests(session, owned):
        yield Task(
            title=gettext("Answer a request for access"),
            about=gettext(
                "%(person)s asks for a seat in %(organisation)s.",
                person=person.name,
                organisation=names[request.organisation_id],
            ),
            button=gettext("See the request"),
            address=f"/organisations/{request.organisation_id}/seats",
        )


def _orphans(session: Session) -> Iterator[Task]:
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.id.not_in(queries.with_owner()))
        .order_by(Organisation.name, Organisation.id)
    )
    for organisation in rows:
        yield Task(
            title=gettext("Name an owner: nobody is left who can act"),
            about=organisation.name,
            button=gettext("Hand it over"),
            address=f"/organisations/{organisation.id}/seats",
        )


@outbox.handles(PURGE_JOB)
def purge_evidence(payload: Mapping[str, Any], now: datetime) -> None:
    """Delete the bytes of a removed piece, unless something cites it or stores the same bytes.

    This happens under the writers' lock, so that nothing begins to need the bytes meanwhile.
    """
    evidence_id = UUID(payload["evidence"])
    with unit_of_work() as session:
        piece = queries.get_evidence(session, evidence_id)
        if piece.removed_at is None or must_be_kept(session, evidence_id):
            return
        for version in queries.versions(session, evidence_id):
            version.purged_at = version.purged_at or now
        session.flush()
        for version in queries.versions(session, evidence_id):
            if not _is_needed(session, version.sha256):
                files.store().remove(version.sha256)
        forget_previews(session)


def _is_needed(session: Session, sha256: str) -> bool:
    in_library = select(
        exists().where(EvidenceFile.sha256 == sha256, EvidenceFile.purged_at.is_(None))
    )
    return bool(session.scalar(in_library)) or doctor.is_kept(session, sha256)


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return a person's seats and requests for access."""
    seats = session.execute(
        select(SeatHolding, Organisation.name)
        .join(Organisation, Organisation.id == SeatHolding.organisation_id)
        .where(SeatHolding.person_id == person_id)
        .order_by(SeatHolding.since, SeatHolding.id)
    )
    requests = session.execute(
        select(AccessRequest, Organisation.name)
        .join(Organisation, Organisation.id == AccessRequest.organisation_id)
        .where(AccessRequest.person_id == person_id)
        .order_by(AccessRequest.created_at, AccessRequest.id)
    )
    return {
        "seats": [
            {
                "organisation": name,
                "seat": holding.seat.value,
                "since": holding.since.isoformat(),
                "ended": holding.ended_at.isoformat() if holding.ended_at else None,
            }
            for holding, name in seats
        ],
        "requests": [
            {
                "organisation": name,
                "message": request.message,
                "asked": request.created_at.isoformat(),
                "granted": request.granted,
            }
            for request, name in requests
        ],
    }


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """End the person's seats, erase their requests for access, forget who saved members."""
    for holding in session.scalars(
        select(SeatHolding).where(
            SeatHolding.person_id == person_id, SeatHolding.ended_at.is_(None)
        )
    ):
        end_seat(session, SYSTEM, holding, now)
    for request in session.scalars(
        select(AccessRequest).where(AccessRequest.person_id == person_id)
    ):
        request.message = ""
        if request.answered_at is None:
            request.answered_at, request.granted = now, False
    for column in (Member.added_by, Member.removed_by):
        session.execute(update(Member).where(column == person_id).values({column: None}))


doors.holds_personal_data("organisations", export, erase)
