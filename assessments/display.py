"""Exact numbers as they are shown to people; nothing is ever computed from these."""

from decimal import Decimal
from fractions import Fraction
from math import floor


def rounded(value: Fraction | int, decimals: int = 0) -> Decimal:
    """Return the number rounded half up (away from zero), with so many decimals."""
    scale = 10**decimals
    units = floor(abs(value) * scale + Fraction(1, 2))
    return Decimal(-units if value < 0 else units).scaleb(-decimals)
