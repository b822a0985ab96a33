"""The figures of the fact sheet that inform a part, as who answers it sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.editions.model import Fact
from labelling.applications.queries.drafts import Draft
from labelling.organisations.fact_page import read_back
from labelling.organisations.models import FactValue

_YEARS = 3


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """A fact with its value of each of the years, None where there is none."""

    fact: Fact
    values: Sequence[FactValue | None]

    def shown(self, value: FactValue) -> str:
        """Return a value as it is printed."""
        return read_back(self.fact, value.value)


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """The last years for which anything was entered, oldest first, and what was."""

    years: Sequence[int]
    rows: Sequence[OwnFigure]


def figures_for(draft: Draft, part_id: str) -> OwnFigures:
    """Return the figures that inform a part; those that nobody entered are there without values."""
    years = sorted({year for (_, year), row in draft.facts.items() if row.value})[-_YEARS:]
    return OwnFigures(
        years,
        [
            OwnFigure(fact, [_entered(draft, fact.id, year) for year in years])
            for fact in draft.edition.facts
            if part_id in fact.parts
        ],
    )


def _entered(draft: Draft, fact_id: str, year: int) -> FactValue | None:
    row = draft.facts.get((fact_id, year))
    return row if row is not None and row.value else None
