"""The one way in which this library refuses what it is given."""

import re
from collections.abc import Iterable

Place = tuple[str | int, ...]
"""Where something stands in a file: the keys (and numbers in lists) from the top."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHOWN_CHARACTERS = 60


class BadInput(ValueError):
    """Say in one sentence what cannot be accepted, with its file, line and field where known."""

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.file = file
        self.line = line
        self.field = field

    def __str__(self) -> str:
        where = [printable(self.file)] if self.file else []
        if self.line is not None:
            where.append(f"line {self.line}")
        if self.field:
            where.append(self.field)
        return f"{', '.join(where)}: {self.problem}" if where else self.problem


def dotted(place: Iterable[str | int]) -> str:
    """Return a place as TOML writes it: ``scores."1.2".attributes.sound``, ``levels[0].name``."""
    text = ""
    for key in place:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            step = key if _BARE_KEY.fullmatch(key) else quoted(key, '"')
            text += f".{step}" if text else step
    return text


def quoted(text: str, mark: str = "'") -> str:
    """Return foreign text fit for a message: short, in quotes, and without anything unprintable."""
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f"{mark}{printable(shown)}{mark}"


def printable(text: str) -> str:
    """Return the text with every character escaped that would not print as itself."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
