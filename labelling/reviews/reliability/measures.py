"""The figures of many cases, and which of them are too few to be shown. Pure.

Fewer than three cases or three assessors show nothing: what is left could be told of one of them.
What else is withheld, so that no figure is left over, is said by ``withheld``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from assessments.agreement.bootstrap import ALPHA, ICC, Interval, agreement
from assessments.agreement.figures import Undefined
from assessments.severity.division import Division, Movement, dividing_parts, movements
from assessments.severity.judgements import Said, by_part
from labelling.reviews.reliability.gathering import Gathered
from labelling.reviews.reliability.withheld import (
    LEAST_ASSESSORS,
    LEAST_CASES,
    assessors_by_case,
    half_of,
    is_enough,
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far assessors agreed before they discussed.

    `alpha` is Krippendorff's for intervals, `icc` that of one assessor; None where undefined.
    `settled` of the `compared` parts lay so near each other that the mean settled them; `moved`
    is the mean distance from a score given alone to the agreed one, in percentage points.
    """

    compared: int
    settled: int
    alpha: float | None
    interval: Interval | None
    icc: float | None
    moved: Fraction | None

    @property
    def share(self) -> Fraction | None:
        """Return the share of the parts that the mean settled."""
        return Fraction(self.settled, self.compared) if self.compared else None


@dataclass(frozen=True, slots=True)
class Line:
    """One call or period: how many cases, and the figures where there are enough."""

    name: str
    cases: int
    figures: Agreed | None


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: how it divides assessors, and how far discussion moved its scores."""

    division: Division
    movement: Movement | None


def enough(found: Gathered) -> bool:
    """Say whether there are so many cases and assessors that figures tell of nobody."""
    return is_enough([case.id for case in found.cases], assessors_by_case(found))


def line(name: str, found: Gathered, discussed_from: Fraction, *, shown: bool = True) -> Line:
    """Return the figures of some cases, without them where there are too few or not ``shown``."""
    figures = agreed_figures(found, discussed_from) if shown and enough(found) else None
    return Line(name, len(found.cases), figures)


def agreed_figures(found: Gathered, discussed_from: Fraction) -> Agreed:
    """Return how far assessors agreed in these cases."""
    return _figures(found.said, tuple(found.agreed.items()), discussed_from)


@lru_cache(maxsize=32)  # a call that is over gives the same figures each time they are looked at
def _figures(
    said: tuple[Said, ...],
    agreed: tuple[tuple[tuple[str, str], Fraction], ...],
    discussed_from: Fraction,
) -> Agreed:
    measured = agreement(by_part(said))
    divisions = dividing_parts(said, discussed_from)
    compared = sum(one.cases for one in divisions)
    moved = movements(said, dict(agreed), "part")
    judgements = sum(one.judgements for one in moved)
    far = sum((one.distance * one.judgements for one in moved), start=Fraction(0))
    return Agreed(
        compared=compared,
        settled=compared - sum(one.discussed for one in divisions),
        alpha=_value(measured.figures[f"{ALPHA}.interval"]),
        interval=measured.intervals.get(f"{ALPHA}.interval"),
        icc=_value(measured.figures[f"{ICC}.1_1"]),
        moved=far / judgements if judgements else None,
    )


def over_time(
    found: Gathered, discussed_from: Fraction, shown: Collection[str] | None = None
) -> list[Line]:
    """Return the figures of each half-year in which cases were scored, the earliest first.

    With ``shown``, of no others than those.
    """
    halves: dict[str, set[str]] = {}
    for case in found.cases:
        halves.setdefault(half_of(case), set()).add(case.id)
    return [
        line(
            half,
            found.of(frozenset(halves[half])),
            discussed_from,
            shown=shown is None or half in shown,
        )
        for half in sorted(halves)
    ]


def parts(found: Gathered, discussed_from: Fraction) -> list[PartLine]:
    """Return the parts with enough cases, the most divisive first."""
    if not enough(found):
        return []
    moved: Mapping[str, Movement] = {
        one.id: one for one in movements(found.said, found.agreed, "part")
    }
    return [
        PartLine(one, moved.get(one.part))
        for one in dividing_parts(found.said, discussed_from)
        if one.cases >= LEAST_CASES and _raters(found, one.part) >= LEAST_ASSESSORS
    ]


def _raters(found: Gathered, part: str) -> int:
    return len({one.assessor for one in found.said if one.part == part and one.opinion is not None})


def _value(figure: float | Undefined) -> float | None:
    return None if isinstance(figure, Undefined) else figure
