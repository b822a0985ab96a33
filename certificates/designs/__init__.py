"""The layouts of certificates, as data: a folder each with page, style, pictures and choices."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from certificates.errors import BadInput

FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "InterDisplay-Bold.ttf")
DESIGNS = ("classic",)

_PICTURES = ("mark.svg", "watermark.svg")
_SLOT = re.compile(r"\{([a-z_]+)\}")


class Drawing(str):
    """SVG that this library drew itself: the only value that goes onto a page unescaped."""

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
class Design:
    """One layout: the page with its `{slots}`, its style sheet, its files and its choices."""

    page: str
    style: str
    files: Mapping[str, bytes]
    name: NameType
    colours: Mapping[str, str]

    def colour(self, level_id: str) -> str:
        """Return the colour of a level's stone and word."""
        return self.colours.get(level_id, self.colours["other"])

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page with every slot replaced by its escaped value."""
        return _SLOT.sub(lambda slot: _escaped(values[slot[1]]), self.page)


@cache
def load_design(name: str) -> Design:
    """Return a design by name; raise BadInput where there is none."""
    if name not in DESIGNS:
        raise BadInput(f"There is no certificate design {name!r}; there is {', '.join(DESIGNS)}.")
    folder = files(__package__).joinpath(name)
    fonts = files(__package__).joinpath("fonts")
    choices = tomllib.loads(folder.joinpath("design.toml").read_text("utf-8"))
    return Design(
        page=folder.joinpath("certificate.html").read_text("utf-8"),
        style=folder.joinpath("certificate.css").read_text("utf-8"),
        files={
            **{picture: folder.joinpath(picture).read_bytes() for picture in _PICTURES},
            **{font: fonts.joinpath(font).read_bytes() for font in FONTS},
        },
        name=_name_type(choices["name"]),
        colours=choices["colours"],
    )


def _name_type(choices: dict[str, Any]) -> NameType:
    steps = tuple(Step(**step) for step in choices.pop("steps"))
    return NameType(steps=steps, **choices)


def _escaped(value: str) -> str:
    return value if isinstance(value, Drawing) else escape(value)
