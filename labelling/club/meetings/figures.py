"""Figures of actions as they are typed and kept: decimals as text, exact when computed with."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from benchmarking.figures import NotANumber, number
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy

_PLACES = Decimal("0.0001")


def typed(text: str, field: str) -> str:
    """Return a typed figure as it is kept, '' for a blank; a comma stands for the point as well.

    Raises Invalid for what is no number.
    """
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in plain and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        number(plain)
    except NotANumber:
        raise Invalid(lazy("Write a number such as 1234 or 12.5."), field=field) from None
    return plain


def kept(value: Fraction) -> str:
    """Return an exact figure as it is kept: rounded half up to four decimals."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(exact.quantize(_PLACES, rounding=ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".")


def read(text: str) -> Fraction | None:
    """Return a kept figure, None for a blank."""
    return Fraction(text) if text else None
