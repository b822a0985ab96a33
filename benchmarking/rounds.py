"""A round of the club: one half-year, written `2026-H1`."""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"([1-9][0-9]{3})-H([12])")
_HALVES = (1, 2)


@dataclass(frozen=True, order=True, slots=True)
class Round:
    """A half-year: 1 is January to June, 2 is July to December. Rounds are ordered in time."""

    year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in _HALVES:
            raise ValueError("a year has the halves 1 and 2")

    @classmethod
    def parse(cls, text: str) -> "Round":
        """Return the round that a text such as `2026-H1` writes. Raises ValueError."""
        found = _WRITTEN.fullmatch(text)
        if not found:
            raise ValueError("a round is written like 2026-H1")
        return cls(int(found[1]), int(found[2]))

    @property
    def previous(self) -> "Round":
        """Return the half-year before this one."""
        return Round(self.year, 1) if self.half == _HALVES[1] else Round(self.year - 1, 2)

    @property
    def following(self) -> "Round":
        """Return the half-year after this one."""
        return Round(self.year, 2) if self.half == _HALVES[0] else Round(self.year + 1, 1)

    @property
    def year_before(self) -> "Round":
        """Return the same half of the year before."""
        return Round(self.year - 1, self.half)

    def __str__(self) -> str:
        return f"{self.year}-H{self.half}"
