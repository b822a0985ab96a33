"""Reads of certificates: those that were published, and those on their way."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Session,
    aliased,
    contains_eager,
    joinedload,
    undefer,
)

from labelling.issuing.models import Certificate, Publication

_Id = ColumnElement[UUID] | InstrumentedAttribute[UUID]


def certificates(session: Session, subject_id: UUID) -> list[Certificate]:
    """Return the published certificates of a label (or of another subject), the newest last."""
    return certificates_of(session, [subject_id])[subject_id]


def certificates_of(session: Session, subject_ids: Iterable[UUID]) -> dict[UUID, list[Certificate]]:
    """Return the published certificates of several subjects, the newest version last in each."""
    found: dict[UUID, list[Certificate]] = {subject_id: [] for subject_id in subject_ids}
    for row in session.scalars(
        published()
        .where(Certificate.subject_id.in_(list(found)))
        .order_by(Certificate.subject_id, Certificate.version)
    ):
        found[row.subject_id].append(row)
    return found


def published() -> Select[Certificate]:
    """Return the statement that selects published certificates with their publications."""
    return (
        select(Certificate)
        .join(Publication, Publication.certificate_id == Certificate.id)
        .options(contains_eager(Certificate.publication))
    )


class Sealed(NamedTuple):
    """Which certificate was sealed as a version, and the term that it tells of."""

    certificate_id: UUID
    term_id: UUID


def sealed_versions(session: Session, subject_id: UUID) -> dict[int, Sealed]:
    """Return what was sealed of a subject by its version, published or not."""
    found = session.execute(
        select(Certificate.version, Certificate.id, Certificate.term_id).where(
            Certificate.subject_id == subject_id
        )
    )
    return {version: Sealed(certificate_id, term_id) for version, certificate_id, term_id in found}


def find_certificate(session: Session, subject_id: UUID, version: int) -> Certificate | None:
    """Return one version of a subject's certificate, sealed or published too."""
    return session.scalar(
        select(Certificate)
        .where(Certificate.subject_id == subject_id, Certificate.version == version)
        .options(joinedload(Certificate.publication))
        .execution_options(populate_existing=True)
    )


def get_certificate(session: Session, certificate_id: UUID) -> Certificate:
    """Return a certificate whole, with the sheet and the credential that lists leave out."""
    return session.get_one(
        Certificate,
        certificate_id,
        options=[
            joinedload(Certificate.publication),
            undefer(Certificate.sheet),
            undefer(Certificate.credential),
        ],
        populate_existing=True,
    )


def published_terms(session: Session, term_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these terms have a published certificate: the others are being issued."""
    return frozenset(
        session.scalars(
            select(Certificate.term_id)
            .join(Publication, Publication.certificate_id == Certificate.id)
            .where(Certificate.term_id.in_(list(term_ids)))
        )
    )


def is_published(term_id: _Id) -> ColumnElement[bool]:
    """Return the condition that a term has a published certificate, so that the public sees it."""
    certificate, publication = aliased(Certificate), aliased(Publication)
    return exists().where(
        certificate.term_id == term_id, publication.certificate_id == certificate.id
    )
