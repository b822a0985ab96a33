"""Reads JSON from strangers: every key known and there once, every value of its kind."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NoReturn, TypeVar

from certificates.errors import BadInput

Item = TypeVar("Item")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z", re.ASCII)
LONGEST_TEXT = 2000


def parse(data: bytes, what: str) -> object:
    """Return the JSON value; raise BadInput for bad UTF-8, bad JSON, duplicate keys and NaN."""
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_no_duplicates,
            parse_constant=_refuse,
            parse_float=_refuse,
        )
    except UnicodeDecodeError as problem:
        raise BadInput(f"{what} is not UTF-8 text.") from problem
    except json.JSONDecodeError as problem:
        raise BadInput(
            f"{what} is not JSON: line {problem.lineno}, column {problem.colno}."
        ) from problem
    except RecursionError as problem:
        raise BadInput(f"{what} is nested too deeply.") from problem
    except ValueError as problem:
        raise BadInput(f"{what}: {problem}") from problem


class Fields:
    """One object of the file, taken apart key by key; `done` refuses what is left over."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise BadInput(f"{place} must be an object.")
        self.place = place
        self._left = dict(value)

    def text(
        self, key: str, form: re.Pattern[str] | None = None, longest: int = LONGEST_TEXT
    ) -> str:
        """Take a text; empty only where the form allows it."""
        value = self._take(key)
        fits = isinstance(value, str) and (form.fullmatch(value) if form else value.strip())
        if not isinstance(value, str) or not fits or len(value) > longest:
            raise self._wrong(key, "a text of the right form")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts."""
        value = self._take(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "a list of texts")
        return tuple(value)

    def whole(self, key: str, least: int) -> int:
        """Take a whole number."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self._wrong(key, f"a whole number from {least}")
        return value

    def day(self, key: str) -> date:
        """Take a civil day, YYYY-MM-DD."""
        value = self._take(key)
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise self._wrong(key, "a day such as 2026-06-01")

    def instant(self, key: str) -> datetime:
        """Take a moment in UTC, YYYY-MM-DDThh:mm:ssZ."""
        value = self._take(key)
        try:
            if isinstance(value, str) and _INSTANT.fullmatch(value):
                return datetime.fromisoformat(value).astimezone(UTC)
        except ValueError:
            pass
        raise self._wrong(key, "a moment such as 2026-06-01T12:00:00Z")

    def has(self, key: str) -> bool:
        """Say whether the key is there and nobody has taken it yet."""
        return key in self._left

    def part(self, key: str) -> "Fields":
        """Take an object."""
        return Fields(self._take(key), f"{self.place}.{key}")

    def mapping(self, key: str) -> dict[str, object]:
        """Take an object as it is."""
        value = self._take(key)
        if not isinstance(value, dict):
            raise self._wrong(key, "an object")
        return value

    def mappings(self, key: str) -> tuple[dict[str, object], ...]:
        """Take a list of objects as they are."""
        value = self._take(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._wrong(key, "a list of objects")
        return tuple(value)

    def list_of(self, key: str, read: Callable[["Fields"], Item]) -> tuple[Item, ...]:
        """Take a list of objects, each read by `read` to its end."""
        value = self._take(key)
        if not isinstance(value, list):
            raise self._wrong(key, "a list")
        items = []
        for position, entry in enumerate(value):
            fields = Fields(entry, f"{self.place}.{key}[{position}]")
            items.append(read(fields))
            fields.done()
        return tuple(items)

    def done(self) -> None:
        """Refuse keys that nobody took."""
        if self._left:
            raise BadInput(f"{self.place} has an unknown key: {min(self._left)!r}.")

    def _take(self, key: str) -> object:
        if key not in self._left:
            raise BadInput(f"{self.place} lacks {key!r}.")
        return self._left.pop(key)

    def _wrong(self, key: str, wanted: str) -> BadInput:
        return BadInput(f"{self.place}.{key} must be {wanted}.")


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice.")
        found[key] = value
    return found


def _refuse(spelled: str) -> NoReturn:
    raise ValueError(f"the number {spelled!r} has no place here.")
