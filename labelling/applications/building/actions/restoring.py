"""Putting back what stood in a draft before a change; that is a change of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.editions import sections
from assessments.editions.putting_back import put_back
from assessments.editions.sections import NoSection
from assessments.editions.translation import Tree
from labelling.applications.building import queries
from labelling.applications.building.actions.keeping import keep, refuse_standing_still
from labelling.applications.building.models import EditionChange, EditionDraft
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

RESTORABLE = frozenset({"saved", "translated", "removed", "unspoken", "imported"})
"""Changes after which something can be put back."""

_BY = {"removed": "added", "unspoken": "language"}
"""What the history calls it where it is not the same again."""


def restore(
    session: Session, *, actor: Actor, draft_id: UUID, number: int, now: datetime
) -> EditionDraft:
    """Put back what stood in a table, a translation or the whole draft before a change.

    A table that was taken out comes with all that stood in it, its translations, and is named
    again where it was. Raises NotNow for a change after which nothing can be put back, or whose
    table is gone or has another in its place.
    """
    draft = queries.get_draft(session, draft_id)
    access.require(actor, Permission.EDITION_EDIT, draft)
    refuse_standing_still(draft)
    tree = queries.tree_of(draft)
    change = queries.get_change(session, draft_id, number)
    if change.what not in RESTORABLE:
        raise NotNow(lazy("There is nothing to put back of this change."))
    try:
        after, standing, restored = _restored(tree, change)
    except NoSection:
        raise NotNow(lazy("The table that was changed is no longer there.")) from None
    except ValueError:
        raise NotNow(lazy("Something else stands there under this id meanwhile.")) from None
    if change.what == "unspoken":
        after = _with_texts_of_what_came_back(session, draft, after, change.path)
    if change.what == "removed":
        draft.renamed = change.before["renamed"] | draft.renamed
    keep(
        session, actor, draft, after, now,
        what=_BY.get(change.what, change.what), path=change.path, before=standing, after=restored,
    )  # fmt: skip
    return draft


def _restored(tree: Tree, change: EditionChange) -> tuple[Tree, Any, Any]:
    """Return the tables with what was put back; what stood there until now, and what does now."""
    path, before = tuple(change.path.split("/")), change.before
    match change.what:
        case "imported":
            return before, tree, None
        case "saved":
            return sections.replaced(tree, path, before), sections.section(tree, path), before
        case "removed":
            return put_back(tree, path, before), None, before["table"]
        case "translated":
            return _translated(tree, path, before)
    language = change.path
    if language in tree.get("translations", {}) or language == tree["language"]:
        raise ValueError(language)
    spoken = sections.with_language(tree, language)
    spoken["translations"][language] = before
    return sections.pruned(spoken), None, None


def _translated(
    tree: Tree, path: sections.Path, before: dict[str, object]
) -> tuple[Tree, Any, Any]:
    *where, language = path
    if language not in tree.get("translations", {}):
        raise NoSection(path)
    table = tuple(where)
    sections.section(tree, table)
    standing = sections.translation_of(tree, language, table)
    texts = {
        place: before.get("/".join(map(str, place))) for place in sections.texts_of(tree, table)
    }
    named = {"/".join(map(str, place)): text for place, text in standing.items()}
    return sections.with_translation(tree, language, table, dict(texts)), named, before


def _with_texts_of_what_came_back(
    session: Session, draft: EditionDraft, tree: Tree, language: str
) -> Tree:
    """Return the tables with the texts of those put back while the language was gone.

    They went with their tables before the language did, so the language has not kept them.
    """
    changes = session.scalars(
        select(EditionChange)
        .where(EditionChange.draft_id == draft.id, EditionChange.what.in_(("removed", "added")))
        .order_by(EditionChange.number.desc())
    ).all()
    came_back: dict[str, list[Any]] = {}
    for one in changes:
        if one.what == "added":
            came_back.setdefault(one.path, []).append(one.after)
        elif one.before["table"] in came_back.get(one.path, []):
            for where, texts in one.before["texts"].get(language, {}).items():
                tree = _with_texts(tree, language, tuple(where.split("/")), texts)
    return tree


def _with_texts(tree: Tree, language: str, table: sections.Path, texts: dict[str, Any]) -> Tree:
    """Return the tables with the texts of one that is there and has none in the language."""
    try:
        if sections.translation_of(tree, language, table):
            return tree
        given = {
            place: texts.get("/".join(map(str, place))) for place in sections.texts_of(tree, table)
        }
    except NoSection:
        return tree
    return sections.with_translation(tree, language, table, given)
