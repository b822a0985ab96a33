"""What versions hold of a person: who kept them and wrote in them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.versions.models import DraftVersion, VersionPart
from labelling.core import audit
from labelling.core.audit import AuditEntry


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return the versions that a person kept, and what they wrote on branches."""
    kept = session.execute(
        select(DraftVersion, Application.reference)
        .join(Application, Application.id == DraftVersion.application_id)
        .where(DraftVersion.by == person_id)
        .order_by(Application.reference, DraftVersion.number)
    )
    written = session.execute(
        select(VersionPart, DraftVersion.name)
        .join(DraftVersion, DraftVersion.id == VersionPart.version_id)
        .where(VersionPart.updated_by == person_id, VersionPart.version > 1)
        .order_by(VersionPart.updated_at, VersionPart.id)
    )
    return {
        "versions_kept": [
            {
                "application": reference,
                "name": row.name,
                "kind": row.kind.value,
                "at": row.at.isoformat(),
            }
            for row, reference in kept
        ],
        "written_on_branches": [
            {
                "branch": name,
                "part": row.part_id,
                "band": row.band,
                "text": row.text,
                "at": row.updated_at.isoformat(),
            }
            for row, name in written
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Take the person out of versions; what they say is the organisation's."""
    for column in (DraftVersion.by, VersionPart.updated_by):
        session.execute(update(column.class_).where(column == person_id).values({column: None}))


def clear(session: Session, application_ids: Sequence[UUID], _now: datetime) -> None:
    """Delete all versions with the content of applications whose time is over."""
    found = session.scalars(
        select(DraftVersion.id).where(DraftVersion.application_id.in_(application_ids))
    ).all()
    if found:
        delete_versions(session, found)


def delete_versions(session: Session, version_ids: Sequence[UUID]) -> None:
    """Delete versions with all they say; the trail keeps that they were, without their names."""
    session.execute(delete(VersionPart).where(VersionPart.version_id.in_(version_ids)))
    session.execute(delete(DraftVersion).where(DraftVersion.id.in_(version_ids)))
    audit.forget_details(
        session,
        AuditEntry.subject_kind == DraftVersion.__tablename__,
        AuditEntry.subject_id.in_(version_ids),
    )
