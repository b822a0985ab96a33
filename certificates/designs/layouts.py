"""The layouts that a design can choose from: a folder each with page, style and measures.

They are ours and nobody else's: a scheme chooses one by name and brings colours, logo and texts.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from certificates import designs
from certificates.designs import FONTS
from certificates.errors import BadInput

LAYOUTS = ("classic", "ceremony", "column")

_WATERMARKS = ("demo.svg", "specimen.svg")
_SLOT = re.compile(r"\{([a-z_]+)\}")


class Markup(str):
    """Markup that this library wrote itself: the only value that goes onto a page unescaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One size of the holder's name: the lines it may take and where the text block begins."""

    size_pt: float
    lines: int
    top_mm: float


@dataclass(frozen=True, slots=True)
class NameType:
    """How the holder's name is set, from the biggest step to the smallest."""

    font: str
    measure_mm: float
    leading: float
    spacing_em: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout: the page with its `{slots}`, its style sheet, its files and its measures.

    `sign_on_colour` says that the level's stone lies on a field of the level's colour.
    """

    name: str
    page: str
    style: str
    files: Mapping[str, bytes]
    name_type: NameType
    sign_on_colour: bool

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page with every slot replaced by its escaped value."""
        return _SLOT.sub(lambda slot: escaped(values[slot[1]]), self.page)


@cache
def load_layout(name: str) -> Layout:
    """Return a layout by name; raise BadInput where there is none."""
    if name not in LAYOUTS:
        raise BadInput(f"There is no layout {name!r}; there is {', '.join(LAYOUTS)}.")
    folder = files(designs)
    choices = tomllib.loads(folder.joinpath(name, "layout.toml").read_text("utf-8"))
    return Layout(
        name=name,
        page=folder.joinpath(name, "certificate.html").read_text("utf-8"),
        style=folder.joinpath("fonts", "fonts.css").read_text("utf-8")
        + folder.joinpath(name, "certificate.css").read_text("utf-8"),
        files={
            **{picture: folder.joinpath(picture).read_bytes() for picture in _WATERMARKS},
            **font_files(),
        },
        name_type=_name_type(choices["name"]),
        sign_on_colour=choices["sign_on_colour"],
    )


@cache
def font_files() -> Mapping[str, bytes]:
    """Return the bundled fonts by the names of their files."""
    folder = files(designs).joinpath("fonts")
    return {font: folder.joinpath(font).read_bytes() for font in FONTS}


def escaped(value: str) -> str:
    """Return a value as it goes onto a page."""
    return value if isinstance(value, Markup) else escape(value)


def _name_type(choices: Mapping[str, Any]) -> NameType:
    steps = tuple(Step(**step) for step in choices["steps"])
    return NameType(**{**choices, "steps": steps})
