"""Measures a line of type without laying out a page: how many lines, and how to balance them."""

import re
from io import BytesIO

from fontTools.ttLib import TTFont

_CHUNK = re.compile(r"[^\s-]*-|[^\s-]+|\s+")
_SAFETY = 1.01
_FINE_ENOUGH_EM = 0.05


class Ruler:
    """The widths of one font's characters, in em. Kerning is left out, a hair's breadth."""

    def __init__(self, font: bytes, spacing_em: float) -> None:
        opened = TTFont(BytesIO(font))
        units, widths = opened["head"].unitsPerEm, opened["hmtx"]
        self._widths: dict[str, float] = {
            chr(code): widths[glyph][0] / units + spacing_em
            for code, glyph in opened.getBestCmap().items()
        }

    @property
    def letters(self) -> frozenset[str]:
        """The characters that the font has."""
        return frozenset(self._widths)

    def width(self, text: str) -> float:
        """Return the width of a text on one line."""
        return sum(self._widths[character] for character in text)

    def lines(self, text: str, measure: float) -> int:
        """Return how many lines the text takes at this measure; a longer word is broken."""
        count, used, space = 1, 0.0, 0.0
        for chunk in _CHUNK.findall(text):
            width = self.width(chunk)
            if chunk.isspace():
                space = width
                continue
            if used and used + space + width > measure:
                count, used, space = count + 1, 0.0, 0.0
            used += space + width
            space = 0.0
            while used > measure:
                count, used = count + 1, used - measure
        return count

    def balanced(self, text: str, measure: float) -> float:
        """Return the narrowest measure at which the text takes no more lines than at this one."""
        lines = self.lines(text, measure)
        narrow, wide = measure / 2, measure
        while wide - narrow > _FINE_ENOUGH_EM:
            middle = (narrow + wide) / 2
            if self.lines(text, middle) <= lines:
                wide = middle
            else:
                narrow = middle
        return min(measure, wide * _SAFETY)
