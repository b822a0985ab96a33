"""The form fields of one table of an edition: made from the list of its fields, as it stands."""

from collections.abc import Iterator
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from assessments.editions.sections import Path
from assessments.editions.translation import Tree
from labelling.applications.building.fields import Field, bands_of
from labelling.applications.building.table_values import listed, value_at
from labelling.applications.building.words import ONE_OF
from labelling.core.i18n import gettext
from labelling.core.web.forms import LineField, LinesField


class SectionFields:
    """A table of a draft, and the fields that are made of it: name, field, what it shows."""

    def __init__(self, tree: Tree, path: Path, table: Tree) -> None:
        self.tree, self.path, self.table = tree, path, table

    @property
    def scope(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return criteria with their parts, each an id with its title, for choosing some."""
        return [
            (
                f"{criterion['id']} {criterion['name']}",
                [(part["id"], part["title"]) for part in criterion.get("parts", [])],
            )
            for criterion in self.tree.get("criteria", [])
        ]

    def old(self, key: str) -> Any:
        """Return what stood in the table at a key with dots, None where nothing did."""
        return value_at(self.table, key)

    def made(self, one: Field) -> Iterator[tuple[str, Any, Any]]:
        """Yield the fields of one entry of the list."""
        label, hint = str(one.label), str(one.hint)
        made: Any
        old = self.old(one.key)
        match one.kind:
            case "line" | "integer" | "decimal" | "exact":
                yield one.key, LineField(label, description=hint), "" if old is None else str(old)
            case "lines":
                yield one.key, LinesField(label, description=hint), old or ""
            case "list":
                yield one.key, LinesField(label, description=hint), listed(old or [])
            case "flag":
                yield one.key, BooleanField(label, description=hint), bool(old)
            case "word":
                choices = [SelectChoice(word, str(said)) for word, said in one.words.items()]
                made = RadioField(label, choices=choices, validate_choice=False, description=hint)
                yield one.key, made, old
            case "rubric" | "fact":
                made = SelectField(
                    label, choices=self._named(one.kind), validate_choice=False, description=hint
                )
                yield one.key, made, old or ""
            case "caps" | "parts":
                made = SelectMultipleField(
                    label, choices=self._named(one.kind), validate_choice=False, description=hint
                )
                yield one.key, made, old or []
            case "scope":
                yield from self._of_scope(old)
            case "minima":
                for name, title in self._about(one):
                    value = (old or {}).get(name)
                    shown = "" if value is None else str(value)
                    yield f"{one.key}.{name}", LineField(title), shown
            case "anchors":
                kind = self.table.get("kind", "")
                for value, title in bands_of(self.tree, self.path, kind):
                    made = LinesField(gettext("%(value)s %% – %(name)s", value=value, name=title))
                    yield f"{one.key}.{value}", made, (old or {}).get(value, "")

    def _of_scope(self, old: list[str] | None) -> Iterator[tuple[str, Any, Any]]:
        minima = self.table.get("part_minimum", {})
        for _, parts in self.scope:
            for part_id, title in parts:
                asked = gettext("%(part)s is asked", part=f"{part_id} {title}")
                yield f"parts.{part_id}", BooleanField(asked), old is None or part_id in old
                least = gettext("Least percentage of %(part)s", part=f"{part_id} {title}")
                shown = "" if part_id not in minima else str(minima[part_id])
                yield f"part_minimum.{part_id}", LineField(least), shown

    def _named(self, kind: str) -> list[SelectChoice]:
        if kind == "rubric":
            found = [(key, one["name"]) for key, one in self.tree.get("rubrics", {}).items()]
            return [SelectChoice("", gettext("Choose")), *_choices(found)]
        if kind == "fact":
            found = [(one["id"], one["name"]) for one in self.tree.get("facts", [])]
            return [SelectChoice("", gettext("none")), *_choices(found)]
        if kind == "caps":
            rubric = self.tree.get("rubrics", {}).get(self.path[1], {})
            return _choices((one["id"], one["name"]) for one in rubric.get("attributes", []))
        return _choices(part for _, parts in self.scope for part in parts)

    def _about(self, one: Field) -> list[tuple[str, str]]:
        known = self.tree.get(one.of, [])
        return [
            (
                each["id"],
                gettext(
                    "%(kind)s %(id)s – %(name)s",
                    kind=ONE_OF[one.of],
                    id=each["id"],
                    name=each["name"],
                ),
            )
            for each in known
        ]


def _choices(found: Any) -> list[SelectChoice]:
    return [
        SelectChoice(key, gettext("%(id)s – %(name)s", id=key, name=name)) for key, name in found
    ]
