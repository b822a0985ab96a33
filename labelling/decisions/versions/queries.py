"""Reads of further versions: what stands now, one request, those that wait for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.standing import Status, status_on
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.decisions import proofs, queries
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.naming import Named, newest_named, versions_of
from labelling.decisions.ties import ties_of
from labelling.decisions.versions.models import RequestState, VersionProof, VersionRequest
from labelling.decisions.versions.subjects import RequestCase
from labelling.issuing.queries import certificates
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people

RUNNING = frozenset({Status.ACTIVE, Status.SUSPENDED})
OPEN = (RequestState.ASKED, RequestState.CHECKED)


@dataclass(frozen=True, slots=True)
class Present:
    """What the label's newest certificate says of its holder, and in which language."""

    names: Named
    language: str


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request that waits for the office."""

    request: VersionRequest
    label: Label


def get_request(session: Session, request_id: UUID) -> VersionRequest:
    """Return a request; raise NotFound."""
    found = session.get(VersionRequest, request_id)
    if found is None:
        raise NotFound
    return found


def find_open_request(session: Session, label_id: UUID) -> VersionRequest | None:
    """Return the request about a label that waits for the office."""
    return session.scalar(
        select(VersionRequest).where(
            VersionRequest.label_id == label_id, VersionRequest.state.in_(OPEN)
        )
    )


def requests_of(session: Session, label_id: UUID) -> list[VersionRequest]:
    """Return every request about a label, the newest first."""
    return list(
        session.scalars(
            select(VersionRequest)
            .where(VersionRequest.label_id == label_id)
            .order_by(VersionRequest.asked_at.desc(), VersionRequest.id)
        )
    )


def proofs_of(session: Session, request_id: UUID) -> list[proofs.Piece]:
    """Return the evidence that a request rests on."""
    rows = session.scalars(select(VersionProof).where(VersionProof.request_id == request_id)).all()
    return proofs.pieces(session, rows)


def waiting_requests(session: Session) -> list[WaitingRequest]:
    """Return the requests that wait for the office, the oldest first."""
    rows = session.execute(
        select(VersionRequest, Label)
        .join(Label, Label.id == VersionRequest.label_id)
        .where(VersionRequest.state.in_(OPEN))
        .order_by(VersionRequest.asked_at, VersionRequest.id)
    )
    return [WaitingRequest(request, label) for request, label in rows]


def current_terms(session: Session, label_id: UUID, day: date) -> list[LabelTerm]:
    """Return the terms that a further version is for: the one that counts and those to come.

    Oldest first; none where the label does not run on the day.
    """
    standing = status_on(queries.history(session, label_id), day)
    if standing.status not in RUNNING or standing.term is None:
        return []
    return [
        term
        for term in queries.terms_of(session, label_id)
        if str(term.id) == standing.term.id or term.valid_from > day
    ]


def present(session: Session, label: Label, terms: Iterable[LabelTerm]) -> Present:
    """Return what the newest of these terms' certificates says now."""
    newest = list(terms)[-1]
    versions = versions_of(session, [label.id])[label.id]
    printed = certificates(session, label.id)
    if versions:
        language = versions[-1].language
    elif printed:
        language = printed[-1].language
    else:
        language = get_organisation(session, label.organisation_id).printed_language
    return Present(newest_named(newest, versions), language)


def request_case_for(
    session: Session,
    request: VersionRequest,
    label: Label,
    person_id: UUID | None,
    now: datetime,
) -> RequestCase:
    """Return a request as a person stands to the holder and to the officer who checked it."""
    ties = ties_of(session, person_id, today(now))
    independent = (
        person_id is not None
        and request.checked_by is not None
        and people.independent(session, request.checked_by, person_id, now)
    )
    return RequestCase(request, person_id, ties.bound_up(label.organisation_id), independent)
