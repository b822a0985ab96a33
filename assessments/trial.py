"""A draft edition, or another threshold, tried over past cases before anyone adopts it."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from assessments.editions.loader import load
from assessments.editions.model import Edition, Level
from assessments.editions.renaming import before_renaming
from assessments.judgement import (
    ByAttribute,
    Judgement,
    Judgements,
    NotApplicable,
    NothingToScore,
    Percent,
)
from assessments.levels import LevelResult, level_results
from assessments.scoring import PartScore, Score, score
from assessments.uncertainty import AssessorError, deviation_of_percent, deviation_of_total

Change = Literal["gains", "loses", "same", "open"]
"""Gains or loses a level; has the same; or it is open, as the draft asks what was never scored."""

Dimension = Literal["all", "level", "country", "size", "field"]

NEAR = Fraction(3)
"""Percentage points from a threshold within which a case counts as near, unless set otherwise."""

_NO_LEVEL = ""
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Case:
    """A past case: what was agreed of each part, and what kind of organisation it was about."""

    id: str
    judgements: Judgements
    country: str
    size: str
    field: str


@dataclass(frozen=True, slots=True)
class Move:
    """A case's level before and after, `''` for none; `at_best` if all that is open came to 100."""

    case: Case
    before: str
    after: str
    at_best: str
    change: Change


@dataclass(frozen=True, slots=True)
class Row:
    """How the cases of one group would fare."""

    dimension: Dimension
    group: str
    cases: int
    gains: int
    loses: int
    same: int
    open: int


@dataclass(frozen=True, slots=True)
class NearThreshold:
    """How many of the cases that can be told lie near a level's threshold.

    `deviation` is the standard deviation of the level's percentage, in percentage points, under
    the assumed error; None without one.
    """

    level: str
    threshold: Fraction
    near: int
    cases: int
    deviation: float | None

    @property
    def share(self) -> Fraction | None:
        """Return the share of cases near the threshold, None without cases."""
        return Fraction(self.near, self.cases) if self.cases else None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft would change: case by case, group by group, threshold by threshold.

    `moves` and `untried` name cases and are for those alone who may know them. `untried` are those
    in which no part applied that a level asks for; they count nowhere. `deviation` is the standard
    deviation of the total, in points, where every part applies; None without an assumed error.
    """

    before: Edition
    after: Edition
    moves: tuple[Move, ...]
    untried: tuple[Case, ...]
    rows: tuple[Row, ...]
    near: tuple[NearThreshold, ...]
    deviation: float | None


def with_threshold(edition: Edition, level_id: str, minimum: Decimal) -> Edition:
    """Return a draft of the edition with another threshold of a level, in its own unit.

    Raises KeyError for a level that the edition does not have, and FaultyEdition where the
    edition would no longer hold together.
    """
    tables = json.loads(edition.canonical)
    level = {level["id"]: level for level in tables.get("levels", [])}[level_id]
    key = "minimum_total" if "minimum_total" in level else "minimum_percent"
    level[key] = f"{minimum:f}"
    return load(tables | {"status": "draft"})


def try_out(
    before: Edition,
    after: Edition,
    cases: Iterable[Case],
    *,
    error: AssessorError | None = None,
    near: Fraction = NEAR,
    renamed: Mapping[str, str] | None = None,
) -> Trial:
    """Return what a draft would change for cases that were scored by the edition before.

    A part of the draft takes what was agreed of the part of the same id, or of the one that
    `renamed` says it was: by attributes where those are the same, otherwise its percentage. Parts
    that are new in the draft are open. Levels are told by their ids: one that the draft puts below
    or between them is no gain to those who are above it. A case in which no part applied that a
    level asks for, before or after, is left untried. Raises Unfit for judgements that the edition
    before does not take.
    """
    moves: list[Move] = []
    scores: list[Score] = []
    untried: list[Case] = []
    for case in cases:
        try:
            old = score(before, case.judgements)
            new = score(after, _judged_by(after, old, renamed or {}))
            moves.append(_move(case, old, new))
        except NothingToScore:
            untried.append(case)
        else:
            scores.append(new)
    return Trial(
        before=before,
        after=after,
        moves=tuple(moves),
        untried=tuple(untried),
        rows=tuple(_rows(moves)),
        near=tuple(_near(after, level, scores, near, error) for level in after.levels),
        deviation=deviation_of_total(score(after, {}), error) if error else None,
    )


def _judged_by(after: Edition, old: Score, renamed: Mapping[str, str]) -> dict[str, Judgement]:
    """Return what was agreed as the draft can take it; what it cannot is left open."""
    judged: dict[str, Judgement] = {}
    for part in after.parts.values():
        before = old.parts.get(before_renaming(part.id, renamed))
        judgement = _taken(before, after, part.kind) if before else None
        if isinstance(judgement, NotApplicable) and not part.may_not_apply:
            continue
        if judgement is not None:
            judged[part.id] = judgement
    for criterion in after.criteria:
        inside = [part.id for part in criterion.parts]
        if all(isinstance(judged.get(part), NotApplicable) for part in inside):
            for part_id in inside:
                del judged[part_id]
    return judged


def _taken(old: PartScore, after: Edition, kind: str) -> Judgement | None:
    judgement = old.judgement
    if isinstance(judgement, NotApplicable):
        return judgement
    if isinstance(judgement, ByAttribute) and not after.whole_numbers:
        asked = after.rubrics[kind].attribute_ids
        if asked and asked == judgement.values.keys():
            return judgement
    percent = old.percent.exact if old.percent else None
    if percent is None or (after.whole_numbers and percent.denominator != 1):
        return None
    return Percent(percent)


def _move(case: Case, old: Score, new: Score) -> Move:
    before = _reached(level_results(old), lambda result: result.met)
    results = level_results(new)
    after = _reached(results, lambda result: result.met)
    at_best = _reached(results, lambda result: result.within_reach)
    return Move(
        case=case,
        before=_name(old.edition, before),
        after=_name(new.edition, after),
        at_best=_name(new.edition, at_best),
        change=_change(_rank(old.edition, new.edition, before), after, at_best),
    )


def _reached(results: Sequence[LevelResult], reaches: Callable[[LevelResult], bool]) -> int:
    """Return the place of the highest level reached, counted from 1; 0 for none."""
    return max((n for n, result in enumerate(results, start=1) if reaches(result)), default=0)


def _name(edition: Edition, place: int) -> str:
    return edition.levels[place - 1].id if place else _NO_LEVEL


def _rank(before: Edition, after: Edition, place: int) -> Fraction:
    """Return where a level reached before stands among the levels after, from 1; 0 for none.

    One that is gone stands behind the last of those below it that is left, by half a place;
    where no level is left, the places themselves are compared.
    """
    left = {level.id: Fraction(n) for n, level in enumerate(after.levels, start=1)}
    reached = [level.id for level in before.levels[:place]]
    if not reached or not any(level.id in left for level in before.levels):
        return Fraction(place)
    if reached[-1] in left:
        return left[reached[-1]]
    return max((left[name] for name in reached if name in left), default=Fraction(0)) + _HALF


def _change(before: Fraction, after: int, at_best: int) -> Change:
    if after > before:
        return "gains"
    if at_best < before:
        return "loses"
    return "same" if after == at_best else "open"


def _rows(moves: Sequence[Move]) -> Iterable[Row]:
    groups: tuple[tuple[Dimension, Callable[[Move], str]], ...] = (
        ("all", lambda _: ""),
        ("level", lambda move: move.before),
        ("country", lambda move: move.case.country),
        ("size", lambda move: move.case.size),
        ("field", lambda move: move.case.field),
    )
    for dimension, group_of in groups:
        for group in sorted({group_of(move) for move in moves}):
            yield _row(dimension, group, [move for move in moves if group_of(move) == group])


def _row(dimension: Dimension, group: str, moves: Sequence[Move]) -> Row:
    changes = [move.change for move in moves]
    return Row(
        dimension=dimension,
        group=group,
        cases=len(moves),
        gains=changes.count("gains"),
        loses=changes.count("loses"),
        same=changes.count("same"),
        open=changes.count("open"),
    )


def _near(
    after: Edition,
    level: Level,
    tried: Sequence[Score],
    near: Fraction,
    error: AssessorError | None,
) -> NearThreshold:
    distances = [
        distance for new in tried if (distance := _distance(after, level, new)) is not None
    ]
    return NearThreshold(
        level=level.id,
        threshold=level.threshold(after.points_possible(level)),
        near=sum(1 for distance in distances if distance <= near),
        cases=len(distances),
        deviation=deviation_of_percent(score(after, {}), level, error) if error else None,
    )


def _distance(after: Edition, level: Level, new: Score) -> Fraction | None:
    """Return how far the case is from the threshold in percentage points, None while open."""
    result = next(one for one in level_results(new) if one.level.id == level.id)
    if result.percent.exact is None:
        return None
    possible = sum((new.parts[part].maximum for part in after.scope(level)), start=Fraction(0))
    return abs(result.percent.exact - level.threshold(possible))
