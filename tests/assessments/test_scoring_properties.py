"""What is true of every edition and every set of judgements."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.editions.model import Edition
from assessments.judgement import ByAttribute, Departing, Judgement, NotApplicable, Percent
from assessments.levels import LevelResult, level_results
from assessments.scoring import Range, Score, score
from tests.assessments.naive import numbers, outcome
from tests.assessments.strategies import judged, tables_of, values_of

Judged = tuple[Edition, dict[str, Judgement]]

scoring = settings(max_examples=60, deadline=None)


def assessed(case: Judged) -> tuple[Score, tuple[LevelResult, ...]]:
    scored = score(*case)
    return scored, level_results(scored)


def inside(inner: Range, outer: Range) -> bool:
    return outer.lower <= inner.lower <= inner.upper <= outer.upper


@scoring
@given(judged())
def test_points_and_levels_equal_a_second_way_of_computing(case: Judged) -> None:
    edition, judgements = case
    tables = tables_of(edition)
    scored, results = assessed(case)
    least = outcome(tables, numbers(tables, judgements, 0))
    most = outcome(tables, numbers(tables, judgements, 100))
    assert scored.total == Range(least.total, most.total)
    assert [criterion.points for criterion in scored.criteria] == [
        Range(lower, upper) for lower, upper in zip(least.criteria, most.criteria, strict=True)
    ]
    assert [result.percent for result in results] == [
        Range(lower, upper) for lower, upper in zip(least.percents, most.percents, strict=True)
    ]
    assert tuple(result.met for result in results) == least.met
    assert tuple(result.within_reach for result in results) == most.met


@scoring
@given(judged())
def test_numbers_stay_within_their_bounds(case: Judged) -> None:
    scored, results = assessed(case)
    assert inside(scored.total, Range(Fraction(0), Fraction(scored.edition.maximum)))
    for criterion in scored.criteria:
        assert inside(criterion.points, Range(Fraction(0), Fraction(criterion.criterion.points)))
        assert sum(part.maximum for part in criterion.parts) == criterion.criterion.points
    for result in results:
        assert inside(result.percent, Range(Fraction(0), Fraction(100)))


@scoring
@given(judged(complete=True))
def test_score_of_every_part_is_one_number(case: Judged) -> None:
    scored, results = assessed(case)
    assert scored.complete
    assert scored.total.lower == scored.total.upper
    states = {unmet.state for result in results for unmet in result.unmet}
    assert states <= {"fails"}


@scoring
@given(judged(), st.randoms(use_true_random=False))
def test_order_of_judgements_does_not_matter(case: Judged, random: Random) -> None:
    edition, judgements = case
    shuffled = list(judgements.items())
    random.shuffle(shuffled)
    assert score(edition, dict(shuffled)) == score(edition, judgements)


@scoring
@given(judged(), st.data())
def test_scoring_an_open_part_narrows_every_range(case: Judged, data: st.DataObject) -> None:
    edition, judgements = case
    before, levels_before = assessed(case)
    part_id = data.draw(st.sampled_from(list(edition.parts)))
    if before.parts[part_id].percent != Range(Fraction(0), Fraction(100)):
        judgements.pop(part_id)
        before, levels_before = assessed((edition, judgements))
    filled = {**judgements, part_id: Percent(data.draw(values_of(edition)))}
    after, levels_after = assessed((edition, filled))
    assert inside(after.total, before.total)
    assert after.total.upper - after.total.lower < before.total.upper - before.total.lower
    for old, new in zip(levels_before, levels_after, strict=True):
        assert inside(new.percent, old.percent)
        assert new.met or not old.met
        assert old.within_reach or not new.within_reach


def raised(judgement: Judgement, by: Fraction) -> Judgement:
    """Return a judgement with every number in it moved up towards 100."""
    match judgement:
        case Percent(value):
            return Percent(value + (100 - value) * by)
        case ByAttribute(by_attribute):
            return ByAttribute({k: v + (100 - v) * by for k, v in by_attribute.items()})
        case Departing(by_attribute, percent, reason):
            return Departing(by_attribute, percent + (100 - percent) * by, reason)
        case NotApplicable():
            return judgement


@scoring
@given(judged(), st.data())
def test_better_judgement_never_lowers_anything(case: Judged, data: st.DataObject) -> None:
    edition, judgements = case
    if not judgements:
        return
    part_id = data.draw(st.sampled_from(list(judgements)))
    whole = st.sampled_from([Fraction(0), Fraction(1)])
    by = data.draw(whole if edition.whole_numbers else st.fractions(0, 1))
    better = {**judgements, part_id: raised(judgements[part_id], by)}
    before, levels_before = assessed(case)
    after, levels_after = assessed((edition, better))
    assert after.total.lower >= before.total.lower
    assert after.total.upper >= before.total.upper
    for old, new in zip(levels_before, levels_after, strict=True):
        assert new.percent.lower >= old.percent.lower
        assert new.met or not old.met


@scoring
@given(judged())
def test_levels_are_nested(case: Judged) -> None:
    _, results = assessed(case)
    met = [result.met for result in results]
    assert met == sorted(met, reverse=True)
    for unmet in (unmet for result in results for unmet in result.unmet):
        assert unmet.gap > 0
        assert unmet.has.lower <= unmet.has.upper
