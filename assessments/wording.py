"""How far the words of an answer carry a band, told by the rubric's own words.

A band's lines (what it says to managers and to assessors, and the anchors of the part and of
attributes) share some words with the lines below it and have some of their own. An answer that
earns a high band cannot help using a few of these: dates were *checked*, *members* *confirm*.
Only words are compared, cut to their beginnings, so that what is found can be shown to anyone;
whether it is true remains for assessors.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assessments.editions.model import Band, Edition, Part

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6  # letters: enough to tell words apart, few enough to meet most of their forms
_COMMON = 0.5  # the share of parts from which on a word tells nothing of any of them
_UNTOLD = 2  # bands from the bottom that no words are asked for: nothing, and a beginning
_ENOUGH = 30  # words of its own that a rubric needs before missing ones tell anything


@dataclass(frozen=True, slots=True)
class Support:
    """The words that an answer has in common with the lines up to its band, and how many it takes.

    `found` are words as the answer writes them.
    """

    band: Band
    needed: int
    found: tuple[str, ...]

    @property
    def suffices(self) -> bool:
        """Tell whether the words carry the band."""
        return len(self.found) >= self.needed


def support(edition: Edition, part: Part, text: str, band: Band) -> Support | None:
    """Return how far a text carries a band of its part, in the edition's best-fitting language.

    A band takes one word for each band above a beginning: the third from the bottom takes one,
    the next two. None for the two lowest bands, and where the rubric has too few words of its own.
    """
    versions = edition.versions.values()
    found = [one for one in (_support(v, part.id, text, band.value) for v in versions) if one]
    return max(found, key=lambda one: len(one.found), default=None)


def _support(edition: Edition, part_id: str, text: str, value: int) -> Support | None:
    part = edition.parts[part_id]
    bands = edition.rubrics[part.kind].bands
    place = [band.value for band in bands].index(value)
    if place < _UNTOLD:
        return None
    own = _own_words(edition, part_id, value)
    if len(own) < _ENOUGH:
        return None
    written = {_stem(word): word for word in reversed(_WORD.findall(text))}
    found = tuple(word for stem, word in reversed(written.items()) if stem in own)
    return Support(bands[place], place - _UNTOLD + 1, found)


@lru_cache(maxsize=4096)
def _own_words(edition: Edition, part_id: str, value: int) -> frozenset[str]:
    """Return the stems of the lines above a beginning, up to a band, that those below lack."""
    part = edition.parts[part_id]
    rubric = edition.rubrics[part.kind]
    below: set[str] = set()
    above: set[str] = set()
    for place, band in enumerate(rubric.bands):
        if band.value > value:
            break
        lines = [band.text, band.assessor, part.anchors.get(str(band.value), "")]
        lines += [one.anchors.get(str(band.value), "") for one in rubric.attributes]
        (below if place < _UNTOLD else above).update(_stems(lines))
    return frozenset(above - below - _common_words(edition))


@lru_cache(maxsize=64)
def _common_words(edition: Edition) -> frozenset[str]:
    """Return the stems that the texts of most parts have."""
    parts = [frozenset(_stems(_texts(part))) for part in edition.parts.values()]
    counts = Counter(stem for stems in parts for stem in stems)
    return frozenset(stem for stem, count in counts.items() if count > len(parts) * _COMMON)


def _texts(part: Part) -> Iterator[str]:
    yield from (part.looks_at, part.why, part.guidance, part.good, part.weak)
    yield from part.asks


def _stems(texts: Iterable[str]) -> Iterator[str]:
    return (_stem(word) for text in texts for word in _WORD.findall(text))


def _stem(word: str) -> str:
    return word.casefold()[:_STEM]
