"""Cohen's weighted kappa of two raters, with the distances of the scores as weights."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

Weights = Literal["unweighted", "linear", "quadratic"]
Pair = tuple[Fraction, Fraction]


def weighted_kappa(pairs: Sequence[Pair], weights: Weights = "quadratic") -> Fraction | None:
    """Return 1 less the observed by the expected disagreement of pairs of scores, exactly.

    J. Cohen, Weighted kappa (1968). Disagreement is 0 or 1 (unweighted), the distance of the two
    scores (linear) or its square (quadratic); what is expected is the mean over every score of
    the one with every score of the other. None where there is no pair or no disagreement is
    expected: both gave one and the same score throughout.
    """
    ones = Counter(one for one, _ in pairs)
    others = Counter(other for _, other in pairs)
    expected = sum(
        (n * m * _apart(one, other, weights) for one, n in ones.items()
         for other, m in others.items()),
        start=Fraction(0),
    )  # fmt: skip
    if not expected:
        return None
    observed = sum((_apart(one, other, weights) for one, other in pairs), start=Fraction(0))
    return 1 - len(pairs) * observed / expected


def _apart(one: Fraction, other: Fraction, weights: Weights) -> Fraction:
    match weights:
        case "unweighted":
            return Fraction(one != other)
        case "linear":
            return abs(one - other)
        case _:
            return (one - other) * (one - other)
