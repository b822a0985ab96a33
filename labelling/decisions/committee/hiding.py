"""Hiding in a text whose case it is: names, places, addresses, numbers. Pure.

A word of a name is hidden wherever it stands, unless the scheme's own criteria use it: "cluster"
tells nothing, "Alder" does.
"""

import re
from collections.abc import Iterable
from functools import cache

from labelling.core.i18n import gettext

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}\b(?=/|\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b[A-Z]{1,4}-\d{4}-\d+(?:-\w)?\b")
_PHONE = re.compile(r"\+?\d[\d ()/.-]{7,}\d")
_WORD = re.compile(r"\w+")
_SHORTEST = 3


def hide(text: str, names: Iterable[str], vocabulary: frozenset[str] = frozenset()) -> str:
    """Return a text in which names, their telling words, addresses and numbers are hidden."""
    mark = gettext("[hidden]")
    for pattern in (_ADDRESS, _NUMBER, _PHONE):
        text = pattern.sub(mark, text)
    whole = [name for name in names if name.strip()]
    words = {
        word
        for name in whole
        for word in _WORD.findall(name)
        if len(word) >= _SHORTEST and word.casefold() not in vocabulary
    }
    for hidden in sorted({*whole, *words}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(hidden)}(?!\w)", mark, text, flags=re.IGNORECASE)
    return text


@cache
def words_in(text: str) -> frozenset[str]:
    """Return the words of a text, as they are compared."""
    return frozenset(word.casefold() for word in _WORD.findall(text))
