"""The solver against all teams tried one by one; reasons, alternatives, what is impossible."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.assigning.proposing import propose, smallest_conflict
from assessments.assigning.rules import broken, worth
from assessments.assigning.solving import ALL_RULES, solve
from assessments.assigning.task import Candidate, Case, Reason, Rule, Weights

WEIGHTS = Weights()
KEYS = "abcdef"


@st.composite
def people(draw: st.DrawFn) -> list[Candidate]:
    """Return up to six people who can or cannot do it in every way there is."""
    keys = KEYS[: draw(st.integers(0, 6))]
    return [
        Candidate(
            key=key,
            barred=draw(st.integers(0, 3)) == 0,
            ties=draw(st.booleans()),
            available=draw(st.integers(0, 3)) > 0,
            abroad=draw(st.booleans()),
            field=draw(st.booleans()),
            language=draw(st.integers(2, 5)),
            load=draw(st.integers(0, 3)),
            trained=draw(st.integers(0, 3)) > 0,
            cases=draw(st.sampled_from([0, 2, 3, 9])),
            together=frozenset(draw(st.sets(st.sampled_from(KEYS), max_size=2))) - {key},
        )
        for key in keys
    ]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return a case of one to three places, perhaps with somebody who stands already."""
    size = draw(st.integers(1, 3))
    standing = (
        (Candidate("z", abroad=draw(st.booleans()), field=draw(st.booleans()), cases=4),)
        if size > 1 and draw(st.booleans())
        else ()
    )
    return Case(size, abroad=draw(st.integers(0, min(size, 2))), standing=standing)


def all_teams(
    candidates: list[Candidate], case: Case, rules: frozenset[Rule] = ALL_RULES
) -> list[tuple[Candidate, ...]]:
    """Return every team that keeps to the rules, tried one by one."""
    places = case.size - len(case.standing)
    return [
        team for team in combinations(candidates, places) if not set(broken(team, case)) & rules
    ]


@settings(max_examples=150, deadline=None)
@given(people(), cases())
def test_the_solver_finds_what_trying_all_finds(candidates: list[Candidate], case: Case) -> None:
    best = max((worth(team, case, WEIGHTS) for team in all_teams(candidates, case)), default=None)
    found = solve(candidates, case, WEIGHTS)
    assert (None if found is None else worth(found, case, WEIGHTS)) == best
    if found is not None:
        assert broken(found, case) == []


@settings(max_examples=60, deadline=None)
@given(people(), cases())
def test_the_conflict_is_one_and_no_smaller_one_is(candidates: list[Candidate], case: Case) -> None:
    conflict = frozenset(smallest_conflict(candidates, case))
    if all_teams(candidates, case):
        assert conflict == frozenset()
        return
    assert all_teams(candidates, case, conflict) == []
    for count in range(len(conflict)):
        for fewer in combinations(ALL_RULES, count):
            if Rule.SIZE in fewer:
                assert all_teams(candidates, case, frozenset(fewer)) != []


@settings(max_examples=60, deadline=None)
@given(people(), cases())
def test_every_alternative_makes_a_team_and_the_best_comes_first(
    candidates: list[Candidate], case: Case
) -> None:
    proposal = propose(candidates, case)
    by_key = {one.key: one for one in candidates}
    team = [by_key[choice.key] for choice in proposal.team]
    for choice in proposal.team:
        rest = [one for one in team if one.key != choice.key]
        worths = []
        for key in choice.alternatives:
            other = [*rest, by_key[key]]
            assert broken(other, case) == []
            worths.append(worth(other, case, WEIGHTS))
        assert worths == sorted(worths, reverse=True)


ANNA = Candidate("anna", field=True, language=5, cases=8)
BEN = Candidate("ben", abroad=True, language=4, cases=1)
CLEO = Candidate("cleo", abroad=True, language=3, cases=5, load=2)


def test_a_proposal_says_why_who_leads_and_who_else() -> None:
    proposal = propose([CLEO, BEN, ANNA], Case(2, abroad=1))
    assert [choice.key for choice in proposal.team] == ["ben", "anna"]
    assert proposal.lead == "anna"
    ben, anna = proposal.team
    assert ben.reasons == (
        Reason.ABROAD,
        Reason.LANGUAGE,
        Reason.NEWER,
        Reason.LIGHT_LOAD,
        Reason.NO_TIES,
    )
    assert (ben.alternatives, anna.alternatives) == (("cleo",), ())


def test_what_a_team_is_worth() -> None:
    """Field 6, language 2 a step, −4 a case under way, −30 for ties; 5 for somebody new."""
    tied = replace(BEN, ties=True)
    case = Case(2)
    assert [worth([one], case, WEIGHTS) for one in (ANNA, BEN, CLEO, tied)] == [16, 8, -2, -22]
    assert worth([ANNA, BEN], case, WEIGHTS) == 16 + 8 + 5
    assert worth([ANNA, CLEO], case, WEIGHTS) == 16 - 2
    assert worth([BEN, tied], case, WEIGHTS) == 8 - 22
    assert worth([BEN], Case(2, standing=(ANNA,)), WEIGHTS) == 8 + 5


@pytest.mark.parametrize(("led", "lead"), [(True, None), (False, "anna")])
def test_nobody_leads_beside_somebody_who_leads_already(led: bool, lead: str | None) -> None:
    proposal = propose([ANNA], Case(2, standing=(BEN,), led=led))
    assert ([choice.key for choice in proposal.team], proposal.lead) == (["anna"], lead)


def test_the_same_people_in_the_same_order_give_the_same_team() -> None:
    twins = [replace(ANNA, key=key) for key in "abc"]
    assert [one.key for one in solve(twins, Case(2), WEIGHTS) or []] == ["a", "b"]


@pytest.mark.parametrize(
    ("candidates", "case", "conflict"),
    [
        ([], Case(1), (Rule.SIZE,)),
        ([ANNA], Case(2), (Rule.SIZE,)),
        ([replace(ANNA, barred=True)], Case(1), (Rule.SIZE, Rule.INDEPENDENT)),
        ([ANNA, replace(ANNA, key="b")], Case(2, abroad=1), (Rule.SIZE, Rule.ABROAD)),
        ([ANNA, replace(BEN, available=False)], Case(2), (Rule.SIZE, Rule.AVAILABLE)),
        (
            [ANNA, replace(ANNA, key="b"), replace(BEN, language=1)],
            Case(2, abroad=1),
            (Rule.SIZE, Rule.LANGUAGE, Rule.ABROAD),
        ),
        (
            [ANNA, replace(BEN, together=frozenset({"anna"}))],
            Case(2),
            (Rule.SIZE, Rule.NOT_AGAIN),
        ),
    ],
)
def test_what_makes_it_impossible(
    candidates: list[Candidate], case: Case, conflict: tuple[Rule, ...]
) -> None:
    assert propose(candidates, case).impossible == conflict


def test_numbers_say_how_many_keep_to_each_rule() -> None:
    proposal = propose([ANNA, replace(ANNA, key="b")], Case(2, abroad=1))
    assert proposal.numbers == {Rule.SIZE: 2, Rule.ABROAD: 0}


def test_a_rule_that_is_left_out_binds_nobody() -> None:
    nobody = [replace(ANNA, trained=False)]
    assert propose(nobody, Case(1)).impossible == (Rule.SIZE, Rule.TRAINED)
    assert propose(nobody, Case(1), rules=ALL_RULES - {Rule.TRAINED}).team


def test_those_who_stand_count_and_are_kept_apart_from_their_last_colleague() -> None:
    standing = replace(ANNA, key="z")
    case = Case(2, abroad=1, standing=(standing,))
    close = replace(CLEO, together=frozenset({"z"}))
    assert [one.key for one in propose([close, BEN], case).team] == ["ben"]


def test_three_hundred_people_take_less_than_a_second() -> None:
    many = [
        Candidate(
            f"p{number}",
            abroad=number % 2 == 0,
            field=number % 7 == 0,
            language=2 + number % 4,
            load=number % 4,
            cases=number % 11,
        )
        for number in range(300)
    ]
    found = solve(many, Case(3, abroad=1), WEIGHTS)
    assert found is not None
    assert broken(found, Case(3, abroad=1)) == []
