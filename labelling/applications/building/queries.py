"""Reads of the workshop: drafts, their changes, what was published, and the shelf of it."""

import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from assessments.editions.translation import Tree
from labelling.applications.building.models import (
    DraftState,
    EditionChange,
    EditionDraft,
    PublishedEdition,
)
from labelling.applications.building.subjects import ProposedEdition
from labelling.core.errors import NotFound
from labelling.organisations.editions import edition
from labelling.people.apart import accounts

_AS_THEY_APPLY = (
    PublishedEdition.applies_from,
    PublishedEdition.published_at,
    PublishedEdition.id,
)


def drafts(session: Session) -> list[EditionDraft]:
    """Return the drafts that are worked on or wait, the newest save first, without their tables."""
    return list(
        session.scalars(
            select(EditionDraft)
            .where(EditionDraft.state.in_((DraftState.OPEN, DraftState.PROPOSED)))
            .order_by(EditionDraft.saved_at.desc(), EditionDraft.id)
            .options(defer(EditionDraft.content))
        )
    )


def get_draft(session: Session, draft_id: UUID) -> EditionDraft:
    """Return a draft; raise NotFound where there is none."""
    found = session.get(EditionDraft, draft_id)
    if found is None:
        raise NotFound
    return found


def tree_of(draft: EditionDraft) -> Tree:
    """Return the tables of a draft."""
    tree: Tree = json.loads(draft.content)
    return tree


def tree_of_edition(edition_id: str) -> Tree:
    """Return the tables of an edition that is shipped or published. Raises UnknownEdition."""
    tree: Tree = json.loads(edition(edition_id).canonical)
    return tree


def changes(session: Session, draft_id: UUID, most: int = 200) -> list[EditionChange]:
    """Return the last changes of a draft, the newest first."""
    return list(
        session.scalars(
            select(EditionChange)
            .where(EditionChange.draft_id == draft_id)
            .order_by(EditionChange.number.desc())
            .limit(most)
        )
    )


def get_change(session: Session, draft_id: UUID, number: int) -> EditionChange:
    """Return one change of a draft; raise NotFound where there is none."""
    found = session.scalar(
        select(EditionChange).where(
            EditionChange.draft_id == draft_id, EditionChange.number == number
        )
    )
    if found is None:
        raise NotFound
    return found


def proposed(
    session: Session, draft: EditionDraft, person_id: UUID | None, now: datetime
) -> ProposedEdition:
    """Return a draft as the subject of the second officer's answer."""
    ids = draft.proposed_by, person_id
    two = accounts(session, ids, now).independent(*ids)
    return ProposedEdition(draft, person_id, two)


def waiting(session: Session) -> list[EditionDraft]:
    """Return the drafts that wait for a second officer, the longest waiting first."""
    return list(
        session.scalars(
            select(EditionDraft)
            .where(EditionDraft.state == DraftState.PROPOSED)
            .order_by(EditionDraft.proposed_at, EditionDraft.id)
            .options(defer(EditionDraft.content))
        )
    )


def published(session: Session) -> list[PublishedEdition]:
    """Return what was published, in the order in which it comes to apply, without its tables."""
    return list(
        session.scalars(
            select(PublishedEdition)
            .order_by(*_AS_THEY_APPLY)
            .options(defer(PublishedEdition.content))
        )
    )


def find_published(session: Session, edition_id: str) -> PublishedEdition | None:
    """Return the published edition of an id."""
    return session.scalar(select(PublishedEdition).where(PublishedEdition.edition_id == edition_id))
