"""What a member gave in a round, and what its indicators come to: exact, or why there is none.

Not collected is not zero: a quantity that is absent from a sheet, or stands there without a number,
has no value, and nothing is made of it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from benchmarking.indicators.model import Indicator, IndicatorSet, Term, Unit
from benchmarking.rounds import Round

Grade = Literal["A", "B", "C", "D", ""]
"""Reliability: A from records that can be checked, B, C extrapolated, D estimated, '' not said."""

GRADES: tuple[Grade, ...] = ("A", "", "B", "C", "D")
"""From the most to the least reliable; a grade that was not said stands behind A."""

Missing = Literal["not_collected", "no_previous_round", "zero_denominator", "small_denominator"]

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")


class NotANumber(ValueError):
    """Say that a text spells no number."""


class UnknownUnit(ValueError):
    """Say that a figure is given in a unit that the set does not accept there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure as given: its number (None: not collected), unit ('': the set's), grade, accuracy.

    `accuracy` is the band in per cent of the figure (5: give or take five per cent).
    """

    number: Fraction | None
    unit: str = ""
    grade: Grade = ""
    accuracy: Fraction | None = None
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """What one member gave in one round, by quantity."""

    round: Round
    entries: Mapping[str, Entry] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator comes to, with the worst grade of what it was made of.

    A ratio keeps its numerator and denominator, so that sums can be formed; other kinds have None.
    """

    number: Fraction
    grade: Grade
    numerator: Fraction | None = None
    denominator: Fraction | None = None

    @property
    def accepted(self) -> bool:
        """Say whether it counts in figures, in N and for awards: estimates (D) never do."""
        return self.grade != "D"


def number(text: str) -> Fraction | None:
    """Return the exact number that a text spells, None for a blank. Raises NotANumber.

    A decimal point, no thousands separator, at most 15 digits before it and 6 behind.
    """
    trimmed = text.strip()
    if not trimmed:
        return None
    if not _NUMBER.fullmatch(trimmed):
        raise NotANumber("must be a number such as 1234 or 12.5")
    return Fraction(trimmed)


def converted(value: Fraction, unit: Unit, given: str) -> Fraction:
    """Return a figure in the set's unit. Raises UnknownUnit; a survey's scale accepts no other."""
    if given in {"", unit.id}:
        return value
    for spelling in unit.accepts:
        if spelling.id == given:
            return value * spelling.factor
    raise UnknownUnit(f"cannot be converted into {unit.name}")


def collected(set_: IndicatorSet, sheet: Sheet, quantity: str) -> Fraction | None:
    """Return a quantity of a sheet in the set's unit, None where it was not collected."""
    entry = sheet.entries.get(quantity)
    if entry is None or entry.number is None:
        return None
    return converted(entry.number, set_.units[set_.quantities[quantity].unit], entry.unit)


def term_value(
    set_: IndicatorSet, sheets: Mapping[Round, Sheet], round_: Round, term: Term
) -> Fraction | None:
    """Return what a term adds, with its sign; None where it was not collected."""
    sheet = sheets.get(round_.previous if term.previous else round_)
    found = collected(set_, sheet, term.quantity) if sheet else None
    return None if found is None else term.sign * found


def numerator_and_denominator(
    set_: IndicatorSet, indicator: Indicator, sheets: Mapping[Round, Sheet], round_: Round
) -> tuple[Fraction, Fraction] | None:
    """Return what a formula divides by what, None where not all of it was collected.

    What is entered as it is stands in the place of the denominator.
    """
    found = [term_value(set_, sheets, round_, term) for term in set_.terms(indicator)]
    known = [one for one in found if one is not None]
    return (sum(known[:-1], Fraction(0)), known[-1]) if len(known) == len(found) else None


def value(
    set_: IndicatorSet, indicator: Indicator, sheets: Mapping[Round, Sheet], round_: Round
) -> Value | Missing:
    """Return what an indicator comes to in a round of one member, or why it has no value."""
    terms = set_.terms(indicator)
    if any(t.previous for t in terms) and round_.previous not in sheets:
        return "no_previous_round"
    found = numerator_and_denominator(set_, indicator, sheets, round_)
    if found is None:
        return "not_collected"
    grade = worst(_grade(sheets, round_, term) for term in terms)
    numerator, denominator = found
    if indicator.formula is None:
        return Value(denominator, grade)
    if denominator == 0:
        return "zero_denominator"
    if denominator < indicator.formula.least:
        return "small_denominator"
    return Value(indicator.formula.factor * numerator / denominator, grade, numerator, denominator)


def worst(grades: Iterable[Grade]) -> Grade:
    """Return the least reliable of some grades; '' where there are none."""
    return max(grades, key=GRADES.index, default="")


def _grade(sheets: Mapping[Round, Sheet], round_: Round, term: Term) -> Grade:
    return sheets[round_.previous if term.previous else round_].entries[term.quantity].grade


def history(
    set_: IndicatorSet, indicator: Indicator, sheets: Mapping[Round, Sheet], before: Round
) -> dict[Round, Fraction]:
    """Return a member's accepted values of earlier rounds that are still comparable, by round.

    What lies before the last break of the definition is left out.
    """
    since = set_.comparable_since(indicator.code, before)
    found = {}
    for round_ in sorted(sheets):
        if round_ >= before or (since is not None and round_ < since):
            continue
        one = value(set_, indicator, sheets, round_)
        if isinstance(one, Value) and one.accepted:
            found[round_] = one.number
    return found
