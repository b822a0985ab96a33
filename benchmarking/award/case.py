"""What an award is decided from and how it ended, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from benchmarking.figures import Grade
from benchmarking.indicators.model import Direction
from benchmarking.rounds import Round

Route = Literal["most_improved", "best_practice", "learning"]
Measure = Literal["gap_closed", "residual", "level", "jury"]
"""How members are measured: share of the gap to a target closed, more than their start let expect,
the figure itself, or by a jury's scores."""

Kind = Literal["winner", "shortlist", "none"]
Reason = Literal[
    "first", "robust", "not_robust", "tie", "few_eligible", "nobody_eligible", "few_jurors"
]
Obstacle = Literal[
    "incomplete",
    "late",
    "open_query",
    "estimate",
    "recent_winner",
    "no_consent",
    "target_reached",
]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is measured and how much it weighs; `target` for the share of a gap only."""

    id: str
    weight: Fraction
    direction: Direction
    target: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """The club's rule, fixed before the round: route, measure and criteria."""

    route: Route
    measure: Measure
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem:
            raise ValueError(problem)


@dataclass(frozen=True, slots=True)
class Course:
    """A candidate's figure at the start and now; None where it was not collected."""

    start: Fraction | None
    end: Fraction | None


@dataclass(frozen=True)
class Candidate:
    """A member who took part in the round, and what eligibility depends on.

    `worst_grade` is that of the figures of the criteria; `won` are the rounds of earlier awards.
    """

    member: str
    complete: bool
    in_time: bool
    open_queries: int
    worst_grade: Grade
    won: tuple[Round, ...]
    consents: bool
    courses: Mapping[str, Course] = field(hash=False)


@dataclass(frozen=True)
class JurySheet:
    """One juror's scores, by candidate; `member` is the juror's own organisation ('' for none)."""

    juror: str
    member: str
    scores: Mapping[str, Fraction] = field(hash=False)


@dataclass(frozen=True)
class Case:
    """All that an award is decided from.

    `frozen` is the SHA-256 of the frozen round, `indicators` the identity of its set, both in
    hexadecimal. `agreement` is the jury's ICC(2,k) where there is one: kept, not used.
    """

    round: Round
    frozen: str
    indicators: str
    rule: Rule
    candidates: tuple[Candidate, ...]
    jury: tuple[JurySheet, ...] = ()
    agreement: Fraction | None = None


@dataclass(frozen=True)
class Decision:
    """How an award ended: the winner, a shortlist for the jury (ordered by id), or none.

    `obstacles` says why others could not have it, `scores` what those who could came to,
    `stays_first` in what share of draws the first one stays first, by normalisation.
    """

    kind: Kind
    members: tuple[str, ...]
    reason: Reason
    obstacles: Mapping[str, tuple[Obstacle, ...]] = field(hash=False)
    scores: Mapping[str, Fraction] = field(hash=False)
    stays_first: Mapping[str, Fraction] = field(hash=False)


def _problem(rule: Rule) -> str:
    """Return what is wrong with a rule, '' if nothing is."""
    measures: dict[Route, set[Measure]] = {
        "most_improved": {"gap_closed", "residual"},
        "best_practice": {"jury"},
        "learning": {"level"},
    }
    ids = [criterion.id for criterion in rule.criteria]
    if rule.measure not in measures[rule.route]:
        return f"{rule.route} is not measured by {rule.measure}"
    if (rule.measure == "jury") == bool(ids) or len(set(ids)) < len(ids):
        return "a rule has at least one criterion, each once; a jury's has none"
    if any(criterion.weight <= 0 for criterion in rule.criteria):
        return "a weight is above 0"
    if any(criterion.direction == "neutral" for criterion in rule.criteria):
        return "a criterion has a direction"
    if any((one.target is None) == (rule.measure == "gap_closed") for one in rule.criteria):
        return "a criterion has a target where the share of a gap is measured, and only there"
    return ""
