"""What every chart is given and what it gives back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

Spelling = Callable[[Fraction], str]
"""How a number is written: in the reader's notation, with its unit."""

WIDE, NARROW = 640, 342
"""The widths for a desk and for a telephone, in pixels."""

_NARROWEST, _WIDEST = 200, 2000
_ID = re.compile(r"[a-z][a-z0-9-]{0,60}")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart stands and what it is called.

    `id` is unique on the page; `description` says what is to be seen, in a sentence; `width` is in
    pixels, letters have 14 of them whatever the width. Raises ValueError for an id or a width that
    no page can have.
    """

    id: str
    title: str
    description: str
    width: int = WIDE

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError("an id is a letter, then small letters, digits and hyphens")
        if not _NARROWEST <= self.width <= _WIDEST:
            raise ValueError(f"a chart is {_NARROWEST} to {_WIDEST} pixels wide")


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, and its rows for the table beside it: in each a name, then what is drawn."""

    svg: str
    title: str
    description: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A number with its name."""

    name: str
    value: Fraction
