"""The doubles nearest to exact numbers and to their roots, for output and nothing else."""

from fractions import Fraction
from math import isqrt

_BITS = 128  # of the root's square; the root has half as many, more than a double's 53


def nearest(value: Fraction) -> float:
    """Return the nearest double; 0.0, never -0.0, for what is too small for one."""
    return value.numerator / value.denominator + 0.0


def nearest_root(value: Fraction) -> float:
    """Return the double nearest to the square root of a number that is not negative.

    The root is taken in whole numbers, and a last bit says whether anything was cut off, which is
    all that rounding needs to know.
    """
    numerator, denominator = value.numerator, value.denominator
    shift = max(_BITS - numerator.bit_length() + denominator.bit_length(), 0)
    shift += shift % 2
    square, left = divmod(numerator << shift, denominator)
    root = isqrt(square)
    cut = bool(left) or root * root != square
    return (root << 1 | cut) / (1 << shift // 2 + 1)
