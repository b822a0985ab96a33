"""Quorum and majority over any numbers."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelling.decisions.committee.counting import (
    Tally,
    Verdict,
    quorum,
    result_of,
    tally,
    verdict,
)
from labelling.decisions.committee.models import Choice, ItemResult

votes_of_some = st.dictionaries(st.uuids(), st.sampled_from(list(Choice)), max_size=12)


@pytest.mark.parametrize(
    ("entitled", "needed"), [(0, 3), (3, 3), (4, 3), (5, 3), (6, 4), (7, 4), (8, 5), (9, 5)]
)
def test_quorum_is_more_than_half_and_at_least_three(entitled: int, needed: int) -> None:
    assert quorum(entitled, percent=50, at_least=3) == needed


@given(entitled=st.integers(0, 200), percent=st.integers(0, 99), at_least=st.integers(1, 20))
def test_quorum_is_the_smallest_number_above_the_share(
    entitled: int, percent: int, at_least: int
) -> None:
    needed = quorum(entitled, percent=percent, at_least=at_least)
    assert needed >= at_least
    assert needed * 100 > entitled * percent
    assert needed == at_least or (needed - 1) * 100 <= entitled * percent


@given(votes_of_some)
def test_majority_is_of_the_votes_cast(votes: dict[UUID, Choice]) -> None:
    said = list(votes.values())
    counted = tally(said)
    assert counted == Tally(
        said.count(Choice.FOR), said.count(Choice.AGAINST), said.count(Choice.ABSTAIN)
    )
    expected = Verdict.CARRIED if counted.in_favour > counted.against else Verdict.LOST
    assert verdict(votes, uuid4(), "falls") is expected


@given(votes_of_some, st.uuids())
def test_chair_decides_equal_votes_and_no_others(votes: dict[UUID, Choice], chair: UUID) -> None:
    for said in Choice:
        found = {**votes, chair: said}
        plain = verdict(found, chair, "falls")
        with_chair = verdict(found, chair, "chair")
        if tally(found.values()).is_tied and said is Choice.FOR:
            assert (plain, with_chair) == (Verdict.LOST, Verdict.CARRIED)
        else:
            assert with_chair is plain


def test_nobody_voting_carries_nothing() -> None:
    assert verdict({}, uuid4(), "falls") is Verdict.LOST
    assert verdict({}, uuid4(), "chair") is Verdict.LOST


@pytest.mark.parametrize(
    ("found", "rule", "can_refuse", "result"),
    [
        (Verdict.CARRIED, "not_awarded", True, ItemResult.CARRIED),
        (Verdict.CARRIED, "sent_back", False, ItemResult.CARRIED),
        (Verdict.LOST, "not_awarded", True, ItemResult.NOT_AWARDED),
        (Verdict.LOST, "not_awarded", False, ItemResult.SENT_BACK),
        (Verdict.LOST, "sent_back", True, ItemResult.SENT_BACK),
        (Verdict.LOST, "sent_back", False, ItemResult.SENT_BACK),
    ],
)
def test_what_finds_no_majority_is_handled_by_the_rule(
    found: Verdict, rule: str, can_refuse: bool, result: ItemResult
) -> None:
    assert result_of(found, rule, can_refuse=can_refuse) is result  # type: ignore[arg-type] # one of two words
