"""Writing in a draft: one table at a time, seen before it is overwritten."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions import sections
from assessments.editions.renaming import can_be_renamed, following, renamed, with_names
from assessments.editions.sections import NoSection, Path
from assessments.editions.taking_out import put_back, taken_out
from assessments.editions.translation import Tree
from assessments.errors import Place
from labelling.applications.building import queries
from labelling.applications.building.actions.keeping import keep, refuse_standing_still
from labelling.applications.building.models import EditionChange, EditionDraft
from labelling.applications.building.words import SPOKEN
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_KEPT_TOP = ("id", "scheme", "status", "language")


def save_section(
    session: Session,
    *,
    actor: Actor,
    draft_id: UUID,
    path: Path,
    table: Tree,
    seen: str,
    now: datetime,
) -> EditionDraft:
    """Save a table of a draft; those inside it stay as they are.

    ``seen`` is the fingerprint of the table that the writer started from. Raises Conflict where it
    was saved by somebody else meanwhile, Invalid for what has not the shape of an edition.
    """
    draft, tree = _open(session, actor, draft_id)
    before = _section(tree, path)
    _refuse_unseen(before, seen)
    keys = _KEPT_TOP if path == sections.TOP else ("value",) if "bands" in path else ("id",)
    table = {key: before[key] for key in keys if key in before} | {
        key: value for key, value in table.items() if key not in keys
    }
    if table == before:
        return draft
    after = sections.replaced(tree, path, table)
    keep(
        session, actor, draft, after, now,
        what="saved", path="/".join(path), before=before, after=table,
    )  # fmt: skip
    return draft


def save_translation(
    session: Session,
    *,
    actor: Actor,
    draft_id: UUID,
    path: Path,
    language: str,
    texts: Mapping[Place, object],
    seen: str,
    now: datetime,
) -> EditionDraft:
    """Save the texts of a table in one of the edition's languages; Conflict as above."""
    draft, tree = _open(session, actor, draft_id)
    _section(tree, path)
    if language not in tree.get("translations", {}):
        raise NotFound
    before = _named(sections.translation_of(tree, language, path))
    _refuse_unseen(before, seen)
    after = sections.with_translation(tree, language, path, dict(texts))
    given = _named(sections.translation_of(after, language, path))
    if given != before:
        keep(
            session, actor, draft, after, now,
            what="translated", path="/".join((*path, language)), before=before, after=given,
        )  # fmt: skip
    return draft


def add_section(
    session: Session,
    *,
    actor: Actor,
    draft_id: UUID,
    collection: Path,
    name: str,
    table: Tree,
    now: datetime,
) -> EditionDraft:
    """Add a table at the end of a collection. Raises Invalid for a name that stands there."""
    draft, tree = _open(session, actor, draft_id)
    parts = {part for one in tree.get("criteria", []) for part in _ids(one.get("parts", []))}
    if collection[-1] == "parts" and name in parts:
        raise Invalid(lazy("This id is taken."), field="id")
    try:
        after = sections.added(tree, collection, name, table)
    except NoSection:
        raise NotFound from None
    except ValueError:
        raise Invalid(lazy("This id is taken."), field="id") from None
    keep(
        session, actor, draft, after, now,
        what="added", path="/".join((*collection, name)), after=table,
    )  # fmt: skip
    return draft


def remove_section(
    session: Session, *, actor: Actor, draft_id: UUID, path: Path, now: datetime
) -> EditionDraft:
    """Take a table out, with what stands inside it and what names it in levels and figures."""
    draft, tree = _open(session, actor, draft_id)
    _section(tree, path)
    try:
        after, before = taken_out(tree, path)
    except (NoSection, IndexError):
        raise NotFound from None
    keep(session, actor, draft, after, now, what="removed", path="/".join(path), before=before)
    return draft


def rename_section(
    session: Session,
    *,
    actor: Actor,
    draft_id: UUID,
    path: Path,
    name: str,
    with_parts: bool,
    now: datetime,
) -> Path:
    """Give a criterion or a part another id, everywhere in the draft; return where it stands now.

    What was said of parts of the edition that was copied still finds its way to them. Raises
    Invalid for an id that is taken or is none.
    """
    draft, tree = _open(session, actor, draft_id)
    if not can_be_renamed(path):
        raise NotFound
    if not _ID.fullmatch(name):
        raise Invalid(lazy("Use letters, digits, dots and hyphens."), field="name")
    try:
        after = renamed(tree, path, name, with_parts=with_parts)
    except NoSection:
        raise NotFound from None
    except ValueError:
        raise Invalid(lazy("This id is taken."), field="name") from None
    if after == tree:
        return path
    parts = following(tree, path, name) if with_parts else {}
    draft.renamed = with_names(draft.renamed, parts if path[-2] == "criteria" else {path[-1]: name})
    keep(
        session, actor, draft, after, now,
        what="renamed", path="/".join(path), before=path[-1], after=name,
    )  # fmt: skip
    return (*path[:-1], name)


def move_section(
    session: Session, *, actor: Actor, draft_id: UUID, path: Path, by: int, now: datetime
) -> EditionDraft:
    """Move a table up (below 0) or down among those beside it."""
    draft, tree = _open(session, actor, draft_id)
    try:
        after = sections.moved(tree, path, by)
    except (NoSection, IndexError):
        raise NotFound from None
    if after != tree:
        keep(session, actor, draft, after, now, what="moved", path="/".join(path), after=by)
    return draft


def add_language(
    session: Session, *, actor: Actor, draft_id: UUID, language: str, now: datetime
) -> EditionDraft:
    """Begin a translation. Every text must be in it before the edition can be published."""
    draft, tree = _open(session, actor, draft_id)
    if language not in SPOKEN or language == tree["language"]:
        raise Invalid(lazy("Choose one of the languages."), field="language")
    if language in tree.get("translations", {}):
        raise Invalid(lazy("The edition has this language already."), field="language")
    after = sections.with_language(tree, language)
    keep(session, actor, draft, after, now, what="language", path=language)
    return draft


def drop_language(
    session: Session, *, actor: Actor, draft_id: UUID, language: str, now: datetime
) -> EditionDraft:
    """Take a translation out as a whole; the history keeps its texts."""
    draft, tree = _open(session, actor, draft_id)
    before = tree.get("translations", {}).get(language)
    if before is None:
        raise NotFound
    after = sections.without_language(tree, language)
    keep(session, actor, draft, after, now, what="unspoken", path=language, before=before)
    return draft


def restore(
    session: Session, *, actor: Actor, draft_id: UUID, number: int, now: datetime
) -> EditionDraft:
    """Put back what stood there before a change; that is a change of its own.

    Raises NotNow for a change after which nothing can be put back, or whose table is gone.
    """
    draft, tree = _open(session, actor, draft_id)
    change = queries.get_change(session, draft_id, number)
    if not can_be_restored(change):
        raise NotNow(lazy("There is nothing to put back of this change."))
    path = tuple(change.path.split("/"))
    put: dict[str, object] = {"what": change.what, "path": change.path, "after": change.before}
    try:
        if change.what == "imported":
            after, put["before"] = change.before, tree
        elif change.what == "removed":
            after, put["what"] = put_back(tree, path, change.before), "added"
        elif change.what == "unspoken":
            after, put["what"] = _spoken_again(tree, change), "language"
        elif change.what == "translated":
            *section, language = path
            after, put["before"] = _translated_again(tree, tuple(section), language, change.before)
        else:
            put["before"] = sections.section(tree, path)
            after = sections.replaced(tree, path, change.before)
    except NoSection:
        raise NotNow(lazy("The table that was changed is no longer there.")) from None
    except ValueError as taken:
        raise NotNow(
            lazy("The id %(id)s is taken meanwhile, so it cannot be put back."), id=str(taken)
        ) from None
    keep(session, actor, draft, after, now, **put)  # type: ignore[arg-type]
    return draft


def can_be_restored(change: EditionChange) -> bool:
    """Say whether the history has what it takes to put back what stood before a change."""
    if change.what == "removed":
        return isinstance(change.before, dict) and "table" in change.before
    return change.what in {"saved", "imported", "unspoken", "translated"}


def _spoken_again(tree: Tree, change: EditionChange) -> Tree:
    if change.path in tree.get("translations", {}):
        raise ValueError(change.path)
    after = sections.with_language(tree, change.path)
    after["translations"][change.path] = change.before
    return sections.pruned(after)


def _translated_again(
    tree: Tree, path: Path, language: str, texts: Mapping[str, object]
) -> tuple[Tree, dict[str, object]]:
    if language not in tree.get("translations", {}):
        raise NoSection(path)
    standing = _named(sections.translation_of(tree, language, path))
    places = {"/".join(map(str, place)): place for place in sections.texts_of(tree, path)}
    given = {places[name]: text for name, text in texts.items() if name in places}
    return sections.with_translation(tree, language, path, given), standing


def translation_seen(tree: Tree, language: str, path: Path) -> str:
    """Return the fingerprint of a table's texts in a language."""
    return sections.fingerprint(_named(sections.translation_of(tree, language, path)))


def _open(session: Session, actor: Actor, draft_id: UUID) -> tuple[EditionDraft, Tree]:
    draft = queries.get_draft(session, draft_id)
    access.require(actor, Permission.EDITION_EDIT, draft)
    refuse_standing_still(draft)
    return draft, queries.tree_of(draft)


def _section(tree: Tree, path: Path) -> Tree:
    try:
        return sections.section(tree, path)
    except NoSection:
        raise NotFound from None


def _refuse_unseen(table: object, seen: str) -> None:
    if sections.fingerprint(table) != seen:
        raise Conflict(
            lazy("Somebody else saved this meanwhile, so yours was not saved yet."),
            kept=lazy("Everything that you wrote stands below."),
            advice=lazy("Compare with what was saved, then save again."),
        )


def _named(texts: Mapping[Place, object]) -> dict[str, object]:
    return {"/".join(map(str, place)): text for place, text in texts.items()}


def _ids(tables: list[Tree]) -> list[str]:
    return [str(table["id"]) for table in tables]
