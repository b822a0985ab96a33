"""Values of a table by keys with dots, in their order; its texts as fields and lines have them."""

from typing import Any

from assessments.editions.translation import Tree
from assessments.errors import Place

_CONTINUES = "\n  "


def slot_name(place: Place) -> str:
    """Return how the field of a text is called: it stays so when texts before it come or go."""
    return f"text-{'/'.join(map(str, place))}"


def listed(items: list[str]) -> str:
    """Return texts one on each line; a line that goes on with the one above begins with blanks."""
    return "\n".join(item.replace("\n", _CONTINUES) for item in items)


def unlisted(text: str) -> list[str]:
    """Return the texts that stand one on each line."""
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith("  ") and items:
            items[-1] += "\n" + line[2:]
        elif line.strip():
            items.append(line)
    return items


def value_at(table: Tree, key: str) -> Any:
    """Return what stands at a key with dots, None where nothing does."""
    found: Any = table
    for step in key.split("."):
        if not isinstance(found, dict) or step not in found:
            return None
        found = found[step]
    return found


def put_at(table: Tree, key: str, value: object) -> None:
    """Put a value at a key with dots."""
    *outer, last = key.split(".")
    for step in outer:
        table = table.setdefault(step, {})
    table[last] = value


def in_order(new: Tree, old: Tree) -> Tree:
    """Return a table with its keys in the order that they had, new ones behind."""
    ordered = {key: new[key] for key in [*old, *new] if key in new}
    return {
        key: in_order(value, old[key])
        if isinstance(value, dict) and isinstance(old.get(key), dict)
        else value
        for key, value in ordered.items()
    }
