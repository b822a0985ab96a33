"""Cases of awards that tests change."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from benchmarking.award.case import Candidate, Case, Course, Criterion, Rule
from benchmarking.rounds import Round

ROUND = Round(2026, 1)
FROZEN = "ab" * 32
SET = "cd" * 32

IMPROVED = Rule(
    "most_improved",
    "gap_closed",
    (
        Criterion("A07", Fraction(2), "up", Fraction(90)),
        Criterion("A06", Fraction(1), "down", Fraction(0)),
    ),
)
RESIDUAL = Rule("most_improved", "residual", (Criterion("A07", Fraction(1), "up"),))
LEARNING = Rule(
    "learning",
    "level",
    (Criterion("F08", Fraction(1), "up"), Criterion("F02", Fraction(1), "up")),
)
JURY = Rule("best_practice", "jury", ())


def candidate(member: str, **courses: tuple[int | None, int | None]) -> Candidate:
    """Return an eligible candidate with these courses (start, end)."""
    return Candidate(
        member=member,
        complete=True,
        in_time=True,
        open_queries=0,
        worst_grade="C",
        won=(),
        consents=True,
        courses={name: Course(exact(start), exact(end)) for name, (start, end) in courses.items()},
    )


def exact(number: int | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def case(rule: Rule, *candidates: Candidate) -> Case:
    return Case(ROUND, FROZEN, SET, rule, candidates)


def improving(**ends: int) -> Case:
    """Return a case in which all start from 40 % active and 10 % leaving."""
    return case(
        IMPROVED, *(candidate(name, A07=(40, end), A06=(10, 9)) for name, end in ends.items())
    )


def scores(**given: int) -> Mapping[str, Fraction]:
    return {name: Fraction(score) for name, score in given.items()}


def with_candidate(given: Case, at: int, **changes: object) -> Case:
    """Return the case with one candidate changed."""
    changed = list(given.candidates)
    changed[at] = replace(changed[at], **changes)  # type: ignore[arg-type]  # any field of it
    return replace(given, candidates=tuple(changed))
