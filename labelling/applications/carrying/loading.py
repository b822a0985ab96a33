"""The preview of carrying over, loaded for two applications."""

from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.carrying.previewing import Preview, Room, preview
from labelling.applications.carrying.sources import get_earlier, mapped
from labelling.applications.models import Application
from labelling.applications.queries.drafts import NO_LIMIT
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.versions.sources import DRAFT, FORERUNNER, Source, load_source
from labelling.core.errors import NotFound
from labelling.organisations import queries as organisations

_DEFAULT_LIMIT = 3


def load_preview(
    session: Session, target: Application, source_id: UUID, key: str
) -> tuple[Application, Source, Preview]:
    """Return an earlier application, what it said, and what carrying that over would do.

    Raises NotFound for an application of another organisation or under the same edition.
    """
    before = get_earlier(session, target, source_id)
    if key == FORERUNNER:
        raise NotFound
    source = load_source(session, before, key)
    draft = load_source(session, target, DRAFT)
    return (
        before,
        source,
        preview(mapped(session, before, target), source, draft, _room(session, target)),
    )


def _room(session: Session, target: Application) -> Room:
    level = level_of(target)
    entries = organisations.evidence_of(session, target.organisation_id)
    return Room(
        scope=edition_of(target).scope(level),
        text_limit=level.steps.text_limit if level.steps is not None else NO_LIMIT,
        evidence_limit=level.steps.evidence_limit if level.steps is not None else _DEFAULT_LIMIT,
        library=frozenset(str(entry.evidence.id) for entry in entries),
    )
