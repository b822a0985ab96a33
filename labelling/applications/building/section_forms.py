"""The form of one table of an edition: made from the list of its fields, shown, and read back.

What is left as it was shown stays in the table as it is: opening and saving changes nothing.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from wtforms import BooleanField, HiddenField

from assessments.editions.sections import Path, fingerprint
from assessments.editions.translation import Tree
from labelling.applications.building.fields import Field, Group, groups_of
from labelling.applications.building.section_fields import SectionFields
from labelling.applications.building.table_values import in_order, listed, put_at, unlisted
from labelling.core.i18n import gettext
from labelling.core.web.forms import Form, LineField, lazy, tidy, tidy_lines

_MISSING = lazy("Fill this in.")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VALUE = re.compile(r"[0-9]{1,9}")  # of a band; the edition says which are allowed
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_MOST_DIGITS = 9
_WITH = "with."
_NEW = "id"


class SectionForm(Form):
    """The form of a table; ``seen`` is the fingerprint of what it started from."""

    seen = HiddenField()


class SectionPage(SectionFields):
    """A table as a form: which fields there are, and how they become a table again."""

    def __init__(self, tree: Tree, path: Path, table: Tree, *, new: bool = False) -> None:
        super().__init__(tree, path, table)
        self.new = new
        self.groups = groups_of(path)
        fields: dict[str, Any] = {}
        data: dict[str, Any] = {"seen": fingerprint(table)}
        if new:
            fields[_NEW] = LineField(
                gettext("Value in percent") if path[-2] == "bands" else gettext("Id"),
                description=gettext("Short, for example 1.2 or gold. It stays as it is."),
            )
        for group in self.groups:
            if group.optional:
                fields[_WITH + group.optional] = BooleanField(str(group.offer))
                data[_WITH + group.optional] = group.optional in table
            for one in group.fields:
                for name, made, shown in self.made(one):
                    fields[name] = made
                    data[name] = shown
        self.form: Any = type("MadeSectionForm", (SectionForm,), fields)(data=data)

    def names(self, group: Group) -> Iterator[tuple[Field, list[str]]]:
        """Yield each field of a group with the names that it has in the form."""
        for one in group.fields:
            yield one, [name for name, _, _ in self.made(one)]

    @property
    def asks_for_parts(self) -> bool:
        """Say whether the table chooses parts, each with its least percentage."""
        return any(one.kind == "scope" for group in self.groups for one in group.fields)

    def read(self) -> Tree | None:
        """Return the table that was written; None where a field has an error, which it shows."""
        table: Tree = {}
        for group in self.groups:
            if group.optional and not self.form[_WITH + group.optional].data:
                continue
            if group.optional:
                table[group.optional] = {}
            for one in group.fields:
                value = _READ[one.kind](self, one)
                if value is not None:
                    put_at(table, one.key, value)
                if one.kind == "scope" and (minima := _part_minima(self)):
                    table["part_minimum"] = minima
        bad = any(found.errors for found in self.form)
        return None if bad else in_order(table, self.table)

    def new_id(self) -> str:
        """Return the id of a new table; shows what is wrong with it."""
        name = self.form[_NEW].data or ""
        by_value = self.path[-2] == "bands"
        good = (_VALUE if by_value else _ID).fullmatch(name)
        if not good or len(name) > 64:  # noqa: PLR2004 (as the schema has it)
            self.refuse(_NEW, gettext("Use letters, digits, dots and hyphens."))
        return str(int(name)) if good and by_value else name

    def refuse(self, name: str, sentence: str) -> None:
        """Show a sentence at a field."""
        self.form[name].errors = [*self.form[name].errors, sentence]

    def kept(self, one: Field, shown: str, entered: str) -> bool:
        """Say whether a field was left as it was shown."""
        return self.old(one.key) is not None and entered == shown


def _line(page: SectionPage, one: Field) -> object:
    entered = page.form[one.key].data or ""
    if page.kept(one, tidy(str(page.old(one.key) or "")), entered):
        return page.old(one.key)
    if not entered and one.required:
        page.refuse(one.key, _MISSING)
    return entered or None


def _lines(page: SectionPage, one: Field) -> object:
    entered = page.form[one.key].data or ""
    if page.kept(one, tidy_lines(page.old(one.key)), entered):
        return page.old(one.key)
    if not entered.strip() and one.required:
        page.refuse(one.key, _MISSING)
    return entered if entered.strip() else None


def _list(page: SectionPage, one: Field) -> object:
    entered = page.form[one.key].data or ""
    if page.kept(one, tidy_lines(listed(page.old(one.key) or [])), entered):
        return page.old(one.key)
    return unlisted(entered) or None


def _integer(page: SectionPage, one: Field) -> object:
    entered = page.form[one.key].data or ""
    if not entered:
        if one.required:
            page.refuse(one.key, _MISSING)
        return None
    if not entered.isascii() or not entered.isdigit() or len(entered) > _MOST_DIGITS:
        page.refuse(one.key, gettext("Write a whole number."))
        return None
    return int(entered)


def _number(page: SectionPage, name: str, old: object, *, required: bool = False) -> object:
    entered = (page.form[name].data or "").replace(",", ".").rstrip(" %")
    if not entered:
        if required:
            page.refuse(name, _MISSING)
        return None
    if not _DECIMAL.fullmatch(entered):
        page.refuse(name, gettext("Write a number, for example 60 or 12.5."))
        return None
    return old if old is not None and entered == str(old) else entered


def _exact(page: SectionPage, one: Field) -> object:
    return _whole_if_it_is(_number(page, one.key, page.old(one.key), required=one.required))


def _decimal(page: SectionPage, one: Field) -> object:
    return _number(page, one.key, page.old(one.key), required=one.required)


def _flag(page: SectionPage, one: Field) -> object:
    ticked = bool(page.form[one.key].data)
    return ticked if ticked or one.required or page.old(one.key) is not None else None


def _word(page: SectionPage, one: Field) -> object:
    entered = page.form[one.key].data
    if entered not in one.words and (one.required or entered):
        page.refuse(one.key, gettext("Choose one."))
    return entered or None


def _reference(page: SectionPage, one: Field) -> object:
    entered = page.form[one.key].data or None
    if entered is None and one.required:
        page.refuse(one.key, gettext("Choose one."))
    return entered


def _names(page: SectionPage, one: Field) -> object:
    known = [choice.value for choice in page.form[one.key].choices]
    entered = page.form[one.key].data or []
    chosen = [name for name in known if name in entered]
    old = page.old(one.key)
    if old is not None and set(old) == set(chosen):
        return old
    return chosen or None


def _scope(page: SectionPage, one: Field) -> object:
    """Return the parts that are asked, None for all."""
    known = [part_id for _, parts in page.scope for part_id, _ in parts]
    old = page.old(one.key)
    asked = [
        part_id
        for part_id in known
        if (
            page.form[f"parts.{part_id}"].data
            if _was_there(page, part_id)
            else old is None or part_id in old
        )
    ]
    if old is None and asked == known:
        return None
    return old if old is not None and set(old) == set(asked) else asked


def _was_there(page: SectionPage, part_id: str) -> bool:
    """Say whether the page that was sent had a part; a box without a tick tells nothing of it."""
    return bool(page.form[f"part_minimum.{part_id}"].raw_data)


def _minima(page: SectionPage, one: Field) -> object:
    old = page.old(one.key) or {}
    found = {}
    for name in [each["id"] for each in page.tree.get(one.of, [])]:
        value = _number(page, f"{one.key}.{name}", old.get(name))
        if value is not None:
            found[name] = value if one.of == "levels" else _whole_if_it_is(value)
    return in_order(found, old) or None


def _anchors(page: SectionPage, one: Field) -> object:
    old = page.old(one.key) or {}
    found = {}
    for name in page.form.data:
        if name.startswith(one.key + "."):
            value = name.removeprefix(one.key + ".")
            entered = page.form[name].data or ""
            same = value in old and tidy_lines(old[value]) == entered
            if entered.strip():
                found[value] = old[value] if same else entered
    kept = {value: text for value, text in old.items() if f"{one.key}.{value}" not in page.form}
    return in_order(kept | found, old) or None


_READ: dict[str, Callable[[SectionPage, Field], object]] = {
    "line": _line,
    "lines": _lines,
    "list": _list,
    "integer": _integer,
    "decimal": _decimal,
    "exact": _exact,
    "flag": _flag,
    "word": _word,
    "rubric": _reference,
    "fact": _reference,
    "parts": _names,
    "caps": _names,
    "scope": _scope,
    "minima": _minima,
    "anchors": _anchors,
}


def _part_minima(page: SectionPage) -> Tree:
    """Return the least percentages that a level asks of parts, as they were written."""
    old = page.table.get("part_minimum", {})
    found = {}
    for _, parts in page.scope:
        for part_id, _ in parts:
            value = _number(page, f"part_minimum.{part_id}", old.get(part_id))
            if value is not None:
                found[part_id] = _whole_if_it_is(value)
    return in_order(found, old)


def _whole_if_it_is(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdigit() else value
