"""Several cases at once against all choices tried one by one; what stays empty, and why."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.assigning.proposing import propose
from assessments.assigning.rules import broken, worth
from assessments.assigning.task import Candidate, Case, Rule, Weights
from assessments.assigning.together import Asked, propose_together
from tests.assessments.assigning.test_proposing import all_teams, cases, people

WEIGHTS = Weights()


def good(key: str, *, cases: int = 5, load: int = 0, capacity: int = 3) -> Candidate:
    """Return somebody who can do any case."""
    return Candidate(key, field=True, language=4, cases=cases, load=load, capacity=capacity)


@st.composite
def asked(draw: st.DrawFn) -> list[Asked]:
    """Return one to three cases of the same few people, who see each case differently."""
    base = draw(people())[:4]
    return [
        Asked(
            tuple(
                replace(one, field=draw(st.booleans()), barred=draw(st.integers(0, 4)) == 0)
                for one in base
            ),
            draw(cases()),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]


def counted(choice: tuple[tuple[Candidate, ...] | None, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in (one for team in choice for one in team or ()):
        found[one.key] = found.get(one.key, 0) + 1
    return found


def value(questions: list[Asked], choice: tuple[tuple[Candidate, ...] | None, ...]) -> float:
    """Return what a choice is worth: a load more for each further case of one person."""
    own = sum(
        worth(team, one.case, WEIGHTS)
        for one, team in zip(questions, choice, strict=True)
        if team is not None
    )
    return own - WEIGHTS.load * sum(many * (many - 1) / 2 for many in counted(choice).values())


def best(questions: list[Asked]) -> tuple[int, float]:
    """Return how many cases can have a team, and the greatest worth of so many, by trying all."""
    room = {one.key: one.capacity - one.load for one in questions[0].candidates}
    every = [[None, *all_teams(list(one.candidates), one.case)] for one in questions]
    return max(
        (sum(team is not None for team in choice), value(questions, choice))
        for choice in product(*every)
        if all(many <= max(room[key], 0) for key, many in counted(choice).items())
    )


@settings(max_examples=60, deadline=None)
@given(asked())
def test_as_many_as_can_be_get_the_best_teams(questions: list[Asked]) -> None:
    found = propose_together(questions)

    choice: list[tuple[Candidate, ...] | None] = []
    for one, proposal in zip(questions, found, strict=True):
        keys = {member.key for member in proposal.team}
        team = tuple(member for member in one.candidates if member.key in keys)
        assert bool(proposal.impossible) == bool(broken(team, one.case))
        choice.append(None if proposal.impossible else team)
    room = {one.key: one.capacity - one.load for one in questions[0].candidates}
    assert all(many <= room[key] for key, many in counted(tuple(choice)).items())
    filled, most = best(questions)
    assert sum(team is not None for team in choice) == filled
    assert abs(value(questions, tuple(choice)) - most) < 1


def test_one_case_alone_is_proposed_as_ever() -> None:
    candidates = (good("a"), good("b", load=1), good("c", cases=0))
    case = Case(2)
    assert propose_together([Asked(candidates, case)]) == [propose(candidates, case)]


def test_nobody_is_given_more_than_there_is_room_for_and_the_rule_is_named() -> None:
    candidates = (good("a", capacity=1), good("b", capacity=1))
    found = propose_together([Asked(candidates, Case(1))] * 3)
    assert sorted(len(one.team) for one in found) == [0, 1, 1]
    [empty] = [one for one in found if not one.team]
    assert Rule.LOAD in empty.impossible
    assert empty.numbers[Rule.LOAD] == 0


def test_work_is_spread_where_people_are_equal() -> None:
    candidates = tuple(good(key) for key in "abc")
    found = propose_together([Asked(candidates, Case(1))] * 3)
    assert {one.team[0].key for one in found} == set("abc")


def test_complete_teams_and_no_cases_ask_nothing() -> None:
    assert propose_together([]) == []
    [found] = propose_together([Asked((good("a"),), Case(1, standing=(good("z"),)))])
    assert (found.team, found.impossible) == ((), ())
