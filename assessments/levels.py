"""What each level asks, whether it is met, and what stands between."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from assessments.editions.model import Edition, Level
from assessments.errors import quoted
from assessments.exact import exact_sum
from assessments.judgement import NothingToScore
from assessments.scoring import CriterionScore, PartScore, Range, Score, percent_of, sum_of

Rule = Literal["total", "percent", "part_minimum", "criterion_minimum", "level_below"]
State = Literal["open", "fails"]

_MET = Fraction(1)
_NOT_MET = Fraction(0)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One rule of a level: points for `total`, else percent; `level_below` asks for 1 (is met).

    `id` names the part, the criterion or the level below; None for `total` and `percent`.
    """

    rule: Rule
    id: str | None
    required: Fraction


@dataclass(frozen=True, slots=True)
class Asked:
    """What a level asks: the parts in its scope and its rules, ordered by rule, then by id."""

    level: Level
    scope: tuple[str, ...]
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A rule and what it has got so far."""

    requirement: Requirement
    has: Range

    @property
    def holds(self) -> bool:
        """Tell whether the rule holds, whatever becomes of what is unscored."""
        return self.has.lower >= self.requirement.required


@dataclass(frozen=True, slots=True)
class Unmet:
    """A rule that does not hold yet, and what it has got so far."""

    requirement: Requirement
    has: Range

    @property
    def gap(self) -> Fraction:
        """Return what is missing while everything unscored counts as 0."""
        return self.requirement.required - self.has.lower

    @property
    def state(self) -> State:
        """Return `open` while what is unscored can still close the gap, else `fails`."""
        return "fails" if self.has.upper < self.requirement.required else "open"


@dataclass(frozen=True, slots=True)
class LevelResult:
    """How an assessment stands at a level; `percent` is of the points possible in its scope."""

    level: Level
    percent: Range
    unmet: tuple[Unmet, ...]

    @property
    def met(self) -> bool:
        """Tell whether every rule holds, whatever becomes of what is unscored."""
        return not self.unmet

    @property
    def within_reach(self) -> bool:
        """Tell whether every rule holds if all that is unscored comes to 100."""
        return all(unmet.state == "open" for unmet in self.unmet)


@dataclass(frozen=True, slots=True)
class _Gained:
    """Points gained, and the points possible."""

    points: Range
    possible: Fraction

    @property
    def percent(self) -> Range:
        """Return the points gained as a percentage of those possible."""
        return percent_of(self.points, self.possible)


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What was gained in the parts that a level asks for and that apply."""

    parts: Mapping[str, PartScore]
    criteria: Mapping[str, _Gained]
    whole: _Gained


@lru_cache(maxsize=64)
def what_levels_ask(edition: Edition) -> tuple[Asked, ...]:
    """Return what each level asks, lowest first."""
    below = (None, *(level.id for level in edition.levels))
    return tuple(
        Asked(level, edition.scope(level), tuple(_requirements(level, level_below)))
        for level, level_below in zip(edition.levels, below, strict=False)
    )


def level_results(score: Score) -> tuple[LevelResult, ...]:
    """Return how an assessment stands at each level of its edition, lowest first.

    Raises NothingToScore where no part that a level asks for applies.
    """
    results: list[LevelResult] = []
    gained: dict[tuple[str, ...], _Gathered] = {}
    for asked in what_levels_ask(score.edition):
        if asked.scope not in gained:
            gained[asked.scope] = _gathered(asked, score)
        results.append(_result(asked, gained[asked.scope], results[-1] if results else None))
    return tuple(results)


def measures(score: Score, level_id: str) -> tuple[Measure, ...]:
    """Return what each rule of a level asks and has got, whether it holds or not.

    A rule about nothing that applies is left out. Raises KeyError where the edition has no such
    level, and NothingToScore where no part that a level asks for applies.
    """
    asks = {asked.level.id: asked for asked in what_levels_ask(score.edition)}
    asked = asks[level_id]
    results = dict(zip(asks, level_results(score), strict=True))
    gained = _gathered(asked, score)
    found = []
    for requirement in asked.requirements:
        below = results[requirement.id or ""] if requirement.rule == "level_below" else None
        has = _measured(requirement, gained, below)
        if has is not None:
            found.append(Measure(requirement, has))
    return tuple(found)


def highest_met(results: tuple[LevelResult, ...]) -> Level | None:
    """Return the highest level that is met, None where none is."""
    met = [result.level for result in results if result.met]
    return met[-1] if met else None


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts ids as people number them: 1.2 before 1.10."""
    return tuple((int(digits or 0), text) for digits, text in re.findall(r"(\d+)|(\D+)", name))


def _requirements(level: Level, level_below: str | None) -> Iterator[Requirement]:
    if level.minimum_total is not None:
        yield Requirement("total", None, level.minimum_total)
    if level.minimum_percent is not None:
        yield Requirement("percent", None, level.minimum_percent)
    for part_id in sorted(level.part_minimum, key=natural):
        yield Requirement("part_minimum", part_id, level.part_minimum[part_id])
    for criterion_id in sorted(level.criterion_minimum, key=natural):
        minimum = level.criterion_minimum[criterion_id]
        yield Requirement("criterion_minimum", criterion_id, minimum)
    if level_below is not None:
        yield Requirement("level_below", level_below, _MET)


def _result(asked: Asked, gained: _Gathered, below: LevelResult | None) -> LevelResult:
    unmet = []
    for requirement in asked.requirements:
        has = _measured(requirement, gained, below)
        if has is not None and has.lower < requirement.required:
            unmet.append(Unmet(requirement, has))
    return LevelResult(asked.level, gained.whole.percent, tuple(unmet))


def _gathered(asked: Asked, score: Score) -> _Gathered:
    """Gather what a level asks for; raise NothingToScore where no part of it applies."""
    scope = frozenset(asked.scope)
    parts: dict[str, PartScore] = {}
    criteria: dict[str, _Gained] = {}
    for criterion in score.criteria:
        inside = [part for part in criterion.parts if part.part.id in scope and part.maximum]
        if inside:
            parts.update((part.part.id, part) for part in inside)
            criteria[criterion.criterion.id] = _gained(criterion, inside)
    if not parts:
        problem = (
            f"leaves nothing to score: no part that level {quoted(asked.level.id)} asks applies"
        )
        raise NothingToScore((asked.scope[-1], "not_applicable"), problem)
    whole = _Gained(
        sum_of(one.points for one in criteria.values()),
        exact_sum(one.possible for one in criteria.values()),
    )
    return _Gathered(parts, criteria, whole)


def _gained(criterion: CriterionScore, inside: list[PartScore]) -> _Gained:
    """Return what was gained in some parts of a criterion; in all, it has been summed already."""
    if sum(part.part.weight for part in inside) == inside[0].weights:
        return _Gained(criterion.points, Fraction(criterion.criterion.points))
    return _Gained(
        sum_of(part.points for part in inside), exact_sum(part.maximum for part in inside)
    )


def _measured(
    requirement: Requirement, gained: _Gathered, below: LevelResult | None
) -> Range | None:
    """Return what a rule has got, None where nothing that it is about applies."""
    match requirement.rule:
        case "total":
            return gained.whole.points
        case "percent":
            return gained.whole.percent
        case "part_minimum":
            part = gained.parts.get(requirement.id or "")
            return part.percent if part else None
        case "criterion_minimum":
            criterion = gained.criteria.get(requirement.id or "")
            return criterion.percent if criterion else None
        case "level_below":
            return _standing(below) if below else None


def _standing(below: LevelResult) -> Range:
    """Return the level below as a number: 1 is met, 0 is not."""
    return Range(_MET if below.met else _NOT_MET, _MET if below.within_reach else _NOT_MET)
