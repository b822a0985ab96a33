"""Sets type as outlines from the bundled fonts, so that it looks the same on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from certificates import designs
from certificates.errors import BadInput
from certificates.kerning import Kerning

REGULAR, SEMIBOLD, BOLD = designs.FONTS
UNITS = 2048
"""Units of the em in the bundled fonts."""

_SHRINK = 0.94
_FINE_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that fits: its size and its lines."""

    size: float
    lines: tuple[str, ...]


class Lettering:
    """One font: places in its units, outlines as SVG paths with y upwards."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data = files(designs).joinpath("fonts", name).read_bytes()
        font = TTFont(BytesIO(self.data))
        self._glyphs, self._widths = font.getGlyphSet(), font["hmtx"]
        self._names: dict[int, str] = font.getBestCmap()
        self._kerning = Kerning(font["GPOS"].table)

    @property
    def letters(self) -> frozenset[str]:
        """The characters that the font has."""
        return frozenset(map(chr, self._names))

    def places(self, text: str) -> list[int]:
        """Return where each character begins and, last, where the text ends."""
        names = [self._name(character) for character in text]
        places = [0]
        for position, name in enumerate(names):
            following = names[position + 1 : position + 2]
            kerning = sum(self._kerning.between(name, other) for other in following)
            places.append(places[-1] + self._widths[name][0] + kerning)
        return places

    def width(self, text: str, size: float) -> float:
        """Return the width of a text on one line."""
        return self.places(text)[-1] * size / UNITS

    def outline(self, character: str) -> str:
        """Return the character's path; empty for a space."""
        pen = SVGPathPen(self._glyphs)
        self._glyphs[self._name(character)].draw(pen)
        path: str = pen.getCommands()
        return path

    def fit(self, text: str, measure: float, steps: Sequence[tuple[float, int]]) -> Fitted:
        """Return the text at the first step (size, most lines) that holds it.

        Where none does, the last one shrinks until it does: nothing is ever cut. Lines are about
        equally long. Raises BadInput for a character that the font lacks.
        """
        for size, most in steps:
            lines = self._lines(text, size, measure)
            if len(lines) <= most and all(self.width(line, size) <= measure for line in lines):
                return Fitted(size, tuple(self._balanced(text, size, measure)))
        size, most = steps[-1]
        return self.fit(text, measure, [(size * _SHRINK, most)])

    def _lines(self, text: str, size: float, measure: float) -> list[str]:
        """Break a text at its spaces; a word that does not fit stays whole."""
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, size) > measure:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _balanced(self, text: str, size: float, measure: float) -> list[str]:
        """Break a text into as few lines as the measure allows, about equally long."""
        lines = self._lines(text, size, measure)
        narrow, wide = measure / 2, measure
        while wide - narrow > _FINE_ENOUGH:
            middle = (narrow + wide) / 2
            tried = self._lines(text, size, middle)
            if len(tried) > len(lines) or any(self.width(line, size) > middle for line in tried):
                narrow = middle
            else:
                lines, wide = tried, middle
        return lines

    def _name(self, character: str) -> str:
        name = self._names.get(ord(character))
        if name is None:
            raise BadInput(
                f"“{character}” (U+{ord(character):04X}) is not in the bundled fonts; "
                "they have Latin, Greek and Cyrillic."
            )
        return name


@cache
def lettering(name: str) -> Lettering:
    """Return a bundled font, opened once."""
    return Lettering(name)
