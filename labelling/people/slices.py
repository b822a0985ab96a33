"""Long lists a page at a time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows of a list a page shows, counted from 1."""

    number: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """Return how many rows come before."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """Return the number of the first row; 0 where there is none."""
        return 0 if self.total == 0 else self.offset + 1

    @property
    def last(self) -> int:
        """Return the number of the last row."""
        return min(self.number * self.size, self.total)

    @property
    def has_next(self) -> bool:
        """Say whether there are further rows."""
        return self.last < self.total


def slice_of(session: Session, wanted: Select[Any], number: int, size: int) -> Slice:
    """Return the page asked for, or the last one where there are not so many."""
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // size))
    return Slice(min(max(number, 1), pages), size, total)
