"""What is wrong with a set of indicators: each fault by its place, all of them in one refusal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

Place = tuple[str | int, ...]
"""Where something stands in a set: the keys (and numbers in lists) from the top."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Fault:
    """Something that cannot stay as it is: where, and what must be so."""

    place: Place
    problem: str

    @property
    def field(self) -> str:
        """Return the place as TOML writes it: `indicators.A05.formula.numerator[1]`."""
        text = ""
        for key in self.place:
            if isinstance(key, int):
                text += f"[{key}]"
            else:
                step = key if _BARE_KEY.fullmatch(key) else quoted(key)
                text += f".{step}" if text else step
        return text

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}" if self.place else self.problem


class FaultySet(ValueError):
    """Refuse a set of indicators; `faults` has everything that was found, `file` its name."""

    def __init__(self, found: Iterable[Fault], *, file: str | None = None) -> None:
        self.faults = tuple(found)
        self.file = file
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return the first fault in one sentence, and how many more there are."""
        more = f" (and {len(self.faults) - 1} more faults)" if len(self.faults) > 1 else ""
        where = f"{printable(self.file)}, " if self.file else ""
        return f"{where}{self.faults[0]}{more}"


def quoted(text: str) -> str:
    """Return foreign text fit for a message: short, in quotes, nothing in it unprintable."""
    shown = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return f'"{printable(shown)}"'


def printable(text: str) -> str:
    """Return the text with every character escaped that would not print as itself."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
