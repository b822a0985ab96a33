"""Differences between two editions, and values of their tables, as people read them."""

from dataclasses import dataclass

from assessments.editions.comparing import differences
from assessments.editions.sections import TOP, Path
from assessments.editions.translation import Tree
from labelling.applications.building.fields import Field, groups_of
from labelling.applications.building.words import DIFFERENCES, title_of
from labelling.core.i18n import gettext


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value before and after, in words."""

    label: str
    before: str
    after: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A table that is new, gone, or has other values."""

    title: str
    change: str
    word: str
    values: tuple[ShownValue, ...]


_LONG = 60  # characters from which on a value stands below its label


def shown_differences(before: Tree, after: Tree) -> list[ShownDifference]:
    """Return what differs, table by table, in the reader's words; texts in the source language."""
    return [
        ShownDifference(
            title_of(before if one.change == "removed" else after, one.path),
            one.change,
            str(DIFFERENCES[one.change]),
            tuple(
                _value(one.path, value.key, value.before, value.after)
                for value in one.values
                if one.change == "changed"
            ),
        )
        for one in differences(before, after)
    ]


def _value(path: Path, key: str, before: object, after: object) -> ShownValue:
    field, about = _field(path, key)
    old, new = _words(field, before), _words(field, after)
    label = " ".join(filter(None, (str(field.label) if field else _own_label(path, key), about)))
    return ShownValue(label, old, new, max(len(old), len(new)) > _LONG)


def _field(path: Path, key: str) -> tuple[Field | None, str]:
    """Return the field of a key, and of which of several values it is."""
    fields = {one.key: one for group in groups_of(path) for one in group.fields}
    if key in fields:
        return fields[key], ""
    outer, _, inner = key.partition(".")
    return (fields[outer], inner) if outer in fields else (None, "")


def _own_label(path: Path, key: str) -> str:
    if key.startswith("part_minimum."):
        return gettext("Least percentage of part %(part)s", part=key.partition(".")[2])
    if path == TOP and key == "language":
        return gettext("Language")
    return key


def _words(field: Field | None, value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        separator = ", " if field is None or field.kind != "list" else "\n"
        return separator.join(map(str, value))
    if field is not None and value in field.words:
        return str(field.words[str(value)])
    unit = f" {field.unit}" if field is not None and field.unit else ""
    return f"{value}{unit}"
