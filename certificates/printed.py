"""What stands on a certificate's page, read back from the file as the press writes it.

No general reader of PDFs: it asks for the one page, one content stream and fonts with glyph
numbers that the press makes. What is written in another way it does not pretend to read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

from certificates.claims import Claims
from certificates.errors import BadInput
from certificates.wording import in_words, wording

_BLOCK = re.compile(rb"\bBT\b(.*?)\bET\b", re.DOTALL)
_PIECE = re.compile(rb"/(?P<font>\w+) [\d.]+ Tf|\[(?P<glyphs>[^\]]*)\] TJ|(?P<other>\()")
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")
_MAP = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9a-f]{4})> <((?:[0-9a-f]{4})+)>")
_DIGITS = 4

_Letters = Mapping[bytes, str]


def printed_lines(reader: PdfFileReader) -> list[str]:
    """Return the page's text, piece by piece as it was set; raise BadInput for another's page."""
    try:
        (page,) = reader.root["/Pages"]["/Kids"]
        page = page.get_object()
        fonts = page["/Resources"]["/Font"]
        letters = {name[1:].encode("ascii"): _letters(fonts[name]) for name in fonts}
        blocks = _BLOCK.findall(page["/Contents"].data)
        return ["".join(_text(block, letters)) for block in blocks]
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as problem:
        raise BadInput("The page is written in another way than this verifier reads.") from problem


def missing_claims(lines: Sequence[str], claims: Claims) -> list[str]:
    """Return the names of what a credential states and the page does not, in order.

    The holder's name is asked together with the place behind it, so that it ends where it ends.
    """
    language = claims.achievement.language
    place = ", ".join(filter(None, (claims.place, claims.country)))
    wanted = {
        "number": claims.number,
        "holder": claims.holder + place,
        "level": claims.achievement.level,
        "first day": in_words(claims.valid_from.date(), language),
        "last day": in_words(claims.valid_until.date(), language),
        "version": wording(language).version.format(version=claims.version),
        "address": claims.page.partition("://")[2],
    }
    pieces = [squeezed for line in lines if (squeezed := _squeezed(line))]
    return [name for name, text in wanted.items() if not _stands(_squeezed(text), pieces)]


def _stands(wanted: str, pieces: Sequence[str]) -> bool:
    """Say whether whole pieces, one behind the other, give the text."""
    return any(
        wanted == joined
        for start, first in enumerate(pieces)
        if wanted.startswith(first)
        for joined in accumulate(pieces[start:])
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _letters(font: Any) -> _Letters:
    return {
        glyph: bytes.fromhex(text.decode("ascii")).decode("utf-16-be")
        for section in _MAP.findall(font["/ToUnicode"].data)
        for glyph, text in _MAPPED.findall(section)
    }


def _text(block: bytes, fonts: Mapping[bytes, _Letters]) -> Iterator[str]:
    letters: _Letters = {}
    for piece in _PIECE.finditer(block):
        if piece["other"]:
            raise ValueError("Here is text that is not spelled in numbers of glyphs.")
        if piece["font"]:
            letters = fonts[piece["font"]]
            continue
        glyphs = b"".join(_GLYPHS.findall(piece["glyphs"]))
        for start in range(0, len(glyphs), _DIGITS):
            yield letters[glyphs[start : start + _DIGITS]]
