"""Partitions by brute force, and the conditions of a member's own choice."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.peers import (
    Dimension,
    NotPlaced,
    OwnChoice,
    PeerGroup,
    Placed,
    holdings,
    partition,
    refusals,
)
from benchmarking.rounds import Round

BANDS = ("tiny", "small", "medium", "large", "huge")
SIZE = Dimension("size", BANDS, ordered=True)
FIELD = Dimension("field", BANDS, ordered=False)

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ROUND = Round(2026, 1)


def club(*sizes: int) -> dict[str, Placed]:
    """Return members by band, each by itself."""
    return {
        f"{band}-{at}": Placed(band)
        for band, size in zip(BANDS, sizes, strict=False)
        for at in range(size)
    }


def bands_of(dimension: Dimension, *sizes: int) -> list[tuple[str, ...]]:
    return [group.bands for group in partition(dimension, club(*sizes)).groups]


members = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.builds(Placed, st.sampled_from(BANDS), st.sampled_from(["", "", "", "X", "Y"])),
    max_size=40,
)


def test_ordered_bands_are_put_together_with_neighbours() -> None:
    assert bands_of(SIZE, 8, 8, 8, 8, 8) == [(band,) for band in BANDS]
    assert bands_of(SIZE, 3, 6, 8, 2, 7) == [("tiny", "small"), ("medium",), ("large", "huge")]
    assert bands_of(SIZE, 4, 4, 4, 4, 0) == [("tiny", "small"), ("medium", "large")]
    assert bands_of(SIZE, 8, 1, 8, 0, 0) == [("tiny",), ("small", "medium")]
    assert bands_of(SIZE, 2, 2, 2, 1, 0) == [("tiny", "small", "medium", "large")]


def test_other_bands_that_are_small_are_one_group() -> None:
    assert bands_of(FIELD, 9, 3, 12, 2, 4) == [("tiny",), ("medium",), ("small", "large", "huge")]
    assert bands_of(FIELD, 9, 3, 12, 0, 0) == [("medium",), ("tiny", "small")]
    assert bands_of(FIELD, 8, 9, 10, 0, 0) == [("tiny",), ("small",), ("medium",)]
    assert bands_of(FIELD, 2, 2, 2, 0, 0) == [("tiny", "small", "medium")]


def test_club_without_members_has_no_groups() -> None:
    assert partition(SIZE, {}).groups == partition(FIELD, {}).groups == ()


@settings(deadline=None)
@given(members, st.sampled_from([SIZE, FIELD]), st.integers(1, 9))
def test_partition_holds_everybody_once_in_groups_that_are_large_enough(
    club_: dict[str, Placed], dimension: Dimension, smallest: int
) -> None:
    groups = partition(dimension, club_, smallest).groups
    assert sorted(name for group in groups for name in group.members) == sorted(club_)
    for group in groups:
        assert group.members == {name for name, p in club_.items() if p.band in group.bands}
        assert len(groups) == 1 or holdings(group.members, club_) >= smallest


@settings(deadline=None)
@given(members, st.integers(1, 9))
def test_ordered_partition_has_as_many_and_as_even_groups_as_can_be(
    club_: dict[str, Placed], smallest: int
) -> None:
    present = [band for band in BANDS if any(p.band == band for p in club_.values())]
    best = (-min(len(present), 1), 0)
    for joined in product([True, False], repeat=max(len(present) - 1, 0)):
        runs = [[present[0]]] if present else []
        for band, stays in zip(present[1:], joined, strict=True):
            if stays:
                runs[-1].append(band)
            else:
                runs.append([band])
        sizes = [
            holdings([name for name, p in club_.items() if p.band in run], club_) for run in runs
        ]
        if sizes and min(sizes) >= smallest:
            best = min(best, (-len(runs), max(sizes) - min(sizes)))
    groups = partition(SIZE, club_, smallest).groups
    sizes = [holdings(group.members, club_) for group in groups] or [0]
    assert (-len(groups), max(sizes) - min(sizes)) == best
    joined_up = [band for group in groups for band in group.bands]
    assert joined_up == present


def test_holdings_count_once() -> None:
    club_ = {"a": Placed("tiny", "X"), "b": Placed("tiny", "X"), "X": Placed("tiny")}
    assert holdings(club_, club_) == 2


def test_member_finds_its_group_and_strangers_none() -> None:
    found = partition(SIZE, club(8, 8))
    assert found.group_of("small-3") == PeerGroup(
        ("small",), frozenset(f"small-{n}" for n in range(8))
    )
    with pytest.raises(KeyError):
        found.group_of("nobody")


def test_members_without_a_band_are_named() -> None:
    with pytest.raises(NotPlaced) as refused:
        partition(SIZE, {**club(8), "b": Placed(""), "a": Placed("vast")})
    assert refused.value.members == ("a", "b")
    with pytest.raises(ValueError, match="at most 12 bands"):
        partition(Dimension("many", tuple("abcdefghijklm"), ordered=True), {})


def choice(*peers: str, member: str = "tiny-0", fixed: datetime = NOW) -> OwnChoice:
    return OwnChoice(member, ROUND, frozenset(peers), fixed)


EIGHT = tuple(f"small-{n}" for n in range(8))


def test_choice_of_eight_others_before_the_results_goes_to_the_gate() -> None:
    one = choice(*EIGHT)
    assert refusals(one, club(9, 9), NOW + timedelta(seconds=1)) == ()
    assert refusals(one, club(9, 9), None) == ()
    assert one.compared == {*EIGHT, "tiny-0"}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (choice(*EIGHT[:7]), ("too_few",)),
        (choice(*EIGHT[:7], "tiny-0"), ("oneself", "too_few")),
        (choice(*EIGHT, "nobody"), ("not_a_member",)),
        (choice(*EIGHT[:7], "nobody"), ("not_a_member", "too_few")),
        (choice(*EIGHT, fixed=NOW + timedelta(seconds=1)), ("too_late",)),
        (choice(*EIGHT, fixed=NOW + timedelta(days=1)), ("too_late",)),
    ],
)
def test_choice_is_refused_with_every_reason(one: OwnChoice, expected: tuple[str, ...]) -> None:
    assert refusals(one, club(9, 9), NOW + timedelta(seconds=1)) == expected


def test_second_choice_in_a_round_is_refused() -> None:
    before = [choice(*EIGHT)]
    assert refusals(choice(*EIGHT), club(9, 9), None, before) == ("second_choice",)
    assert refusals(choice(*EIGHT, member="tiny-1"), club(9, 9), None, before) == ()


def test_holding_of_the_member_and_of_peers_counts_once() -> None:
    together = club(9, 9)
    together |= {name: Placed("small", "X") for name in EIGHT[:2]}
    assert refusals(choice(*EIGHT), together, None) == ("too_few",)
    assert refusals(choice(*EIGHT, "small-8"), together, None) == ()
