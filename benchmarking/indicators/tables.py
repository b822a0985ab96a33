"""Reading a set's tables key by key: every fault is noted, and reading goes on."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from benchmarking.indicators.faults import Fault, Place
from benchmarking.rounds import Round

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6}|/[1-9][0-9]{0,8})?")
_MISSING = object()
_NEVER = Round(9999, 2)

Value = TypeVar("Value")
Word = TypeVar("Word", bound=str)


class Table:
    """A table whose keys are taken one by one; what is wrong goes to `faults`, what is left too.

    A key that is missing or wrong gives a harmless value, so that the rest can still be read.
    """

    def __init__(self, value: object, place: Place, faults: list[Fault]) -> None:
        self.place = place
        self.faults = faults
        self._left: dict[str, object] = {}
        self._is_table = isinstance(value, dict)
        if isinstance(value, dict):
            self._left = dict(value)
        else:
            self.note("must be a table")

    def note(self, problem: str, *keys: str | int) -> None:
        """Note a fault at a key of this table."""
        self.faults.append(Fault((*self.place, *keys), problem))

    def close(self) -> None:
        """Note each key that nobody took."""
        for key in self._left:
            self.note("is not a key that a set has here", key)

    def has(self, key: str) -> bool:
        """Tell whether a key stands there and has not been taken yet."""
        return key in self._left

    def skip(self, key: str) -> None:
        """Take a key whose value is read elsewhere."""
        self._left.pop(key, None)

    def text(self, key: str, longest: int) -> str:
        """Take a text that is not blank and has at most so many characters."""
        value = self._take(key)
        if value is _MISSING:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.note("must be a text that is not empty", key)
            return ""
        if len(value) > longest:
            self.note(f"has {len(value)} characters; {longest} fit", key)
        return value.strip()

    def id(self, key: str = "id") -> str:
        """Take an id: letters, digits, dot, hyphen and underscore."""
        value = self._take(key)
        if value is _MISSING:
            return ""
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self.note("must be an id of up to 64 letters, digits, dots and hyphens", key)
            return ""
        return value

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Take a whole number from `low` to `high`."""
        value = self._take(key, default)
        if value is _MISSING:
            return low
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.note(f"must be a whole number from {low} to {high}", key)
            return low
        return value

    def flag(self, key: str) -> bool:
        """Take true or false."""
        value = self._take(key)
        if value is not _MISSING and not isinstance(value, bool):
            self.note("must be true or false", key)
        return value is True

    def word(self, key: str, words: tuple[Word, ...]) -> Word:
        """Take one word of a fixed list."""
        value = self._take(key)
        for word in words:
            if value == word:
                return word
        if value is not _MISSING:
            self.note(f"must be one of {', '.join(words)}", key)
        return words[0]

    def number(self, key: str) -> Fraction:
        """Take an exact number: a whole one, or a text such as "0.5" or "1/8"."""
        value = self._take(key)
        if value is _MISSING:
            return Fraction(1)
        if isinstance(value, int) and not isinstance(value, bool):
            return Fraction(value)
        if not isinstance(value, str) or not _NUMBER.fullmatch(value):
            self.note('must be a number: whole, or a text such as "0.5" or "1/8"', key)
            return Fraction(1)
        return Fraction(value)

    def optional_number(self, key: str) -> Fraction | None:
        """Take an exact number, None where the key is absent."""
        return self.number(key) if self.has(key) else None

    def round(self, key: str) -> Round:
        """Take a round such as "2026-H1"."""
        value = self._take(key)
        if value is _MISSING:
            return _NEVER
        try:
            return Round.parse(value if isinstance(value, str) else "")
        except ValueError:
            self.note("must be a round such as 2026-H1", key)
            return _NEVER

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of at least one text."""
        value = self._take(key)
        if value is _MISSING:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            self.note("must be a list of texts that is not empty", key)
            return ()
        return tuple(value)

    def table(self, key: str, read: "Callable[[Table], Value]") -> Value | None:
        """Take a table inside this one, None where the key is absent."""
        if not self.has(key):
            return None
        return use_up(self._take(key), (*self.place, key), self.faults, read)

    def tables(
        self, key: str, read: "Callable[[Table], Value]", name: str = "id"
    ) -> tuple[tuple[Value, bool], ...]:
        """Take a list of tables (none where the key is absent), each with whether it was sound."""
        value = self._take(key, [])
        if not isinstance(value, list):
            self.note("must be a list of tables", key)
            return ()
        found = []
        for index, item in enumerate(value):
            before = len(self.faults)
            given = item.get(name) if isinstance(item, dict) else None
            place = (*self.place, key, given if isinstance(given, str) and given else index)
            result = use_up(item, place, self.faults, read)
            found.append((result, len(self.faults) == before))
        return tuple(found)

    def _take(self, key: str, default: object = None) -> object:
        """Take what stands at a key; the default, or a noted fault, where nothing does."""
        if key in self._left:
            return self._left.pop(key)
        if default is not None:
            return default
        if self._is_table:
            self.note("is missing", key)
        return _MISSING


def use_up(
    value: object, place: Place, faults: list[Fault], read: Callable[[Table], Value]
) -> Value:
    """Return what `read` makes of a table; note the keys that it did not take."""
    table = Table(value, place, faults)
    result = read(table)
    table.close()
    return result
