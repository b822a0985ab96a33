"""Figures that are known already: from the organisation's fact sheet, offered with their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.indicators.model import IndicatorSet
from benchmarking.rounds import Round
from labelling.club.reasons import shown
from labelling.core.i18n import gettext
from labelling.organisations import queries as organisations

_STOCKS: Mapping[str, str] = {
    "A01": "members-total",
    "A02": "members-firms",
    "sme-companies": "members-sme",
    "A04": "members-research",
    "B01": "staff-fte",
    "B07": "secured-months",
    "E02": "projects-running",
    "cross-sectoral-projects": "projects-cross-sector",
    "members-cooperating": "members-in-projects",
    "F01": "partner-clusters-abroad",
}
"""What is counted on the last day of a half-year and, in the fact sheet, on 31 December."""
_OF_THE_YEAR: Mapping[str, str] = {"income-of-year": "income-total"}
_SECOND = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that is known from elsewhere: the number as text, and where it stands."""

    number: str
    shown: str
    source: str


def offers_for(
    session: Session, set_: IndicatorSet, organisation_id: UUID | None, half: Round
) -> dict[str, Offer]:
    """Return the figures of the fact sheet that answer a quantity of this round.

    Only what is counted on 31 December or over the whole year fits, and only in second halves:
    half a year's figures are never made from a year's.
    """
    if organisation_id is None or half.half != _SECOND:
        return {}
    facts = organisations.fact_values(session, organisation_id)
    found = {}
    for quantity, fact in (*_STOCKS.items(), *_OF_THE_YEAR.items()):
        row = facts.get((fact, half.year))
        if quantity in set_.quantities and row is not None and row.value:
            source = gettext("from your fact sheet of %(year)s", year=half.year)
            found[quantity] = Offer(row.value, shown_text(row.value), source)
    return found


def shown_text(number: str) -> str:
    """Return a kept number as it is printed."""
    return shown(Fraction(number))
