"""Which parts divide assessors, so that the rubric can be mended, and who moves in discussion."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assessments.consensus import DISCUSSED_FROM, Opinion, difference
from assessments.levels import natural
from assessments.severity.judgements import Said


@dataclass(frozen=True, slots=True)
class Division:
    """How a part divides assessors over the cases that at least two of them judged.

    In `discussed` of the `cases` the difference had to be discussed. `spread` is the mean, over
    the cases with at least two percentages, from the lowest to the highest; None without one.
    """

    part: str
    cases: int
    discussed: int
    spread: Fraction | None

    @property
    def share(self) -> Fraction:
        """Return the share of the cases that had to be discussed."""
        return Fraction(self.discussed, self.cases)


@dataclass(frozen=True, slots=True)
class Movement:
    """From what assessors gave alone to what was agreed, of an assessor or a part.

    `mean` is agreed less individual in percentage points, `distance` the same without its sign.
    """

    id: str
    judgements: int
    raised: int
    lowered: int
    mean: Fraction
    distance: Fraction


def dividing_parts(
    said: Iterable[Said], discussed_from: Fraction = DISCUSSED_FROM
) -> tuple[Division, ...]:
    """Return the parts that were judged by two or more, the most divisive first.

    First by the share discussed, then by the spread, then by id.
    """
    opinions: defaultdict[str, defaultdict[str, list[Opinion]]]
    opinions = defaultdict(lambda: defaultdict(list))
    for one in said:
        if one.opinion is not None:
            opinions[one.part][one.case].append(one.opinion)
    found = [_division(part, cases, discussed_from) for part, cases in opinions.items()]
    return tuple(
        sorted(
            (one for one in found if one.cases),
            key=lambda one: (-one.share, -(one.spread or Fraction(0)), natural(one.part)),
        )
    )


def movements(
    said: Iterable[Said],
    agreed: Mapping[tuple[str, str], Fraction],
    of: Literal["assessor", "part"],
) -> tuple[Movement, ...]:
    """Return how far each assessor's, or each part's, scores were moved, the farthest first.

    `agreed` has the score of each part of each case that one was agreed for.
    """
    moved: defaultdict[str, list[Fraction]] = defaultdict(list)
    for one in said:
        final = agreed.get((one.case, one.part))
        if final is not None and isinstance(one.opinion, Fraction):
            moved[one.assessor if of == "assessor" else one.part].append(final - one.opinion)
    found = [_movement(name, steps) for name, steps in moved.items()]
    return tuple(sorted(found, key=lambda one: (-one.distance, natural(one.id))))


def _division(part: str, cases: Mapping[str, list[Opinion]], discussed_from: Fraction) -> Division:
    compared = [
        difference(part, opinions, discussed_from)
        for opinions in cases.values()
        if len(opinions) > 1
    ]
    spreads = [one.spread for one in compared if one.scores > 1 and one.spread is not None]
    return Division(
        part,
        len(compared),
        sum(one.outcome == "discuss" for one in compared),
        sum(spreads, start=Fraction(0)) / len(spreads) if spreads else None,
    )


def _movement(name: str, steps: list[Fraction]) -> Movement:
    return Movement(
        name,
        len(steps),
        sum(step > 0 for step in steps),
        sum(step < 0 for step in steps),
        sum(steps, start=Fraction(0)) / len(steps),
        sum(map(abs, steps), start=Fraction(0)) / len(steps),
    )
