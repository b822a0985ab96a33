"""From a frozen round through the gate to a release, and what stands published of it."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from benchmarking.disclosure.audit import Audited, Definitions, audit
from benchmarking.disclosure.cells import WHOLE, Cell, Contribution, Place
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.disclosure.ranks import Quarter
from benchmarking.disclosure.reasons import Reason
from benchmarking.disclosure.releasefile import NotARelease, read_release, release_file
from benchmarking.disclosure.releases import Kind, Ledger
from benchmarking.disclosure.roundcells import (
    RoundFigures,
    bottom,
    cells_of,
    definitions,
    has_parts,
    top,
)
from benchmarking.disclosure.standing import Published
from benchmarking.simulated import SimulatedClub, simulated_club

PLACE = Place("2026-H1", "C01")
VALUES = {f"m{at:02}": 10 * at + at * at for at in range(1, 25)}


@pytest.fixture(scope="module")
def club() -> SimulatedClub:
    return simulated_club()


def cell(values: Mapping[str, int], groups: Mapping[str, frozenset[str]] | None = None) -> Cell:
    given = tuple(Contribution(name, Fraction(value)) for name, value in values.items())
    return Cell(PLACE, given, groups or {})


def released(kind: Kind, found: Cell, ledger: Ledger) -> tuple[bytes, Audited]:
    audited = audit(kind, [found], ledger, Definitions(), CLUB_2026)
    return release_file(kind, audited, CLUB_2026), audited


def test_release_is_read_back_as_it_was() -> None:
    content, audited = released(Kind.DRAFT, cell(VALUES), Ledger())
    found = read_release(content)
    assert found.release == audited.after.releases[-1]
    assert found.policy == "club-2026"
    figures = found.shown[PLACE, WHOLE].figures
    assert {n: float(v) for n, v in figures.shown.items()} == {
        n: float(v) for n, v in audited.figures()[PLACE][WHOLE].shown.items()
    }
    assert sum(one.count for one in found.shown[PLACE, WHOLE].bins) == 24


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format": "club-release-1"}', b"[]"])
def test_what_is_no_release_is_refused(content: bytes) -> None:
    with pytest.raises(NotARelease):
        read_release(content)


def test_share_has_tops_and_bottoms_of_the_same_members(club: SimulatedClub) -> None:
    round_ = club.rounds[-1]
    figures = RoundFigures(club.indicators, round_, club.frozen(round_).members, {})
    found = {one.place: one for one in cells_of(figures, {}, ["A07", "A01"])}
    share, above, below = (
        {one.member: one.value for one in found[place].contributions}
        for place in (Place(str(round_), "A07"), top(round_, "A07"), bottom(round_, "A07"))
    )
    assert share == {member: 100 * above[member] / below[member] for member in share}
    assert above.keys() == below.keys() == share.keys()
    assert found[Place(str(round_), "A07")].upper == 100


def test_estimates_are_in_no_cell(club: SimulatedClub) -> None:
    round_ = club.rounds[-1]
    frozen = club.frozen(round_)
    figures = RoundFigures(club.indicators, round_, frozen.members, {})
    (found,) = cells_of(figures, {}, ["B07"])
    estimated = {
        name for name, one in frozen.members.items() if one.sheet.entries["B07"].grade == "D"
    }
    assert estimated
    assert not estimated & {one.member for one in found.contributions}


def test_same_quantity_in_several_cells_is_linked(club: SimulatedClub) -> None:
    """Members behind a share are the members that are counted: their difference must not show."""
    round_ = club.rounds[-1]
    found = definitions(club.indicators, [round_])
    linked = [one.places for one in found.identities]
    a01 = Place(str(round_), "A01")
    assert any(a01 in places and bottom(round_, "A07") in places for places in linked)
    assert {"A01", "A07/bottom"} <= found.stocks
    assert has_parts(club.indicators.indicators["A07"])
    assert not has_parts(club.indicators.indicators["A05"])


def test_few_members_behind_share_and_count_are_not_told_apart() -> None:
    """Two members lack the share: without the link their sum would follow from both means."""
    whole = Place("2026-H1", "A01")
    part = bottom("2026-H1", "A07")
    given = [Contribution(name, Fraction(value)) for name, value in VALUES.items()]
    cells = [Cell(whole, tuple(given), {}), Cell(part, tuple(given[2:]), {})]
    linked = definitions(simulated_club().indicators, [simulated_club().rounds[-1]])
    told = {
        name: [
            WHOLE in one.figures() and "mean" in one.figures()[WHOLE].shown
            for one in audit(Kind.DRAFT, cells, Ledger(), definitions_, CLUB_2026).judged
        ]
        for name, definitions_ in (("linked", linked), ("not", Definitions()))
    }
    assert told == {"linked": [True, False], "not": [True, True]}


def test_one_corrected_value_leaves_the_older_figures_standing() -> None:
    draft, audited = released(Kind.DRAFT, cell(VALUES), Ledger())
    corrected = {**VALUES, "m03": 400}
    final, _ = released(Kind.FINAL, cell(corrected), audited.after)
    before = Published([read_release(draft)]).standing(PLACE)
    after = Published(map(read_release, (draft, final))).standing(PLACE)
    assert before is not None
    assert after is not None
    assert before.older == frozenset()
    assert after.shown == before.shown
    assert after.older == frozenset(before.shown)
    assert after.bins == before.bins


def test_five_corrected_values_are_published() -> None:
    draft, audited = released(Kind.DRAFT, cell(VALUES), Ledger())
    corrected = {
        name: value + (7 if at < 6 else 0) for at, (name, value) in enumerate(VALUES.items())
    }
    final, _ = released(Kind.FINAL, cell(corrected), audited.after)
    found = Published(map(read_release, (draft, final))).standing(PLACE)
    assert found is not None
    assert found.older == frozenset()
    assert found.shown["mean"] == Fraction(sum(corrected.values()), 24)


def test_own_rank_is_told_among_the_values_that_stand() -> None:
    content, _ = released(Kind.DRAFT, cell(VALUES), Ledger())
    found = Published([read_release(content)])
    rank = found.rank(PLACE, WHOLE, "m24", CLUB_2026, down=False)
    assert rank == Fraction(47, 48)
    assert found.rank(PLACE, WHOLE, "m24", CLUB_2026, down=True) == Fraction(1, 48)
    assert found.rank(PLACE, WHOLE, "nobody", CLUB_2026, down=False) is None
    few, _ = released(Kind.DRAFT, cell(dict(list(VALUES.items())[:12])), Ledger())
    assert Published([read_release(few)]).rank(
        PLACE, WHOLE, "m12", CLUB_2026, down=False
    ) == Quarter(4)


def test_groups_stand_behind_the_whole() -> None:
    groups = {"size:b": frozenset(list(VALUES)[:12]), "size:a": frozenset(list(VALUES)[12:])}
    content, _ = released(Kind.DRAFT, cell(VALUES, groups), Ledger())
    found = Published([read_release(content)])
    assert found.groups(PLACE) == [WHOLE, "size:a", "size:b"]
    assert found.rounds() == ["2026-H1"]
    assert found.standing(Place("2026-H1", "nothing")) is None


def test_a_hidden_figure_never_comes_with_its_number() -> None:
    few, _ = released(Kind.DRAFT, cell(dict(list(VALUES.items())[:4])), Ledger())
    found = Published([read_release(few)]).standing(PLACE)
    assert found is not None
    assert (found.n, dict(found.shown), found.bins) == (None, {}, ())
    assert set(found.suppressed.values()) == {Reason.FEW}


def test_ratio_of_sums_is_of_the_same_members() -> None:
    """Five late joiners have a denominator that may be shown, and a numerator that may not."""
    above, below = top("2026-H1", "A07"), bottom("2026-H1", "A07")
    few = {name: value for name, value in VALUES.items() if name < "m20"}
    late = VALUES | dict.fromkeys(("m20", "m21", "m22", "m23"), 1) | {"m24": 1_000}

    def both(tops: Mapping[str, int], bottoms: Mapping[str, int]) -> list[Cell]:
        return [
            Cell(place, tuple(Contribution(n, Fraction(v)) for n, v in found.items()), {})
            for place, found in ((above, tops), (below, bottoms))
        ]

    first = audit(Kind.DRAFT, both(few, few), Ledger(), Definitions(), CLUB_2026)
    second = audit(Kind.FINAL, both(late, VALUES), first.after, Definitions(), CLUB_2026)
    draft, final = (
        read_release(release_file(kind, one, CLUB_2026))
        for kind, one in ((Kind.DRAFT, first), (Kind.FINAL, second))
    )
    assert Published([draft]).same_members(above, below)
    found = Published([draft, final])
    shown = [found.standing(place) for place in (above, below)]
    assert [one is not None and "mean" in one.shown for one in shown] == [True, True]
    assert [one is not None and "mean" in one.older for one in shown] == [True, False]
    assert not found.same_members(above, below)
