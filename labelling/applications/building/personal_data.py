"""What the workshop holds of officers: what they wrote, proposed and published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from labelling.applications.building.models import (
    EditionChange,
    EditionDraft,
    EditionMapping,
    PublishedEdition,
)


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return the person's part in drafts and editions."""
    drafts = session.scalars(
        select(EditionDraft)
        .where(or_(EditionDraft.begun_by == person_id, EditionDraft.proposed_by == person_id))
        .order_by(EditionDraft.begun_at, EditionDraft.id)
    )
    changes = session.execute(
        select(EditionDraft.edition_id, EditionChange.path, EditionChange.what, EditionChange.at)
        .join(EditionDraft, EditionDraft.id == EditionChange.draft_id)
        .where(EditionChange.by == person_id)
        .order_by(EditionChange.at, EditionChange.id)
    )
    published = session.scalars(
        select(PublishedEdition)
        .where(
            or_(
                PublishedEdition.proposed_by == person_id,
                PublishedEdition.published_by == person_id,
            )
        )
        .order_by(PublishedEdition.published_at, PublishedEdition.id)
    )
    mappings = session.scalars(
        select(EditionMapping)
        .where(or_(EditionMapping.saved_by == person_id, EditionMapping.put_in_use_by == person_id))
        .order_by(EditionMapping.saved_at, EditionMapping.id)
    )
    return {
        "mappings": [
            {"from": one.source_id, "to": one.target_id, "saved": one.saved_at.isoformat()}
            for one in mappings
        ],
        "drafts": [
            {"edition": one.edition_id, "begun": one.begun_at.isoformat()} for one in drafts
        ],
        "changes": [
            {"edition": edition, "table": path, "change": what, "at": at.isoformat()}
            for edition, path, what, at in changes
        ],
        "published": [
            {
                "edition": one.edition_id,
                "at": one.published_at.isoformat(),
                "part": "proposed" if one.proposed_by == person_id else "published",
            }
            for one in published
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Let drafts and mappings forget who wrote them; changes and publishing stand for good."""
    for column in (EditionDraft.begun_by, EditionDraft.saved_by):
        session.execute(update(EditionDraft).where(column == person_id).values({column: None}))
    for of_mapping in (EditionMapping.saved_by, EditionMapping.put_in_use_by):
        session.execute(
            update(EditionMapping).where(of_mapping == person_id).values({of_mapping: None})
        )
