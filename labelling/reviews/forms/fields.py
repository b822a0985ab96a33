"""What several forms of this room share: texts with their limit, days, save marks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from wtforms import DateField, HiddenField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from labelling.core.web.forms import Form, LinesField, lazy, whole_number

FILL_IN = lazy("Fill this in.")
CHOOSE = lazy("Choose one.")
DAY = lazy("Write the day as three numbers, for example 30 11 2026.")


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return choices of a list from values and texts."""
    return [SelectChoice(value, text) for value, text in pairs]


def required(text: str = FILL_IN) -> InputRequired:
    """Return the rule that a field must be filled in."""
    return InputRequired(message=text)


def text_area(label: str, *, most: int, needed: bool = False, hint: str = "") -> LinesField:
    """Return a longer text with a limit."""
    rules = [required()] if needed else []
    return LinesField(label, validators=[*rules, Length(max=most)], description=hint)


class DayField(DateField):
    """A civil day in three inputs; blank is no day."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format="%d %m %Y", **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the day; all three inputs blank is no day."""
        if not any(part.strip() for part in valuelist):
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(str(DAY)) from None


class VersionedForm(Form):
    """A form that says which version it started from."""

    version = HiddenField()

    def started_from(self) -> int:
        """Return the version that the writer saw; 0 for none."""
        return whole_number(self.version.data)


class SavedForm(VersionedForm):
    """A form that a script may save as it is written: each save has an id."""

    save_id = HiddenField()
    follows = HiddenField()

    def mark(self, version: int) -> None:
        """Start from a version, with a fresh save id."""
        self.version.data, self.save_id.data = str(version), str(uuid4())

    def save_ids(self) -> tuple[UUID, tuple[UUID, ...]]:
        """Return the id of this save, and of those whose answer never reached the writer."""
        follows = (self.follows.data or "").split(",")[:50]
        return as_uuid(self.save_id.data) or uuid4(), tuple(filter(None, map(as_uuid, follows)))


def as_uuid(text: str | None) -> UUID | None:
    """Return the id that a text spells, None for anything else."""
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None
