"""A new publication against the ledger: what is hidden, and that only the newer can be."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.disclosure import identities
from benchmarking.disclosure.audit import Definitions, audit
from benchmarking.disclosure.cells import WHOLE, Cell, Place
from benchmarking.disclosure.figures import FIGURES
from benchmarking.disclosure.gate import TooManySets, judge
from benchmarking.disclosure.identities import (
    carried_over,
    halves_of,
    linked,
    parts_of,
)
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.disclosure.reasons import Reason
from benchmarking.disclosure.releases import Kind, Ledger
from tests.benchmarking.disclosure.making import (
    FIRST,
    SECOND,
    after,
    cell,
    club,
    publish,
    told_means,
)

STOCK = Definitions(stocks=frozenset({"A01"}))
TOTAL, OWN, OTHER = (Place("2026-H1", name) for name in ("total", "own", "other"))
PARTS = Definitions(identities=(parts_of(TOTAL, [OWN, OTHER]),))


# --- one round and indicator ---------------------------------------------------------------------


def test_same_figures_again_are_the_same() -> None:
    values = cell(FIRST, club(range(10, 30)), G=list(club([0] * 8)))
    first, second, third = publish(CLUB_2026, *[[values]] * 3)
    assert first.figures() == second.figures() == third.figures()
    assert told_means(third) == {("A01", "*"): 19.5, ("A01", "G"): 13.5}


@pytest.mark.parametrize(("late", "mean"), [(1, None), (4, None), (5, 17), (6, 17.5)])
def test_late_joiners_need_to_be_enough(late: int, mean: float | None) -> None:
    draft, final = club(range(10, 20)), club(range(10, 20 + late))
    last = after([cell(FIRST, draft)], [cell(FIRST, final)])
    assert told_means(last) == {("A01", "*"): mean}
    found = last.figures()[FIRST][WHOLE]
    assert found.n == 10 + late
    if mean is None:
        assert {found.suppressed[name] for name in ("mean", "median", "q1", "sd")} == {
            Reason.DIFFERENCING
        }


@pytest.mark.parametrize("changed", range(8))
def test_corrected_mean_needs_no_change_or_enough(changed: int) -> None:
    """From 5 changed values on the new mean comes; until then the old one stays."""
    draft = club(range(10, 22))
    final = draft | {name: value + 7 for name, value in list(draft.items())[:changed]}
    last = after([cell(FIRST, draft)], [cell(FIRST, final)])
    shown = changed == 0 or changed >= 5
    expected = float(sum(final.values()) / 12)
    assert told_means(last) == {("A01", "*"): expected if shown else None}
    stays = last.stands(FIRST, WHOLE)
    assert stays is not None
    assert {one.member: one.value for one in stays.contributions} == draft


def test_changes_of_one_holding_are_one_change() -> None:
    draft = cell(FIRST, club(range(10, 22)))
    held = replace(
        draft,
        contributions=tuple(
            replace(one, holding="H" if at < 5 else "")
            for at, one in enumerate(draft.contributions)
        ),
    )
    final = replace(
        held,
        contributions=tuple(
            replace(one, value=one.value + 7 * (one.holding == "H")) for one in held.contributions
        ),
    )
    assert told_means(after([held], [final])) == {("A01", "*"): None}


def test_only_the_newer_is_hidden_even_where_it_is_the_larger() -> None:
    """G came first; the whole has only four members more."""
    values = club(range(10, 24))
    group = {name: values[name] for name in list(values)[:10]}
    whole = cell(FIRST, values, G=list(group))
    alone = replace(whole, contributions=whole.contributions[:10], groups={})
    assert told_means(after([alone], [whole])) == {("A01", "*"): None, ("A01", "G"): 14.5}
    assert told_means(after([whole])) == {("A01", "*"): 16.5, ("A01", "G"): None}


def test_refused_set_is_not_told_and_bars_nobody() -> None:
    values = club(range(10, 22))
    (first,) = publish(CLUB_2026, [cell(FIRST, values, G=list(values)[:11])])
    assert [(told.group, told.summed) for told in first.after.told()] == [("*", True)]


def test_own_peers_count_as_published_to_all() -> None:
    """Two members' choices differ in one peer: the second choice shows nothing."""
    values = club(range(10, 40))
    names = list(values)
    one, other = names[:9], [*names[1:9], names[9]]
    last = after(
        [cell(FIRST, values)], [cell(FIRST, values, one=one)], [cell(FIRST, values, other=other)]
    )
    assert told_means(last) == {("A01", "*"): 24.5, ("A01", "other"): None}


def test_audit_without_a_past_is_the_gate_itself() -> None:
    values = cell(FIRST, club(range(10, 30)), G=list(club([0] * 8)), H=list(club([0] * 9)))
    assert after([values]).figures() == {FIRST: judge(values, CLUB_2026).figures()}


def test_too_many_sets_are_refused() -> None:
    values = club(range(65))
    names = list(values)
    groups = {f"g{at:02}": names[at * 5 : at * 5 + 5] for at in range(13)}
    with pytest.raises(TooManySets) as refused:
        audit(Kind.DRAFT, [cell(FIRST, values, **groups)], Ledger(), STOCK, CLUB_2026)
    assert (refused.value.place, refused.value.group) == (FIRST, "g12")


# --- two rounds of a stock -----------------------------------------------------------------------


@pytest.mark.parametrize(("leavers", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_stock_hides_mean_and_spread_of_those_who_stay(leavers: int, hidden: bool) -> None:
    before = club(range(20, 50))
    now = {name: value + 1 for name, value in list(before.items())[leavers:]}
    last = after([cell(FIRST, before)], [cell(SECOND, now)], definitions=STOCK)
    found = last.figures()[SECOND][WHOLE]
    gone = {name for name in FIGURES if name in found.suppressed}
    assert gone == ({"mean", "sd"} if hidden else set())


def test_rounds_that_share_too_little_are_not_read_together() -> None:
    """Of 20 and 19 members 15 are the same: less than four fifths of the larger."""
    before, now = club(range(20, 40)), club(range(25, 44), first=5)
    last = after([cell(FIRST, before)], [cell(SECOND, now)], definitions=STOCK)
    assert told_means(last)["A01", "*"] is not None
    before, now = club(range(20, 40)), club(range(24, 43), first=4)
    last = after([cell(FIRST, before)], [cell(SECOND, now)], definitions=STOCK)
    assert told_means(last)["A01", "*"] is None


def test_flow_is_not_read_together_with_another_round() -> None:
    before = club(range(20, 50))
    last = after([cell(FIRST, before)], [cell(SECOND, dict(list(before.items())[1:]))])
    assert told_means(last)["A01", "*"] is not None


def test_what_another_round_told_by_itself_is_not_held_against_this_one() -> None:
    """In the first round 10 members had much the same; now one of them has nearly everything."""
    before = club(range(20, 50))
    names = list(before)
    now = before | {"m03": Fraction(400)}
    first = [cell(FIRST, before, G=names[10:])]
    last = after(first, [cell(SECOND, now)], definitions=STOCK)
    assert told_means(last)["A01", "*"] is not None


def test_round_two_rounds_ago_counts_as_well() -> None:
    third = Place("2027-H1", "A01")
    before = club(range(20, 50))
    fewer = dict(list(before.items())[1:])
    cells = [[cell(FIRST, before)], [cell(SECOND, dict(list(before.items())[6:]))]]
    last = after(*cells, [cell(third, fewer)], definitions=STOCK)
    assert told_means(last)["A01", "*"] is None


# --- identities ----------------------------------------------------------------------------------


def parts(own: dict[str, Fraction], other: dict[str, Fraction]) -> list[Cell]:
    total = {name: own[name] + other[name] for name in own.keys() & other.keys()}
    return [cell(TOTAL, dict(sorted(total.items()))), cell(OWN, own), cell(OTHER, other)]


def test_parts_and_total_of_the_same_members_are_shown() -> None:
    found = told_means(after(parts(club(range(10, 22)), club(range(50, 62))), definitions=PARTS))
    assert found == {("total", "*"): 71, ("own", "*"): 15.5, ("other", "*"): 55.5}


def test_dominated_part_is_protected_by_its_siblings() -> None:
    """One has 1,000 of the other part: total and own part may not both be told."""
    other, own = club([1000, 60, 20, 20, 20, 20]), club([500, 1500, 1600, 1500, 1400, 1550])
    found = told_means(after(parts(own, other), definitions=PARTS))
    assert found["other", "*"] is None
    assert (found["total", "*"] is None) != (found["own", "*"] is None)
    alone = told_means(after(parts(own, other)))
    assert None not in (alone["total", "*"], alone["own", "*"])


def test_part_that_few_left_blank_is_protected() -> None:
    """Three gave only the total and one part; the sums would tell what the three left blank."""
    own, other = club(range(10, 24)), club(range(50, 64))
    cells = parts(own, other)
    fewer = cell(OTHER, dict(list(other.items())[3:]))
    found = told_means(after([cells[0], cells[1], fewer], definitions=PARTS))
    assert [name for name, mean in found.items() if mean is None] == [("total", "*")]


def test_blank_of_enough_members_is_no_matter() -> None:
    own, other = club(range(10, 24)), club(range(50, 64))
    cells = parts(own, other)
    fewer = cell(OTHER, dict(list(other.items())[5:]))
    assert None not in told_means(
        after([cells[0], cells[1], fewer], definitions=PARTS)
    ).values()  # fmt: skip


def test_one_who_left_one_part_and_one_who_left_the_other() -> None:
    """Total less both parts is what the two left blank, in different indicators."""
    own, other = club(range(10, 24)), club(range(50, 64))
    total = parts(own, other)[0]
    cells = [
        total,
        cell(OWN, {name: value for name, value in own.items() if name != "m03"}),
        cell(OTHER, {name: value for name, value in other.items() if name != "m05"}),
    ]
    assert None in told_means(after(cells, definitions=PARTS)).values()


def test_identities_of_earlier_releases_count() -> None:
    own, other = club([500, 1500, 1600, 1500, 1400, 1550]), club([1000, 60, 20, 20, 20, 20])
    cells = parts(own, other)
    found = told_means(after([cells[0], cells[2]], [cells[1]], definitions=PARTS))
    assert found == {("own", "*"): None}


def test_identity_that_values_do_not_fulfil_tells_nothing() -> None:
    own, other = club([500, 1500, 1600, 1500, 1400, 1550]), club([1000, 60, 20, 20, 20, 20])
    total, *rest = parts(own, other)
    wrong = replace(
        total, contributions=tuple(replace(one, value=one.value + 1) for one in total.contributions)
    )
    found = told_means(after([wrong, *rest], definitions=PARTS))
    assert [name for name, mean in found.items() if mean is None] == [("other", "*")]


def test_places_are_linked_through_what_they_share() -> None:
    one, two, three, four, five, six = (Place("r", name) for name in "abcdef")
    identities = [halves_of(one, two, three), parts_of(four, [five]), parts_of(three, [six])]
    assert {frozenset(group) for group in linked(identities)} == {
        frozenset({one, two, three, six}),
        frozenset({four, five}),
    }


def test_stock_carried_over_links_four_places() -> None:
    now, before, joined, left = (Place("r", name) for name in ("now", "before", "in", "out"))
    assert carried_over(now, before, joined, left).terms == (
        (now, 1), (before, -1), (joined, -1), (left, 1),
    )  # fmt: skip


# --- whatever is published -----------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=10, max_size=16),
    st.lists(st.sets(st.integers(0, 15), min_size=5), min_size=1, max_size=4),
)
def test_what_was_told_never_depends_on_what_comes_later(
    values: list[int], groups: list[set[int]]
) -> None:
    """One release with all groups tells no less than it would before a further one."""
    everyone = club(values)
    names = list(everyone)
    cells = [
        cell(FIRST, everyone, **{f"g{at}": [names[n] for n in group if n < len(names)]})
        for at, group in enumerate(groups)
    ]
    releases = publish(CLUB_2026, *[[one] for one in cells])
    for shorter in range(1, len(cells)):
        again = publish(CLUB_2026, *[[one] for one in cells[:shorter]])
        assert [one.figures() for one in again] == [one.figures() for one in releases[:shorter]]


# --- limits --------------------------------------------------------------------------------------


def test_system_that_is_too_large_lets_no_sum_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "LARGEST_SYSTEM", 3)
    cells = parts(club(range(10, 22)), club(range(50, 62)))
    last = after(cells, definitions=PARTS)
    assert set(told_means(last).values()) == {None}
    assert all("median" in found[WHOLE].shown for found in last.figures().values())
