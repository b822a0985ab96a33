"""Exact numbers and the rules that ask for them in words, rounded half up for display only."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from assessments.display import rounded
from assessments.editions.model import Edition
from assessments.levels import Measure, Requirement, Unmet
from assessments.scoring import Range
from labelling.core.i18n import format_number, gettext, language


def shown(value: Fraction | int, decimals: int = 1) -> str:
    """Return a number in the reader's notation, without decimals that are nothing."""
    return _written(value if isinstance(value, Fraction) else Fraction(value), decimals, language())


@lru_cache(maxsize=8192)
def _written(value: Fraction, decimals: int, _language: str) -> str:
    """Return a number in a language, once for all pages: writing it takes longer than reading."""
    number = rounded(value, decimals)
    return format_number(number.to_integral_value() if number == int(number) else number)


def percent(value: Fraction | int) -> str:
    """Return a percentage in words of the reader: 37.5 %."""
    return gettext("%(number)s %%", number=shown(value))


def percent_range(value: Range) -> str:
    """Return how far a percentage can still reach: 37.5 to 52.1 %, or one number."""
    lower, upper = shown(value.lower), shown(value.upper)
    if lower == upper:
        return gettext("%(number)s %%", number=lower)
    return gettext("%(lower)s to %(upper)s %%", lower=lower, upper=upper)


def required(rule: Requirement) -> str:
    """Return what a rule asks, in its own unit: points for the total, else percent."""
    if rule.rule == "total":
        return gettext("%(number)s points", number=shown(rule.required))
    return percent(rule.required)


def reached(measure: Measure | Unmet) -> str:
    """Return what a rule has got so far, in its own unit."""
    if measure.requirement.rule != "total":
        return percent_range(measure.has)
    lower, upper = shown(measure.has.lower), shown(measure.has.upper)
    if lower == upper:
        return gettext("%(number)s points", number=lower)
    return gettext("%(lower)s to %(upper)s points", lower=lower, upper=upper)


def missing(measure: Unmet) -> str:
    """Return how much a rule lacks, in its own unit."""
    if measure.requirement.rule == "total":
        return gettext("%(number)s points", number=shown(measure.gap))
    return gettext("%(number)s percentage points", number=shown(measure.gap))


def rule_name(edition: Edition, rule: Requirement) -> str:
    """Return what a rule is about: a part, a criterion, a level, or all parts together."""
    match rule.rule:
        case "part_minimum":
            return f"{rule.id} {edition.parts[rule.id or ''].title}"
        case "criterion_minimum":
            name = next(one.name for one in edition.criteria if one.id == rule.id)
            return gettext("Criterion %(id)s %(name)s", id=rule.id, name=name)
        case "level_below":
            name = next(one.name for one in edition.levels if one.id == rule.id)
            return gettext("The level below, %(name)s", name=name)
    return gettext("All parts together")


def fraction(value: Fraction) -> str:
    """Return a number exactly: as a whole number or a decimal, else as a fraction."""
    if value.denominator == 1:
        return format_number(value.numerator)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return format_number(Decimal(value.numerator) / Decimal(value.denominator))
    return f"{value.numerator}⁄{value.denominator}"
