"""Exact numbers in words and digits, rounded half up for display only."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from assessments.display import rounded
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


def measured(rule: str, value: Range) -> str:
    """Return what a rule of a level is about: points for ``total``, percent for the others."""
    if rule != "total":
        return percent_range(value)
    lower, upper = shown(value.lower), shown(value.upper)
    if lower == upper:
        return gettext("%(points)s points", points=lower)
    return gettext("%(lower)s to %(upper)s points", lower=lower, upper=upper)


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
