"""Reads of issued certificates."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.issuing.models import Certificate


def certificates(session: Session, subject_id: UUID) -> list[Certificate]:
    """Return the certificates of a label (or of another subject), the newest version last."""
    return certificates_of(session, [subject_id])[subject_id]


def certificates_of(session: Session, subject_ids: Iterable[UUID]) -> dict[UUID, list[Certificate]]:
    """Return the certificates of several subjects, the newest version last in each."""
    found: dict[UUID, list[Certificate]] = {subject_id: [] for subject_id in subject_ids}
    for row in session.scalars(
        select(Certificate)
        .where(Certificate.subject_id.in_(list(found)))
        .order_by(Certificate.subject_id, Certificate.version)
    ):
        found[row.subject_id].append(row)
    return found


def find_certificate(session: Session, subject_id: UUID, version: int) -> Certificate | None:
    """Return one version of a subject's certificate, once it was issued."""
    return session.scalar(
        select(Certificate).where(
            Certificate.subject_id == subject_id, Certificate.version == version
        )
    )
