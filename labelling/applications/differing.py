"""What has changed between two texts, word by word, so that people can read it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
_MOST = 4_000  # words; longer texts are compared by lines

_MOST_WORK = 3_000_000  # pairs of equal words looked at: about a second

Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is in both, in the earlier one only, or in the later one only."""

    kind: Kind
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return the way from one text to another; what is gone stands before what is new.

    All pieces but the new ones are the earlier text, all but the gone ones the later one.
    """
    return tuple(_joined(_steps(*_cut(before, after))))


def _cut(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) <= _MOST:
        return old, new
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def _steps(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = _Matcher(old, new)
    for step, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if step == "equal":
            yield Piece("same", "".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Piece("gone", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Piece("new", "".join(new[new_from:new_to]))


class _Matcher(SequenceMatcher[str]):
    """Looks for what two texts share until that would take too long; the rest counts as changed.

    Texts can be made so that the search takes the cube of their length.
    """

    def __init__(self, old: list[str], new: list[str]) -> None:
        super().__init__(None, old, new, autojunk=False)
        places = Counter(new)
        self._pairs = [0, *accumulate(places[word] for word in old)]
        self._left = _MOST_WORK

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Return the longest stretch that both have; an empty one when the time is up."""
        ends = len(self._pairs) - 1 if ahi is None else ahi
        self._left -= self._pairs[ends] - self._pairs[alo] + ends - alo
        if self._left < 0:
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


@dataclass(slots=True)
class _Stretch:
    """What is the same, and the change that follows it."""

    same: str
    gone: str = ""
    new: str = ""

    @property
    def changed(self) -> int:
        """Return how many characters the longer side of the change has."""
        return max(len(self.gone), len(self.new))


def _joined(steps: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the pieces, with what is too short to be read between two changes made part of both."""
    last = _Stretch("")
    for one in _stretches(steps):
        if _is_island(last, one):
            last.gone += one.same + one.gone
            last.new += one.same + one.new
            continue
        yield from _shown(last)
        last = one
    yield from _shown(last)


def _stretches(steps: Iterator[Piece]) -> Iterator[_Stretch]:
    found = _Stretch("")
    for piece in steps:
        match piece.kind:
            case "same":
                yield found
                found = _Stretch(piece.text)
            case "gone":
                found.gone += piece.text
            case "new":
                found.new += piece.text
    yield found


def _is_island(last: _Stretch, one: _Stretch) -> bool:
    """Say whether two changes share only a blank between them, or less than either changes.

    Two sentences always share an *of* or a *the*; a sentence cut up by them cannot be read.
    """
    smaller = min(last.changed, one.changed)
    return smaller > 0 and (one.same.isspace() or len(one.same) <= smaller)


def _shown(stretch: _Stretch) -> Iterator[Piece]:
    if stretch.same:
        yield Piece("same", stretch.same)
    yield from _changed(stretch.gone, stretch.new)


def _changed(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)
