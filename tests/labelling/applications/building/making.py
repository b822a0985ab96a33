"""Drafts and editions for tests, made by the room's own actions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from assessments.editions import sections
from assessments.editions.sections import Path
from labelling.applications.building import actions, queries
from labelling.applications.building.models import EditionDraft, PublishedEdition
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from tests.labelling.acting import actor_for
from tests.labelling.applications.making import EDITION, NOW
from tests.labelling.people.making import add_person

NEXT = "cluster-excellence-2027"
SCHEME = "cluster-excellence"
FIRST_DAY = date(2027, 3, 1)


def make_officers() -> tuple[Actor, Actor]:
    """Return two officers who count as two persons, with a fresh second factor."""
    with unit_of_work() as session:
        first, second = (
            actor_for(
                add_person(session, name, roles=[Role.OFFICER]), Role.OFFICER, confirmed_at=NOW
            )
            for name in ("Olga Officer", "Otto Officer")
        )
    return first, second


def begin(
    actor: Actor, *, edition_id: str = NEXT, scheme: str = SCHEME, source: str = EDITION
) -> EditionDraft:
    """Begin a copy."""
    with unit_of_work() as session:
        return actions.begin_copy(
            session,
            actor=actor,
            source=source,
            edition_id=edition_id,
            scheme=scheme,
            name="Cluster Excellence, edition 2027",
            now=NOW,
        )


def tree(draft_id: UUID) -> dict[str, Any]:
    """Return a draft's tables as they are now."""
    with reading() as session:
        return queries.tree_of(queries.get_draft(session, draft_id))


def save(actor: Actor, draft_id: UUID, path: Path, *, seen: str = "", **values: object) -> None:
    """Save some values of a table; None takes one out."""
    standing = sections.section(tree(draft_id), path)
    table = {key: value for key, value in (standing | values).items() if value is not None}
    with unit_of_work() as session:
        actions.save_section(
            session,
            actor=actor,
            draft_id=draft_id,
            path=path,
            table=table,
            seen=seen or sections.fingerprint(standing),
            now=NOW,
        )


def propose(actor: Actor, draft_id: UUID, *, applies_from: date = FIRST_DAY) -> None:
    """Propose a draft as it is."""
    with unit_of_work() as session:
        actions.propose_edition(
            session,
            actor=actor,
            draft_id=draft_id,
            version=queries.get_draft(session, draft_id).version,
            applies_from=applies_from,
            now=NOW,
        )


def publish(actor: Actor, draft_id: UUID, *, now: datetime = NOW) -> PublishedEdition:
    """Publish a proposed draft."""
    with unit_of_work() as session:
        return actions.publish_edition(
            session,
            actor=actor,
            draft_id=draft_id,
            seen=actions.proposal_mark(queries.get_draft(session, draft_id)),
            now=now,
        )


def make_published_with(
    changes: Mapping[Path, Mapping[str, Any]], *, now: datetime = NOW
) -> PublishedEdition:
    """Publish the next edition, in English alone, with other values in some tables, from today."""
    first, second = make_officers()
    draft = begin(first)
    with unit_of_work() as session:
        actions.drop_language(session, actor=first, draft_id=draft.id, language="de", now=NOW)
    for path, values in changes.items():
        save(first, draft.id, path, **values)
    propose(first, draft.id, applies_from=today(now))
    return publish(replace(second, confirmed_at=now), draft.id, now=now)


def make_published(*, minimum: int = 82, applies_from: date = FIRST_DAY) -> PublishedEdition:
    """Publish the next edition, in which gold asks for so many percent."""
    first, second = make_officers()
    draft = begin(first)
    save(first, draft.id, ("levels", "gold"), minimum_percent=minimum)
    propose(first, draft.id, applies_from=applies_from)
    return publish(second, draft.id)
