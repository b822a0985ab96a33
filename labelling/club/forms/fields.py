"""Fields that the forms of the club are made of."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from labelling.core.web.forms import (
    LineField,
    LinesField,
    lazy,
    without_control_characters,
)
from labelling.organisations.forms import DayField


def choices(pairs: Iterable[tuple[str, object]]) -> list[SelectChoice]:
    """Return choices of a list from values and texts."""
    return [SelectChoice(value, str(text)) for value, text in pairs]


def as_uuid(text: str | None) -> UUID | None:
    """Return the id that a text spells, None for anything else."""
    try:
        return UUID((text or "").strip())
    except ValueError:
        return None


def line(label: str, most: int, hint: str = "", *, needed: bool = True) -> LineField:
    """Return one line of text with a limit."""
    rules: list[Any] = [Length(max=most), without_control_characters]
    if needed:
        rules.insert(0, InputRequired(lazy("Fill this in.")))
    return LineField(label, rules, description=hint)


def lines(label: str, most: int, hint: str = "", *, needed: bool = False) -> LinesField:
    """Return a longer text with a limit."""
    rules: list[Any] = [Length(max=most)]
    if needed:
        rules.insert(0, InputRequired(lazy("Fill this in.")))
    return LinesField(label, rules, description=hint)


def day(label: str, hint: str = "") -> DayField:
    """Return a day that must be given."""
    return DayField(label, validators=[InputRequired(lazy("Fill this in."))], description=hint)


def day_of(field: Any) -> date:
    """Return the day of a field whose form was found in order."""
    found = field.data
    if not isinstance(found, date):
        raise TypeError("a day is missing")
    return found
