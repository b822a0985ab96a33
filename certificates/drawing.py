"""A small drawing as values, written as SVG here and as PNG in `picture.py`: one design, two files.

Lengths are in units of the drawing's own square; y points downwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from certificates.lettering import UNITS, lettering

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Polygon:
    """A filled shape with straight edges."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Card:
    """A filled rectangle; its upper, and where `whole` its lower corners are round."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    colour: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle, or a ring of this width."""

    centre: Point
    radius: float
    colour: str
    ring: float = 0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points with round ends and joints; or dots along it, this far apart."""

    points: tuple[Point, ...]
    width: float
    colour: str
    dots: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of type that begins at a point of its baseline."""

    text: str
    start: Point
    size: float
    font: str
    colour: str


Shape: TypeAlias = Polygon | Card | Disc | Stroke | Line


@dataclass(frozen=True, slots=True)
class Picture:
    """A square drawing and its text alternative in a language: a short title, a description."""

    side: int
    shapes: tuple[Shape, ...]
    title: str
    description: str
    language: str


def write_svg(picture: Picture) -> str:
    """Return the drawing as SVG: type as outlines, no style, no script, nothing from outside."""
    lines = [shape for shape in picture.shapes if isinstance(shape, Line)]
    shapes = "".join(map(_svg, picture.shapes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.side} {picture.side}" '
        f'lang="{picture.language}" role="img" aria-labelledby="badge-title badge-description">'
        f'<title id="badge-title">{escape(picture.title)}</title>'
        f'<desc id="badge-description">{escape(picture.description)}</desc>'
        f"<defs>{''.join(_outlines(lines))}</defs>{shapes}</svg>"
    )


def _outlines(lines: Iterable[Line]) -> Iterable[str]:
    """Yield each character that is used, once, under a name that is the same in all drawings."""
    used = {(line.font, character) for line in lines for character in line.text}
    for font, character in sorted(used):
        if path := lettering(font).outline(character):
            yield f'<path id="{_glyph_id(font, character)}" d="{path}"/>'


def _svg(shape: Shape) -> str:
    match shape:
        case Polygon(points, colour):
            return f'<path fill="{colour}" d="M{_through(points)}Z"/>'
        case Card():
            return _card(shape)
        case Disc((x, y), radius, colour, ring):
            paint = f'fill="none" stroke="{colour}" stroke-width="{_n(ring)}"'
            paint = paint if ring else f'fill="{colour}"'
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" {paint}/>'
        case Stroke(points, width, colour, dots):
            dashes = f' stroke-dasharray=".1 {_n(dots)}"' if dots else ""
            return (
                f'<path fill="none" stroke="{colour}" stroke-width="{_n(width)}" '
                f'stroke-linecap="round" stroke-linejoin="round"{dashes} d="M{_through(points)}"/>'
            )
        case Line():
            return _type(shape)


def _card(card: Card) -> str:
    x, y, width, height, r = card.x, card.y, card.width, card.height, card.radius
    if card.whole:
        return (
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
            f'rx="{_n(r)}" fill="{card.colour}"/>'
        )
    arc = f"{_n(r)} {_n(r)} 0 0 1 {_n(r)}"
    return (
        f'<path fill="{card.colour}" d="M{_n(x)} {_n(y + height)}V{_n(y + r)}a{arc} -{_n(r)}'
        f'H{_n(x + width - r)}a{arc} {_n(r)}V{_n(y + height)}Z"/>'
    )


def _type(line: Line) -> str:
    places = lettering(line.font).places(line.text)
    glyphs = "".join(
        f'<use href="#{_glyph_id(line.font, character)}" x="{at}"/>'
        for character, at in zip(line.text, places, strict=False)
        if not character.isspace()
    )
    (x, y), scale = line.start, line.size / UNITS
    move = f"translate({_n(x)} {_n(y)}) scale({scale:.6f} -{scale:.6f})"
    return f'<g fill="{line.colour}" transform="{move}">{glyphs}</g>'


def _glyph_id(font: str, character: str) -> str:
    return f"{font.partition('.')[0]}-{ord(character):x}"


def _through(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
