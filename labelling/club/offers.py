"""Figures that are known already: from the organisation's fact sheet, offered with their source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy.orm import Session

from benchmarking.figures import Sheet, collected
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
_FLOWS: Mapping[str, str] = {
    "joined": "members-joined",
    "left": "members-left",
    "B03": "income-total",
    "private-income": "income-private",
    "operating-cost": "cost-actual",
    "D01": "service-cases",
    "E07": "project-money",
    "E09": "results-confirmed",
}
"""What is summed over a half-year and, in the fact sheet, over the year: what the first half has
not, the second has. Counts of different members are no sums, so that they are not here."""
_OF_THE_YEAR: Mapping[str, str] = {"income-of-year": "income-total"}
FACT_OF_YEAR: Mapping[str, str] = {**_STOCKS, **_OF_THE_YEAR}
"""Quantities of a second half that are a fact of their year, neither more nor less."""
_SECOND = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure known from elsewhere: the number as text, where it stands, how sure it is."""

    number: str
    shown: str
    source: str
    grade: str


def offers_for(
    session: Session,
    set_: IndicatorSet,
    organisation_id: UUID | None,
    half: Round,
    earlier: Mapping[Round, Sheet],
) -> dict[str, Offer]:
    """Return the figures of the fact sheet that answer a quantity of this round.

    In second halves: what is counted on 31 December or over the whole year, and what the year
    leaves over the first half that was sent. A half is never made from a year alone, and nothing
    in a fact sheet is of 30 June.
    """
    if organisation_id is None or half.half != _SECOND:
        return {}
    facts = _facts(session, organisation_id, half.year)
    grades = _grades(session, organisation_id, half.year)
    year = gettext("from your fact sheet of %(year)s", year=half.year)
    rest = gettext(
        "your fact sheet of %(year)s less what you sent for %(half)s",
        year=half.year,
        half=half.previous,
    )
    found = {
        quantity: _offer(facts[fact], year, grades[fact])
        for quantity, fact in FACT_OF_YEAR.items()
        if quantity in set_.quantities and fact in facts
    }
    for quantity, left in _left_over(set_, facts, earlier.get(half.previous)):
        found[quantity] = _offer(left, rest, grades[_FLOWS[quantity]])
    return found


def known_before(
    session: Session, set_: IndicatorSet, organisation_id: UUID | None, half: Round
) -> dict[Round, dict[str, Fraction]]:
    """Return what the fact sheet has for the last second half: the stocks of its last day.

    They stand beside the fields of who was not in the club then.
    """
    if organisation_id is None:
        return {}
    facts = _facts(session, organisation_id, half.year - 1)
    found = {
        quantity: facts[fact]
        for quantity, fact in _STOCKS.items()
        if quantity in set_.quantities and fact in facts
    }
    return {Round(half.year - 1, _SECOND): found}


def _facts(session: Session, organisation_id: UUID, year: int) -> dict[str, Fraction]:
    """Return the figures of a year by fact; what is no number answers no quantity."""
    known = {*_STOCKS.values(), *_FLOWS.values(), *_OF_THE_YEAR.values()}
    rows = organisations.fact_values(session, organisation_id)
    return {
        fact: Fraction(row.value)
        for (fact, of), row in rows.items()
        if of == year and fact in known and row.value
    }


def _grades(session: Session, organisation_id: UUID, year: int) -> dict[str, str]:
    """Return the grade of each figure of a year; one that says none counts as from records."""
    rows = organisations.fact_values(session, organisation_id)
    return {fact: row.grade or "A" for (fact, of), row in rows.items() if of == year}


def _left_over(
    set_: IndicatorSet, facts: Mapping[str, Fraction], first: Sheet | None
) -> Iterator[tuple[str, Fraction]]:
    """Yield what is left of a year's sums after its first half, where that was sent and fits."""
    for quantity, fact in _FLOWS.items():
        if first is not None and quantity in set_.quantities and fact in facts:
            half = collected(set_, first, quantity)
            if half is not None and half <= facts[fact]:
                yield quantity, facts[fact] - half


def _offer(number: Fraction, source: str, grade: str) -> Offer:
    return Offer(as_text(number), shown(number), source, grade)


def as_text(number: Fraction) -> str:
    """Return a number as it is entered: plain digits."""
    plain = Decimal(number.numerator) / Decimal(number.denominator)
    return format(plain.normalize() + 0, "f")
