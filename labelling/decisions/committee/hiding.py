"""Hiding in a text whose case it is: names, places, addresses, numbers. Pure.

A word of a name is hidden wherever it stands, unless the scheme's own criteria use it: "cluster"
tells nothing, "Alder" does. However it is written: capitals, composed or decomposed letters, soft
hyphens and characters of no width between letters, hard spaces and hyphens, a genitive's ending,
letters of other alphabets that look the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import category, combining, normalize

from labelling.core.i18n import gettext

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}\b(?=/|\b)"
)
_NUMBER = re.compile(r"\b[a-z]{1,4}-\d{4}-\d+(?:-\w)?\b")
_PHONE = re.compile(r"\+?\d[\d ()/.-]{7,}\d")
_WORD = re.compile(r"\w+")
_SHORTEST = 3
_ENDING = r"(?:['’ʼ`´]?s|es|['’ʼ`´]|ers?|ern|erin(?:nen)?)?"  # Alder’s, Albers’, Waldes, Grazer
_BETWEEN = r"[\s_-]+"
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
# Greek and Cyrillic letters that a reader takes for Latin ones (a choice from the confusables of
# Unicode Technical Standard 39).
_CYRILLIC = (
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423"
    "\u0425\u051a\u051c\u0430\u0435\u0455\u0456\u0458\u043a\u043e\u0440\u0441\u0443\u0445"
    "\u04bb\u0501\u051b\u051d\u0475"
)
_GREEK = (
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03b1\u03b3\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
)
_LOOK_ALIKES = str.maketrans(
    _CYRILLIC + _GREEK,
    "ABESIJKMHOPCTYXQWaesijkopcyxhdqwvABEZHIKMNOPTYXayikvoptux",
)
_NOT_SEEN = frozenset({0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, *range(0xFE00, 0xFE10)})


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text as it is compared, and where in the original each of its characters stands."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of it stands in the original."""
        return self.spans[start][0], self.spans[end - 1][1]


def hide(text: str, names: Iterable[str], vocabulary: frozenset[str] = frozenset()) -> str:
    """Return a text in which names, their telling words, addresses and numbers are hidden."""
    mark, parts, at = gettext("[hidden]"), [], 0
    for start, end in _joined(_found(text, list(names), vocabulary)):
        parts += [text[at:start], mark]
        at = end
    return "".join([*parts, text[at:]])


def _found(text: str, names: list[str], vocabulary: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield where something to hide stands, as the letters are and as they look."""
    for fold in (_fold, _look):
        folded = fold(text)
        for pattern in (_ADDRESS, _NUMBER, _PHONE, *_patterns(map(fold, names), vocabulary)):
            for found in pattern.finditer(folded.text):
                yield folded.original(*found.span())


@cache
def words_in(text: str) -> frozenset[str]:
    """Return the words of a text, as they are compared."""
    return frozenset(_WORD.findall(_fold(text).text))


def _patterns(names: Iterable[_Folded], vocabulary: frozenset[str]) -> Iterator[re.Pattern[str]]:
    """Yield what finds the names as a whole, and each of their telling words."""
    whole = {folded for name in names if (folded := name.text.strip())}
    words = {
        word
        for name in whole
        for word in _WORD.findall(name)
        if len(word) >= _SHORTEST and word not in vocabulary
    }
    for name in sorted({*whole, *words}):
        pieces = [re.escape(piece) for piece in re.split(r"[\s-]+", name) if piece]
        if pieces:
            yield re.compile(rf"(?<!\w){_BETWEEN.join(pieces)}{_ENDING}(?!\w)")


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield parts of a text in order, those that overlap as one."""
    start = end = -1
    for first, last in sorted(spans):
        if first >= end:
            if end > start:
                yield start, end
            start, end = first, last
        else:
            end = max(end, last)
    if end > start:
        yield start, end


def _fold(text: str) -> _Folded:
    """Return a text in NFKC without case, and without what has no width or is not seen."""
    letters: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        seen = "".join(one for one in text[start:end] if not _is_unseen(one))
        # Folding case can take a letter apart again: it is put together once more.
        composed = normalize("NFKC", normalize("NFKC", seen).casefold()).translate(_HYPHENS)
        letters += composed
        spans += [(start, end)] * len(composed)
    return _Folded("".join(letters), tuple(spans))


def _look(text: str) -> _Folded:
    """Return a text folded with letters of other alphabets as the Latin ones they look like."""
    return _fold(text.translate(_LOOK_ALIKES))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield each letter with the marks that belong to it and what is not seen behind it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (combining(text[at]) or _is_unseen(text[at])):
            yield start, at
            start = at


def _is_unseen(one: str) -> bool:
    return category(one) == "Cf" or ord(one) in _NOT_SEEN
