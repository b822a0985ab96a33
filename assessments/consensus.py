"""Differences between assessors: what the mean settles, and what has to be discussed.

The practice of EFQM assessment teams: a spread below 25 percentage points is settled by the
mean; from 25 on strengths and areas are discussed and the part is scored again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessments.editions.model import Edition
from assessments.judgement import NotApplicable

DISCUSSED_FROM = Fraction(25)
"""The spread, in percentage points, from which a difference is discussed, unless set otherwise."""


Opinion = Fraction | NotApplicable | None
"""What one assessor says of a part: its percentage, or that it does not apply; None abstains."""

Outcome = Literal["settled", "discuss", "nobody"]


@dataclass(frozen=True, slots=True)
class Difference:
    """How far assessors are apart over a part.

    `mean`, `spread`, `lowest` and `highest` are of those who gave a percentage, None where none
    did. The outcome is `settled` (by the mean, or because all say that the part does not apply),
    `discuss`, or `nobody` where none said anything.
    """

    part: str
    outcome: Outcome
    scores: int
    not_applicable: int
    lowest: Fraction | None
    highest: Fraction | None
    mean: Fraction | None

    @property
    def spread(self) -> Fraction | None:
        """Return the percentage points from the lowest to the highest score."""
        if self.lowest is None or self.highest is None:
            return None
        return self.highest - self.lowest


def differences(
    edition: Edition,
    opinions: Mapping[str, Mapping[str, Opinion]],
    discussed_from: Fraction = DISCUSSED_FROM,
) -> tuple[Difference, ...]:
    """Return the difference over each part, in the edition's order.

    `opinions` has, by assessor, what each says by part; who says nothing of a part abstains.
    """
    return tuple(
        difference(
            part_id,
            (by_part.get(part_id) for by_part in opinions.values()),
            discussed_from,
        )
        for part_id in edition.parts
    )


def difference(
    part_id: str, opinions: Iterable[Opinion], discussed_from: Fraction = DISCUSSED_FROM
) -> Difference:
    """Return how far assessors are apart over one part.

    A spread from `discussed_from` on is to be discussed, and so is "does not apply" against any
    percentage.
    """
    said = [opinion for opinion in opinions if opinion is not None]
    scores = [opinion for opinion in said if isinstance(opinion, Fraction)]
    dropped = len(said) - len(scores)
    lowest, highest = min(scores, default=None), max(scores, default=None)
    spread = highest - lowest if lowest is not None and highest is not None else None
    return Difference(
        part=part_id,
        outcome=_outcome(spread, dropped, discussed_from),
        scores=len(scores),
        not_applicable=dropped,
        lowest=lowest,
        highest=highest,
        mean=sum(scores, start=Fraction(0)) / len(scores) if scores else None,
    )


def stake(difference: Difference, points: Fraction) -> Fraction:
    """Return how many of the total's points hang on a difference over a part of so many points.

    The spread times the part's weight; where some say that the part does not apply and others give
    a percentage, all of the part's points do.
    """
    if difference.scores and difference.not_applicable:
        return points
    spread = difference.spread
    return spread * points / 100 if spread is not None else Fraction(0)


def _outcome(spread: Fraction | None, dropped: int, discussed_from: Fraction) -> Outcome:
    if spread is None:
        return "settled" if dropped else "nobody"
    if dropped or spread >= discussed_from:
        return "discuss"
    return "settled"
