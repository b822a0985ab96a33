"""Where a figure of the fact sheet comes from: its source, the day of which it is, its grade."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from labelling.core import i18n
from labelling.core.errors import Invalid
from labelling.core.i18n import Text, lazy
from labelling.organisations.figures import read_day

LONGEST_SOURCE = 200

GRADES: Mapping[str, Text] = {
    "A": lazy("A: from records"),
    "B": lazy("B: from records, in parts"),
    "C": lazy("C: extrapolated"),
    "D": lazy("D: estimate"),
}
"""From the most to the least reliable, the same as in the club."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure comes from, as it is kept; each may be left open."""

    source: str = ""
    dated: date | None = None
    grade: str = ""

    @property
    def told(self) -> str:
        """Return it in one line, "" where nothing was said."""
        day = i18n.format_day(self.dated) if self.dated is not None else ""
        return " · ".join(said for said in (self.grade, self.source, day) if said)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure comes from, as it was typed."""

    source: str = ""
    dated: str = ""
    grade: str = ""


def read_origin(origin: Origin, today: date) -> Provenance:
    """Return what was typed as it is kept; raise Invalid for no day, a later one, no grade."""
    source, dated = " ".join(origin.source.split()), " ".join(origin.dated.split())
    if len(source) > LONGEST_SOURCE:
        raise Invalid(
            lazy("The source has %(length)s characters; %(limit)s fit."),
            length=len(source),
            limit=LONGEST_SOURCE,
        )
    if origin.grade and origin.grade not in GRADES:
        raise Invalid(lazy("The grade is A, B, C or D."))
    day = read_day(dated) if dated else None
    if day is not None and day > today:
        raise Invalid(lazy("The day of the figure is still to come."))
    return Provenance(source, day, origin.grade)
