"""The published tables that the measures are checked with."""

from fractions import Fraction

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four coders, twelve units.
_KRIPPENDORFF = """
    1 2 3 3 2 1 4 1 2 . . .
    1 2 3 3 2 2 4 1 2 5 . 3
    . 3 3 3 2 3 4 2 2 5 1 .
    1 2 3 3 2 4 4 1 2 5 1 .
"""
# P. Shrout and J. Fleiss, Intraclass Correlations (1979), table 2: six targets, four judges.
_SHROUT_FLEISS = """
    9 6 8 7 10 6
    2 1 4 1 5 2
    5 3 6 2 6 4
    8 2 8 6 9 7
"""


def _units(text: str) -> list[dict[str, Fraction]]:
    rows = [line.split() for line in text.split("\n") if line.strip()]
    return [
        {name: Fraction(score) for name, score in zip("ABCD", unit, strict=True) if score != "."}
        for unit in zip(*rows, strict=True)
    ]


def krippendorff() -> list[dict[str, Fraction]]:
    """Return the twelve units."""
    return _units(_KRIPPENDORFF)


def shrout_fleiss() -> list[dict[str, Fraction]]:
    """Return the six targets."""
    return _units(_SHROUT_FLEISS)
