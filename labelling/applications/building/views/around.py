"""What the pages of one table share: the table itself, what stands inside it and beside it."""

from typing import Any

from assessments.editions.renaming import can_be_renamed
from assessments.editions.sections import COMMITTEE, TOP, NoSection, Path, ids_if_any, section
from assessments.editions.translation import Tree
from labelling.applications.building.fields import groups_of
from labelling.applications.building.models import EditionDraft
from labelling.applications.building.section_forms import SectionPage
from labelling.applications.building.table_values import value_at
from labelling.applications.building.words import ADD, ANOTHER, COLLECTIONS, title_of
from labelling.core.errors import NotFound
from labelling.core.i18n import gettext

_INNER = {"criteria": ("parts",), "rubrics": ("bands", "attributes")}
_INNER_LENGTH = 2


def standing_table(tree: Tree, path: Path) -> Tree:
    """Return a table as it stands; raise NotFound where there is none."""
    try:
        standing = section(tree, path)
    except NoSection:
        raise NotFound from None
    if path == COMMITTEE and not standing:
        return {}
    return standing


def refuse_no_collection(tree: Tree, collection: Path) -> None:
    """Raise NotFound where no tables can stand."""
    known = collection[-1] in COLLECTIONS
    if len(collection) == 1:
        known = known and collection[-1] not in {"parts", "bands", "attributes"}
    else:
        known = collection[1] in ids_if_any(tree, collection[:1]) and collection[2:] in {
            (name,) for name in _INNER.get(collection[0], ())
        }
    if not known:
        raise NotFound


def shared(row: EditionDraft, tree: Tree, path: Path) -> dict[str, Any]:
    """Return what every page of a table shows: its draft, its title, where it belongs."""
    owner = path[:2] if len(path) > _INNER_LENGTH else ()
    return {
        "draft": row,
        "tree": tree,
        "place": "/".join(path),
        "path": path,
        "title": title_of(tree, path),
        "owner": ("/".join(owner), title_of(tree, owner)) if owner else None,
        "movable": path[0] in {"criteria", "levels", "eligibility", "facts"}
        or "attributes" in path,
        "removable": path not in {TOP, COMMITTEE},
        "renamable": can_be_renamed(path),
        "another": str(ANOTHER[path[-2]]) if len(path) > 1 else "",
    }


def inner(tree: Tree, path: Path) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Return the collections inside a table: place, name, words for adding, tables in it."""
    if len(path) != _INNER_LENGTH:
        return []
    return [
        (
            "/".join((*path, name)),
            str(COLLECTIONS[name]),
            str(ADD[name]),
            [
                ("/".join((*path, name, one)), title_of(tree, (*path, name, one)))
                for one in ids_if_any(tree, (*path, name))
            ],
        )
        for name in _INNER.get(path[0], ())
    ]


def beside(tree: Tree, path: Path) -> tuple[str, str]:
    """Return the places of the tables before and after one, '' where there is none."""
    if len(path) == 1:
        return "", ""
    names = ids_if_any(tree, path[:-1])
    here = names.index(path[-1])
    before = "/".join((*path[:-1], names[here - 1])) if here else ""
    after = "/".join((*path[:-1], names[here + 1])) if here + 1 < len(names) else ""
    return before, after


def differing(page: SectionPage, mine: Tree, theirs: Tree) -> list[tuple[str, str]]:
    """Return what others saved of the fields in which it is not what was written here."""
    fields = [(str(one.label), one.key) for group in groups_of(page.path) for one in group.fields]
    if page.asks_for_parts:
        fields.append((gettext("Least percentage of a part"), "part_minimum"))
    return [
        (label, _readable(saved))
        for label, key in fields
        if (saved := value_at(theirs, key)) is not None and saved != value_at(mine, key)
    ]


def _readable(value: object) -> str:
    """Return a value of a table as a reader can take it in: lists and tables line by line."""
    if isinstance(value, dict):
        return "\n".join(f"{name}: {one}" for name, one in value.items())
    if isinstance(value, list):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)
