"""The cheapest ways against trying everything, and against a solver of integer programs."""

from fractions import Fraction
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.editions import edition
from assessments.editions.model import Edition, Level
from assessments.judgement import Judgement, NothingToScore, Percent
from assessments.levels import level_results
from assessments.scoring import Score, score
from assessments.ways import MOST_WAYS, ways_to_next_level
from tests.assessments.solving import solved
from tests.assessments.strategies import judged
from tests.assessments.trying import cases, ways_by_trying

Case = tuple[Edition, dict[str, Judgement]]

trying = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def scored_fully(case: Case) -> Score | None:
    """Return the score, None where a level asks for nothing that applies."""
    try:
        scored = score(*case)
        level_results(scored)
    except NothingToScore:
        return None
    return scored


@trying
@given(cases())
def test_ways_are_those_found_by_trying_everything(case: Case) -> None:
    scored = scored_fully(case)
    if scored is None:
        return
    ways = ways_to_next_level(scored, seconds=1, clock=lambda: 0)
    found = [
        (tuple((one.part, one.start, one.to) for one in way.raises), way.points) for way in ways
    ]
    assert found == ways_by_trying(*case, MOST_WAYS)
    assert all(way.optimal for way in ways)


def reaches(scored: Score, raised: dict[str, Fraction], level: Level) -> bool:
    """Tell whether a level is met once these parts have these percentages."""
    given = {
        part: score.judgement for part, score in scored.parts.items() if score.judgement is not None
    }
    after = given | {part: Percent(value) for part, value in raised.items()}
    results = level_results(score(scored.edition, after))
    return next(result.met for result in results if result.level.id == level.id)


@settings(max_examples=40, deadline=None)
@given(judged())
def test_ways_reach_the_next_level_without_anything_superfluous(case: Case) -> None:
    scored = scored_fully(case)
    if scored is None:
        return
    ways = ways_to_next_level(scored, seconds=20_000, clock=count().__next__)
    costs = [(len(way.raises), way.percentage_points, way.points) for way in ways]
    assert costs == sorted(costs)
    assert len({tuple(one.part for one in way.raises) for way in ways}) == len(ways) <= MOST_WAYS
    for way in ways:
        raised = {one.part: Fraction(one.to) for one in way.raises}
        assert reaches(scored, raised, way.level)
        assert way.points == sum(
            scored.parts[one.part].maximum * one.percentage_points / 100 for one in way.raises
        )
        for one in way.raises if way.optimal else ():
            assert one.start < one.to <= 100
            assert one.to % scored.edition.step == 0
            less = max(one.start, Fraction(one.to - scored.edition.step))
            assert not reaches(scored, raised | {one.part: less}, way.level)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["cluster-excellence-2026", "efqm-2013", "efqm-2020"]),
    st.sampled_from([30, 45, 60]),
    st.lists(st.integers(-4, 4), min_size=40, max_size=40),
)
def test_cheapest_way_costs_what_a_solver_of_integer_programs_finds(
    edition_id: str, usual: int, away: list[int]
) -> None:
    shipped = edition(edition_id)
    scored = score(
        shipped,
        {
            part: Percent(Fraction(usual + 5 * n))
            for part, n in zip(shipped.parts, away, strict=False)
        },
    )
    ways = ways_to_next_level(scored, most=1, seconds=1, clock=lambda: 0)
    found = [(len(way.raises), int(way.percentage_points), float(way.points)) for way in ways]
    unmet = [result for result in level_results(scored) if not result.met]
    assert found == [pytest.approx(solved(scored), abs=1e-6) for _ in unmet[:1]]
