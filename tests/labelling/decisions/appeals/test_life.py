"""The life of an appeal, and the days of its clocks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.appeals.life import (
    ENDED,
    NEXT,
    RUNNING_CLOCK,
    STATE_NAMES,
    AppealState,
    can_follow,
)
from labelling.decisions.appeals.words import POSSIBLE, About, Follow, Outcome, may_follow
from labelling.decisions.clocks.spans import APPEAL, COMPLAINT, Span, end_of, is_working

STATES = st.sampled_from(list(AppealState))


def test_every_state_is_in_the_tables() -> None:
    assert set(NEXT) == set(STATE_NAMES) == set(AppealState)
    assert set(RUNNING_CLOCK) == set(AppealState) - ENDED
    assert set(RUNNING_CLOCK.values()) == set(APPEAL)


def test_ended_states_are_those_that_nothing_follows() -> None:
    assert {AppealState.DECIDED, AppealState.INADMISSIBLE, AppealState.WITHDRAWN} == ENDED


@given(st.lists(STATES, max_size=12))
def test_nothing_is_decided_that_was_not_admitted_by_two_and_heard(path: list[AppealState]) -> None:
    gone = [AppealState.FILED]
    for state in path:
        if can_follow(gone[-1], state):
            gone.append(state)
    if gone[-1] is AppealState.DECIDED:
        assert gone[-2] is AppealState.SITTING
        assert {AppealState.PROPOSED, AppealState.ADMITTED} <= set(gone)
    if AppealState.INADMISSIBLE in gone:
        assert gone[-2] is AppealState.PROPOSED
    assert all(state not in ENDED for state in gone[:-1])


@given(st.sampled_from(list(AppealState)))
def test_an_appeal_can_be_withdrawn_until_it_has_ended(state: AppealState) -> None:
    assert can_follow(state, AppealState.WITHDRAWN) == (state not in ENDED)


DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_from_monday_to_friday(start: date, days: int) -> None:
    end = end_of(Span(days, working=True), start)
    after = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    assert sum(map(is_working, after)) == days
    assert is_working(end)


@given(DAYS, st.integers(1, 90))
def test_other_days_are_counted_all(start: date, days: int) -> None:
    assert end_of(Span(days), start) == start + timedelta(days)


def test_defaults_of_the_clocks() -> None:
    friday = date(2026, 5, 29)
    assert [end_of(span, friday) for span in APPEAL.values()] == [
        date(2026, 6, 5),
        date(2026, 6, 12),
        date(2026, 6, 26),
        date(2026, 7, 28),
    ]
    assert set(COMPLAINT) < set(APPEAL)


@given(DAYS)
def test_each_step_of_an_appeal_ends_after_the_one_before(start: date) -> None:
    ends = [end_of(span, start) for span in APPEAL.values()]
    assert ends == sorted(ends)


@pytest.mark.parametrize("about", About)
def test_what_follows_goes_with_the_outcome(about: About) -> None:
    following = {
        outcome: {follow for follow in Follow if may_follow(about, outcome, follow)}
        for outcome in Outcome
    }
    assert following[Outcome.DISMISSED] == {Follow.NOTHING}
    assert following[Outcome.IN_PART] == set(POSSIBLE[about])
    upheld = set(POSSIBLE[about]) - {Follow.NOTHING} or {Follow.NOTHING}
    assert following[Outcome.UPHELD] == upheld
