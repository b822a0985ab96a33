"""Who may have the award, and how it ends."""

from dataclasses import replace
from fractions import Fraction

import pytest

from benchmarking.award.case import Case, Criterion, Decision, JurySheet, Measure, Route, Rule
from benchmarking.award.deciding import JudgedOneself, decide
from benchmarking.award.eligibility import obstacles
from benchmarking.rounds import Round
from tests.benchmarking.award.cases import (
    IMPROVED,
    JURY,
    LEARNING,
    RESIDUAL,
    candidate,
    case,
    improving,
    scores,
    with_candidate,
)

CLEAR = improving(a=45, b=80, c=50, d=42, e=41, f=60)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"complete": False}, ("incomplete",)),
        ({"courses": {}}, ("incomplete",)),
        ({"courses": candidate("x", A07=(40, None), A06=(9, 8)).courses}, ("incomplete",)),
        ({"courses": candidate("x", A07=(None, 50), A06=(9, 8)).courses}, ("incomplete",)),
        ({"in_time": False}, ("late",)),
        ({"open_queries": 1}, ("open_query",)),
        ({"worst_grade": "D"}, ("estimate",)),
        ({"worst_grade": ""}, ()),
        ({"won": (Round(2025, 2),)}, ("recent_winner",)),
        ({"won": (Round(2025, 1),)}, ("recent_winner",)),
        ({"won": (Round(2024, 2),)}, ()),
        ({"consents": False}, ("no_consent",)),
        ({"courses": candidate("x", A07=(90, 91), A06=(9, 8)).courses}, ("target_reached",)),
        ({"courses": candidate("x", A07=(95, 99), A06=(9, 8)).courses}, ("target_reached",)),
        ({"courses": candidate("x", A07=(40, 50), A06=(0, 0)).courses}, ("target_reached",)),
        ({"in_time": False, "consents": False}, ("late", "no_consent")),
    ],
)
def test_award_is_for_those_with_no_obstacle(
    changes: dict[str, object], expected: tuple[str, ...]
) -> None:
    changed = with_candidate(CLEAR, 0, **changes)
    assert obstacles(changed, changed.candidates[0]) == expected


def test_level_needs_no_start() -> None:
    learner = candidate("a", F08=(None, 50), F02=(None, 3))
    assert obstacles(case(LEARNING, learner), learner) == ()


def test_clear_winner_has_the_award_with_all_that_led_to_it() -> None:
    changed = with_candidate(CLEAR, 5, in_time=False)
    decision = decide(changed)
    assert decision == Decision(
        "winner",
        ("b",),
        "robust",
        {"f": ("late",)},
        {
            name: (2 * Fraction(end - 40, 50) + Fraction(1, 10)) / 3
            for name, end in (("a", 45), ("b", 80), ("c", 50), ("d", 42), ("e", 41))
        },
        {"min_max": Fraction(1), "z": Fraction(1), "rank": Fraction(1)},
    )


def test_four_eligible_have_no_award_by_figures() -> None:
    few = with_candidate(with_candidate(CLEAR, 0, consents=False), 1, consents=False)
    assert decide(few).kind == "none"
    assert decide(few).reason == "few_eligible"
    assert decide(few).scores == {}
    assert decide(with_candidate(CLEAR, 0, consents=False)).kind == "winner"


def test_first_by_a_hair_is_a_shortlist() -> None:
    rule = replace(LEARNING)
    close = case(
        rule,
        candidate("a", F08=(None, 100), F02=(None, 0)),
        candidate("b", F08=(None, 0), F02=(None, 101)),
        *(candidate(name, F08=(None, 5), F02=(None, 5)) for name in "cde"),
    )
    decision = decide(close)
    assert (decision.kind, decision.members, decision.reason) == (
        "shortlist",
        ("a", "b"),
        "not_robust",
    )
    assert all(share < Fraction(4, 5) for share in decision.stays_first.values())


def test_first_under_one_way_of_counting_alone_is_a_shortlist() -> None:
    # Far ahead on one criterion and behind on two: min-max and z favour it, ranks do not.
    rule = Rule(
        "learning", "level", tuple(Criterion(name, Fraction(1), "up") for name in ("x", "y", "z"))
    )
    far = case(
        rule,
        candidate("far", x=(None, 1000), y=(None, 6), z=(None, 6)),
        candidate("even", x=(None, 13), y=(None, 8), z=(None, 8)),
        *(candidate(f"m{n}", x=(None, 9 + n), y=(None, 7), z=(None, 7)) for n in range(3)),
        candidate("low", x=(None, 1), y=(None, 0), z=(None, 0)),
    )
    decision = decide(far)
    assert decision.stays_first["min_max"] == 1
    assert decision.stays_first["rank"] == 0
    assert (decision.kind, decision.members) == ("shortlist", ("even", "far"))


def test_two_who_are_level_are_a_shortlist() -> None:
    level = improving(a=80, b=80, c=50, d=42, e=41)
    decision = decide(level)
    assert (decision.kind, decision.members, decision.reason) == ("shortlist", ("a", "b"), "tie")


def test_residual_is_counted_on_the_start() -> None:
    courses = {"a": (10, 31), "b": (30, 41), "c": (50, 58), "d": (70, 61), "e": (90, 71)}
    moved = case(RESIDUAL, *(candidate(name, A07=course) for name, course in courses.items()))
    decision = decide(moved)
    # Raw change would choose a.
    assert (decision.kind, decision.members) == ("winner", ("c",))


def test_order_of_candidates_changes_nothing() -> None:
    turned = replace(CLEAR, candidates=CLEAR.candidates[::-1])
    assert decide(turned) == decide(CLEAR)


def jury(*sheets: JurySheet) -> Case:
    return replace(case(JURY, *(candidate(name) for name in ("a", "b", "c"))), jury=tuple(sheets))


def test_jury_chooses_the_highest_mean_without_ones_own() -> None:
    decision = decide(
        jury(
            JurySheet("one", "a", scores(b=7, c=5)),
            JurySheet("two", "b", scores(a=9, c=6)),
            JurySheet("three", "", scores(a=8, b=9, c=5)),
        )
    )
    means = {"a": Fraction(17, 2), "b": Fraction(8), "c": Fraction(16, 3)}
    assert decision == Decision("winner", ("a",), "first", {}, means, {})


def test_juror_who_scores_oneself_is_refused() -> None:
    with pytest.raises(JudgedOneself):
        decide(jury(JurySheet("one", "a", scores(a=9))))


def test_jury_too_small_or_level_gives_no_winner() -> None:
    one, two = JurySheet("one", "", scores(a=1, b=2, c=3)), JurySheet("two", "", scores(a=3, b=2))
    assert decide(jury(one, two)).reason == "few_jurors"
    both = replace(two, scores=scores(a=3, b=2, c=0))
    decision = decide(jury(one, both))
    assert (decision.kind, decision.members, decision.reason) == ("shortlist", ("a", "b"), "tie")
    nobody = replace(jury(one, both), candidates=())
    assert (decide(nobody).kind, decide(nobody).reason) == ("none", "nobody_eligible")


UP = Criterion("A07", Fraction(1), "up")


@pytest.mark.parametrize(
    ("route", "measure", "criteria", "problem"),
    [
        ("most_improved", "level", (UP,), "is not measured by"),
        ("best_practice", "residual", (UP,), "is not measured by"),
        ("best_practice", "jury", (UP,), "a jury's has none"),
        ("learning", "level", (), "at least one criterion"),
        ("learning", "level", (UP, UP), "each once"),
        ("learning", "level", (replace(UP, weight=Fraction(0)),), "above 0"),
        ("learning", "level", (replace(UP, direction="neutral"),), "has a direction"),
        ("learning", "level", (replace(UP, target=Fraction(1)),), "and only there"),
        ("most_improved", "gap_closed", (UP,), "has a target"),
    ],
)
def test_rule_that_cannot_be_followed_is_refused(
    route: Route, measure: Measure, criteria: tuple[Criterion, ...], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        Rule(route, measure, criteria)


def test_seed_is_the_frozen_round() -> None:
    close = case(
        IMPROVED,
        candidate("a", A07=(40, 61), A06=(10, 8)),
        candidate("b", A07=(40, 55), A06=(10, 6)),
        *(candidate(name, A07=(40, 41), A06=(10, 10)) for name in "cde"),
    )
    other = replace(close, frozen="01" * 32)
    assert decide(close).scores == decide(other).scores
    assert decide(close).stays_first != decide(other).stays_first
