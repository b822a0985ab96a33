"""Strict reading of one table of an edition: each key once taken, each value of its type."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from assessments.errors import BadInput, Place, dotted

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")  # no digits of other scripts
_REQUIRED = object()

Value = TypeVar("Value")
Word = TypeVar("Word", bound=str)


class Table:
    """A table of the file whose keys are taken one by one; what is left at the end is unknown."""

    def __init__(self, value: object, place: Place) -> None:
        if not isinstance(value, dict):
            raise refusal(place, "must be a table")
        self._left: dict[str, object] = dict(value)
        self.place = place

    def close(self) -> None:
        """Refuse the first key that nobody took."""
        for key in self._left:
            raise refusal((*self.place, key), "is not a key that an edition has here")

    def has(self, key: str) -> bool:
        """Tell whether the key stands in the table and has not been taken yet."""
        return key in self._left

    def text(self, key: str) -> str:
        """Take a text that must not be blank."""
        return as_text(self._take(key), (*self.place, key))

    def optional_text(self, key: str) -> str:
        """Take a text, '' where the key is absent."""
        return self.text(key) if self.has(key) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts, () where the key is absent."""
        place = (*self.place, key)
        items = as_list(self._take(key, []), place)
        return tuple(as_text(item, (*place, index)) for index, item in enumerate(items))

    def id(self, key: str = "id") -> str:
        """Take an id: letters, digits, dot, hyphen and underscore."""
        return as_id(self._take(key), (*self.place, key))

    def ids(self, key: str) -> tuple[str, ...]:
        """Take a list of ids, () where the key is absent."""
        place = (*self.place, key)
        items = as_list(self._take(key, []), place)
        return tuple(as_id(item, (*place, index)) for index, item in enumerate(items))

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Take a whole number from `low` to `high`."""
        value = self._take(key, _REQUIRED if default is None else default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise refusal((*self.place, key), f"must be a whole number from {low} to {high}")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Take true or false."""
        value = self._take(key, _REQUIRED if default is None else default)
        if not isinstance(value, bool):
            raise refusal((*self.place, key), "must be true or false")
        return value

    def word(self, key: str, words: tuple[Word, ...]) -> Word:
        """Take one word of a fixed list."""
        value = self._take(key)
        for word in words:
            if value == word:
                return word
        raise refusal((*self.place, key), f"must be one of {', '.join(words)}")

    def exact(self, key: str) -> Fraction | None:
        """Take a number written as an integer or a decimal text, None where the key is absent."""
        if not self.has(key):
            return None
        return as_exact(self._take(key), (*self.place, key))

    def decimal(self, key: str) -> Decimal:
        """Take a number written as a decimal text."""
        return as_decimal(self._take(key), (*self.place, key))

    def optional_decimal(self, key: str) -> Decimal | None:
        """Take a number written as a decimal text, None where the key is absent."""
        return self.decimal(key) if self.has(key) else None

    def table(self, key: str, read: "Callable[[Table], Value]") -> Value | None:
        """Take a table inside this one, None where the key is absent."""
        return use_up(self._take(key), (*self.place, key), read) if self.has(key) else None

    def mapping(self, key: str, read: Callable[[object, Place], Value]) -> Mapping[str, Value]:
        """Take a table from ids to values of one type, empty where the key is absent."""
        place = (*self.place, key)
        table = self._take(key, {})
        if not isinstance(table, dict):
            raise refusal(place, "must be a table")
        return {as_id(k, (*place, k)): read(v, (*place, k)) for k, v in table.items()}

    def tables(self, key: str, read: "Callable[[Table], Value]") -> tuple[Value, ...]:
        """Take a list of tables, () where the key is absent; each must be used up by `read`."""
        place = (*self.place, key)
        items = as_list(self._take(key, []), place)
        return tuple(use_up(item, (*place, _name(item, i)), read) for i, item in enumerate(items))

    def _take(self, key: str, default: object = _REQUIRED) -> object:
        value = self._left.pop(key, default)
        if value is _REQUIRED:
            raise refusal((*self.place, key), "is missing")
        return value


def use_up(value: object, place: Place, read: Callable[[Table], Value]) -> Value:
    """Return what `read` makes of the table; refuse keys that it did not take."""
    table = Table(value, place)
    result = read(table)
    table.close()
    return result


def refusal(place: Place, problem: str) -> BadInput:
    """Return the refusal of what stands at a place of an edition's file."""
    return BadInput(problem, field=dotted(place) or None)


def as_text(value: object, place: Place) -> str:
    """Return the value, refused unless it is a text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise refusal(place, "must be a text that is not empty")
    return value.strip()


def as_id(value: object, place: Place) -> str:
    """Return the value, refused unless it can be an id."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise refusal(place, "must be an id of up to 64 letters, digits, dots and hyphens")
    return value


def as_list(value: object, place: Place) -> list[object]:
    """Return the value, refused unless it is a list."""
    if not isinstance(value, list):
        raise refusal(place, "must be a list")
    return value


def as_decimal(value: object, place: Place) -> Decimal:
    """Return the number that a decimal text spells."""
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise refusal(place, 'must be a number written as a text, such as "15" or "0.5"')
    return Decimal(value)


def as_exact(value: object, place: Place) -> Fraction:
    """Return the number that an integer or a decimal text spells, refused below 0."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Fraction(value)
    return Fraction(as_decimal(value, place))


def _name(item: object, index: int) -> str | int:
    """Return what a message calls an item of a list of tables: its id, or its number."""
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else index
