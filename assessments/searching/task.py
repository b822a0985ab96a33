"""What a way to a level has to do, in whole numbers: parts, steps and missing points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

from assessments.exact import exact_sum
from assessments.judgement import WHOLE
from assessments.levels import Asked
from assessments.scoring import PartScore, Score

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part that can be raised: at least by `first`, and then by up to `steps` whole steps.

    `first` leads to the next multiple of the step, or to the part's own minimum where it is
    below that (`must`: no way leaves the part out). `points_first` and `points_step` are what
    each brings; `group` is the number of the part's criterion.
    """

    part: str
    group: int
    must: bool
    start: Fraction
    first: int
    points_first: int
    steps: int
    points_step: int

    @property
    def most(self) -> int:
        """Return the points that raising the part to 100 brings."""
        return self.points_first + self.steps * self.points_step


@dataclass(frozen=True, slots=True)
class Scales:
    """What makes whole numbers of percentage points, and of points."""

    percent: int
    points: int

    def whole_percent(self, percentage_points: Fraction) -> int:
        """Return percentage points as a whole number."""
        return int(percentage_points * self.percent)

    def whole_points(self, points: Fraction) -> int:
        """Return points as a whole number, rounded up as only a threshold ever needs."""
        return ceil(points * self.points)


@dataclass(frozen=True, slots=True)
class Task:
    """All that a way must do: bring `need` points, and in some groups their own need of points."""

    candidates: tuple[Candidate, ...]
    step: int
    need: int
    group_needs: Mapping[int, int]
    scales: Scales


def task_to_reach(score: Score, asked: Asked) -> Task:
    """Return what is to be done to reach a level whose level below is met.

    What is unscored counts as 0, as everywhere when it is asked whether a level is met.
    """
    parts = [part for part in map(score.parts.__getitem__, asked.scope) if part.maximum]
    scales = _scales(parts)
    required = {(rule.rule, rule.id): rule.required for rule in asked.requirements}
    groups = {one.criterion.id: number for number, one in enumerate(score.criteria)}
    missing = [_below_percent(parts, required.get(("percent", None), _NOTHING))]
    if ("total", None) in required:
        missing.append(required["total", None] - exact_sum(part.points.lower for part in parts))
    missing_in = {
        number: _below_percent(
            [part for part in parts if part.part.criterion == criterion_id],
            required.get(("criterion_minimum", criterion_id), _NOTHING),
        )
        for criterion_id, number in groups.items()
    }
    return Task(
        candidates=tuple(
            _candidate(
                part,
                groups[part.part.criterion],
                required.get(("part_minimum", part.part.id), _NOTHING),
                score.edition.step,
                scales,
            )
            for part in parts
            if _start(part) < WHOLE
        ),
        step=score.edition.step * scales.percent,
        need=scales.whole_points(max(_NOTHING, *missing)),
        group_needs={n: scales.whole_points(m) for n, m in missing_in.items() if m > 0},
        scales=scales,
    )


def _scales(parts: Sequence[PartScore]) -> Scales:
    percent = lcm(*(_start(part).denominator for part in parts))
    return Scales(percent, percent * lcm(*(_rate(part).denominator for part in parts)))


def _candidate(
    part: PartScore, group: int, minimum: Fraction, step: int, scales: Scales
) -> Candidate:
    start = _start(part)
    must = start < minimum
    least = ceil(minimum / step) * step if must else (start // step + 1) * step
    return Candidate(
        part=part.part.id,
        group=group,
        must=must,
        start=start,
        first=scales.whole_percent(least - start),
        points_first=scales.whole_points((least - start) * _rate(part)),
        steps=(100 - least) // step,
        points_step=scales.whole_points(step * _rate(part)),
    )


def _start(part: PartScore) -> Fraction:
    """Return the percentage of a part that applies, 0 where it is unscored."""
    return part.percent.lower if part.percent else WHOLE


def _rate(part: PartScore) -> Fraction:
    """Return the points that one percentage point of the part brings."""
    return part.maximum / WHOLE


def _below_percent(parts: Sequence[PartScore], required: Fraction) -> Fraction:
    """Return the points that the parts lack of a percentage of what is possible in them."""
    possible = exact_sum(part.maximum for part in parts)
    return required * possible / WHOLE - exact_sum(part.points.lower for part in parts)
