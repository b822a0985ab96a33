"""Quarters of civil years, written 2026-Q4. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WRITTEN = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year, 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter in which a day lies."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def read(cls, text: str) -> "Quarter | None":
        """Return the quarter that a text names, None for anything else."""
        found = _WRITTEN.fullmatch(text)
        if found is None or not 2000 <= int(found[1]) < 9999:  # noqa: PLR2004 (years of labels)
            return None
        return cls(int(found[1]), int(found[2]))

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """Return its last day."""
        return self.after.first_day - timedelta(days=1)

    @property
    def before(self) -> "Quarter":
        """Return the quarter before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> "Quarter":
        """Return the quarter after."""
        return Quarter.of(self.first_day + timedelta(days=95))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
