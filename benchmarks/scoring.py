"""Scoring full self-assessments, and finding the cheapest ways to the next level."""

from collections.abc import Callable
from fractions import Fraction
from itertools import cycle
from time import process_time

from assessments.editions import Edition, edition, editions
from assessments.judgement import ByAttribute, Judgement, Percent
from assessments.levels import level_results
from assessments.scoring import score
from assessments.ways import next_level, ways_to_next_level
from benchmarks.pairs import Pair, measure
from tests.assessments.solving import solved

EDITION = "cluster-excellence-2026"

_WAITED = 0.001  # seconds: what is done in less is done more than 1,000 times a second
_CASES = 50

Judged = tuple[Edition, dict[str, Judgement]]


def benchmarks(rounds: int) -> list[Pair]:
    """Measure one core and one code path: the one that pages and the command line use."""
    found = edition(EDITION)
    floor = ("a thousandth of a second of the processor", _wait)
    return [
        measure(
            "scoring a full self-assessment",
            ("points, range and every rule of all levels", _scoring(_by_percent(found))),
            floor,
            aim=1.0,
            rounds=rounds,
        ),
        measure(
            "scoring a full self-assessment by attributes",
            ("the same, with means and caps", _scoring(_by_attribute(found))),
            floor,
            aim=1.0,
            rounds=rounds,
        ),
        measure(
            "ways to the next level",
            ("the five cheapest ways, in every edition with levels", _ways()),
            ("the cheapest alone, as an integer program by HiGHS", _integer_programs()),
            aim=1.0,
            rounds=max(4, rounds // 6),
            warm=1,
        ),
    ]


def _wait() -> None:
    until = process_time() + _WAITED
    while process_time() < until:
        pass


def _by_percent(found: Edition, usual: int = 50) -> list[Judged]:
    """Return assessments that differ in every part, by a rule instead of by chance."""
    return [
        (
            found,
            {
                part: Percent(Fraction(usual + 5 * ((case * 7 + place * place * 3) % 9 - 4)))
                for place, part in enumerate(found.parts)
            },
        )
        for case in range(_CASES)
    ]


def _by_attribute(found: Edition) -> list[Judged]:
    return [
        (
            found,
            {
                part.id: ByAttribute(
                    {
                        one.id: Fraction(50 + 5 * ((case * 7 + place * 3 + number * 5) % 9 - 4))
                        for number, one in enumerate(found.rubrics[part.kind].attributes)
                    }
                )
                for place, part in enumerate(found.parts.values())
            },
        )
        for case in range(_CASES)
    ]


def _scoring(cases: list[Judged]) -> Callable[[], None]:
    following = cycle(cases)

    def score_one() -> None:
        level_results(score(*next(following)))

    return score_one


def _scored() -> list[Judged]:
    """Return a case of each edition that has levels, with one still to be reached."""
    cases = [_by_percent(found, 40)[0] for found in editions() if found.levels]
    assert all(next_level(level_results(score(*case))) for case in cases)
    return cases


def _ways() -> Callable[[], None]:
    cases = _scored()

    def find_all() -> None:
        for case in cases:
            assert all(way.optimal for way in ways_to_next_level(score(*case)))

    return find_all


def _integer_programs() -> Callable[[], None]:
    cases = _scored()

    def solve_all() -> None:
        for case in cases:
            solved(score(*case))

    return solve_all
