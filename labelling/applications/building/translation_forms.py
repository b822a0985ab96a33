"""The form of a table's texts in another language, each beside the text that it translates."""

from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField

from assessments.editions.sections import Path, texts_of, translation_of
from assessments.editions.translation import Tree
from assessments.errors import Place
from labelling.applications.building.actions.writing import translation_seen
from labelling.applications.building.fields import bands_of, groups_of
from labelling.applications.building.table_values import listed, slot_name, unlisted
from labelling.core.web.forms import Form, LinesField, tidy_lines

_OWN_NAMES = {"fee_text": "fee.text", "derogation_text": "derogation.text"}
_LONG = 120  # characters from which on a text is shown in a tall field


@dataclass(frozen=True, slots=True)
class Slot:
    """A text: the field's name, the text in the source, and how many lines its field has."""

    name: str
    source: str
    rows: int


class TranslationPage:
    """A table's texts as a form."""

    def __init__(self, tree: Tree, path: Path, language: str) -> None:
        self.tree, self.path, self.language = tree, path, language
        self.texts = texts_of(tree, path)
        self.given = translation_of(tree, language, path)
        labels = {one.key: str(one.label) for group in groups_of(path) for one in group.fields}
        bands = dict(bands_of(tree, path, self._kind()))
        fields: dict[str, Any] = {"seen": HiddenField()}
        data: dict[str, Any] = {"seen": translation_seen(tree, language, path)}
        self.slots: list[Slot] = []
        for place, text in self.texts.items():
            name, shown = slot_name(place), _shown(text)
            key = _OWN_NAMES.get(str(place[-1]), str(place[-1]))
            label = labels.get(key) or labels.get(f"steps.{key}") or bands.get(key, key)
            fields[name] = LinesField(label)
            data[name] = _shown(self.given.get(place))
            self.slots.append(Slot(name, shown, 6 if len(shown) > _LONG else 2))
        self.form: Any = type("MadeTranslationForm", (Form,), fields)(data=data)
        for slot in self.slots:
            if self.form[slot.name].raw_data == []:  # the page that was sent did not have it yet
                self.form[slot.name].data = data[slot.name]

    def start_from_here(self) -> None:
        """Let the form start from what is saved now."""
        self.form.seen.data = translation_seen(self.tree, self.language, self.path)

    def read(self) -> dict[Place, object]:
        """Return the texts that were written, by place; what was left as shown stays as it is."""
        found: dict[Place, object] = {}
        for slot, (place, text) in zip(self.slots, self.texts.items(), strict=True):
            entered = self.form[slot.name].data or ""
            old = self.given.get(place)
            if old is not None and tidy_lines(_shown(old)) == entered:
                found[place] = old
            elif entered.strip():
                found[place] = unlisted(entered) if isinstance(text, list) else entered
        return found

    def _kind(self) -> str:
        place = self.path
        if place[:1] != ("criteria",):
            return ""
        for criterion in self.tree.get("criteria", []):
            for part in criterion.get("parts", []):
                if part["id"] == place[-1]:
                    return str(part["kind"])
        return ""


def _shown(text: object) -> str:
    if isinstance(text, list):
        return listed(text)
    return str(text) if text is not None else ""
