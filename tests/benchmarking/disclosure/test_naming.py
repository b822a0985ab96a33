"""A value that is shown with a name is left out of all else; nothing may then follow about few."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarking.disclosure.audit import Audited, Definitions, audit
from benchmarking.disclosure.cells import WHOLE, Cell, Contribution, Place
from benchmarking.disclosure.figures import Figures
from benchmarking.disclosure.histogram import histogram
from benchmarking.disclosure.identities import Identity, parts_of
from benchmarking.disclosure.naming import Named, Names, Sight, World, exposes
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.disclosure.reasons import Reason
from benchmarking.disclosure.releases import Kind, Ledger
from tests.benchmarking.disclosure.attacker import Attacker

PLACE = Place("2026-H1", "A01")
PART = Place("2026-H1", "A02")


def cell(
    values: Iterable[int],
    groups: Mapping[str, Iterable[int]] | None = None,
    place: Place = PLACE,
    holdings: Mapping[int, str] | None = None,
) -> Cell:
    """Return a cell of members m00, m01, … with these values."""
    given_ = tuple(
        Contribution(f"m{at:02}", Fraction(value), (holdings or {}).get(at, ""))
        for at, value in enumerate(values)
    )
    named = {
        name: frozenset(f"m{at:02}" for at in members) for name, members in (groups or {}).items()
    }
    return Cell(place, given_, named)


def published(
    *cells: Cell,
    identities: tuple[Identity, ...] = (),
    ledger: Ledger | None = None,
    names: Names | None = None,
) -> Audited:
    """Publish what may be published of some cells."""
    definitions = Definitions(frozenset({"A01"}), identities)
    return audit(Kind.DRAFT, cells, ledger or Ledger(), definitions, CLUB_2026, names=names)


def sights(*audited: Audited) -> list[Sight]:
    """Return every set that is told of, with what is shown."""
    found = []
    for one in audited:
        for judged in one.judged:
            for told in judged.told():
                figures = judged.figures()[told.group]
                values = [given_.value for given_ in judged.cell.contributions]
                bins = histogram(values, figures, CLUB_2026) if told.group == WHOLE else None
                found.append(Sight(told, figures, bins or ()))
    return found


def world(*cells: Cell, identities: tuple[Identity, ...] = ()) -> World:
    return World(cells, frozenset({"A01"}), identities, CLUB_2026)


def named(of: Cell, *members: int) -> frozenset[Named]:
    return frozenset(
        Named(of.place, of.contributions[at].member, of.contributions[at].value) for at in members
    )


def test_one_of_six_may_be_named_two_may_not() -> None:
    of = cell([10, 11, 12, 13, 14, 200_000 // 10_000])
    seen = sights(published(of))
    assert not exposes(seen, frozenset(), world(of))
    assert not exposes(seen, named(of, 0), world(of))
    assert exposes(seen, named(of, 0, 5), world(of))


def test_all_may_be_named_for_nobody_is_left() -> None:
    of = cell([10, 11, 12, 13, 14, 15])
    assert not exposes(sights(published(of)), named(of, *range(6)), world(of))


def test_the_last_who_is_not_named_would_be_solved() -> None:
    """The attacker's algebra: the sum less five named values is the sixth."""
    of = cell([10, 11, 12, 13, 14, 15])
    audited = published(of)
    names = named(of, 0, 1, 2, 3, 4)
    assert exposes(sights(audited), names, world(of))
    assert told_by(audited, names) == {(PLACE, "m05", 0): Fraction(15)}


def told_by(
    audited: Audited, names: frozenset[Named], identities: Iterable[Identity] = ()
) -> dict[tuple[Place, str, int], Fraction]:
    """Return whose values an outsider solves who saw some names, those excepted."""
    attacker = Attacker()
    attacker.sees(audited)
    attacker.knows(identities)
    for one in names:
        attacker.equations.append(({(one.place, one.member, 0): 1}, one.value))
    shown = {(one.place, one.member, 0) for one in names}
    return {key: value for key, value in attacker.solved().items() if key not in shown}


def test_of_a_group_too_few_would_be_left() -> None:
    of = cell(range(20, 40), {"g": range(6)})
    seen = sights(published(of))
    assert {one.told.group for one in seen} == {WHOLE, "g"}
    assert not exposes(seen, named(of, 16), world(of))
    assert exposes(seen, named(of, 0, 5), world(of))


def test_two_sets_whose_difference_shrinks() -> None:
    of = cell([20 + at for at in range(24)], {"g": range(19)})
    seen = [one for one in sights(published(of)) if one.told.group in {WHOLE, "g"}]
    assert len(seen) == 2
    plain = [replace(one, figures=Figures(9, {"mean": Fraction(1)}, {}), bins=()) for one in seen]
    assert not exposes(plain, named(of, 3), world(of))
    assert exposes(plain, named(of, 21), world(of))


def test_without_the_named_one_another_would_dominate() -> None:
    of = cell([1000, 900, 95, 2, 2, 2, 2])
    seen = sights(published(of))
    assert seen[0].told.summed
    assert exposes(seen, named(of, 1), world(of))


def test_quantile_in_which_a_named_value_is_mixed() -> None:
    """One member who knows its rank, beside a named neighbour, reads the third: ¼ a + ½ b + ¼ c."""
    values = [1, 2, 30, 40, 47, 55, 70, 98, 99]
    of = cell(values)
    audited = published(of)
    shown = audited.figures()[PLACE][WHOLE].shown
    assert shown["median"] * 4 - values[3] - values[5] == 2 * values[4]
    assert exposes(sights(audited), named(of, 5), world(of))


def test_beyond_the_quartiles_two_others_must_be_left() -> None:
    of = cell([1, 2, 3, 14, 15, 16, 17, 18, 19, 20, 21, 32, 33, 34, 35, 36])
    seen = sights(published(of))
    assert "q1" in seen[0].figures.shown
    bare = [replace(seen[0], bins=())]
    assert not exposes(bare, named(of, 0), world(of))
    assert not exposes(bare, named(of, 0, 1), world(of))
    assert exposes(bare, named(of, 0, 1, 2), world(of))


def test_bin_in_which_too_few_others_are_left() -> None:
    of = cell([10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 52, 60, 61, 62, 70, 71])
    found = sights(published(of))[0]
    tight = next(one for one in found.bins if one.count == 3)
    inside = next(
        at
        for at, one in enumerate(of.contributions)
        if (tight.low is None or one.value >= tight.low)
        and (tight.high is None or one.value < tight.high)
    )
    only_bins = replace(found, figures=Figures(20, {"mean": Fraction(1)}, {}))
    assert exposes([only_bins], named(of, inside), world(of))
    assert not exposes([replace(only_bins, bins=())], named(of, inside), world(of))


def test_spread_needs_ten_others() -> None:
    of = cell(range(10, 20))
    only = Sight(sights(published(of))[0].told, Figures(10, {"sd": 1.0}, {"q1": Reason.OUTSIDE}))
    assert exposes([only], named(of, 0), world(of))


def test_what_an_identity_tells_of_the_named_member_alone_is_no_exposure() -> None:
    total, part, rest = (Place("2026-H1", name) for name in ("T", "P", "R"))
    link = parts_of(total, (part, rest))
    whole = cell(range(50, 70), place=total)
    one = cell(range(20, 40), place=part)
    other = cell([30] * 20, place=rest)
    audited = published(whole, one, other, identities=(link,))
    seen = [
        replace(sight, figures=Figures(20, {"mean": Fraction(1)}, {}), bins=())
        for sight in sights(audited)
    ]
    of = world(whole, one, other, identities=(link,))
    assert not exposes(seen, named(whole, 4), of)


def test_part_of_all_but_few_follows_from_a_total_and_a_name() -> None:
    """Six have a total, five of them the part alone: naming leaves four behind a sum."""
    link = parts_of(PLACE, (PART,))
    whole, part = cell(range(40, 46)), cell(range(40, 46), place=PART)
    audited = published(whole, part, identities=(link,))
    assert exposes(sights(audited), named(whole, 0, 1), world(whole, part, identities=(link,)))


def test_a_stock_one_round_later_does_not_tell_who_came() -> None:
    first = cell(range(30, 50))
    now = Place("2026-H2", "A01")
    later = cell(range(30, 55), place=now)
    one = published(first)
    two = published(later, ledger=one.after)
    seen = [replace(s, figures=Figures(9, {"mean": Fraction(1)}, {}), bins=())
            for s in sights(one, two)]  # fmt: skip
    assert len(seen) == 2
    of = world(first, later)
    assert not exposes(seen, named(later, 0), of)
    assert exposes(seen, named(later, 22), of)


def test_a_later_publication_reckons_with_the_names() -> None:
    """A group of five with a named member would be a sum of four; it is refused from then on."""
    of = cell([20 + at for at in range(24)])
    first = published(of)
    names = Names(named(of, 0), tuple(sights(first)))
    grouped = cell([20 + at for at in range(24)], {"g": range(5), "h": range(5, 24)})
    free = published(grouped, ledger=first.after)
    bound = published(grouped, ledger=first.after, names=names)
    assert "mean" in free.figures()[PLACE]["g"].shown
    assert bound.figures()[PLACE]["g"].shown == {}
    assert bound.figures()[PLACE][WHOLE].shown != {}


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.integers(1, 60), min_size=9, max_size=14),
    split=st.integers(4, 9),
    order=st.randoms(use_true_random=False),
)
def test_whoever_is_named_nobody_else_is_told(values: list[int], split: int, order: Random) -> None:
    """Members are named one after the other as far as is allowed; every insider then computes."""
    of = cell(values, {"g": range(split), "h": range(split, len(values))})
    audited = published(of)
    seen, names = sights(audited), frozenset[Named]()
    members = list(range(len(values)))
    order.shuffle(members)
    for at in members[: len(members) - 2]:
        more = names | named(of, at)
        if not exposes(seen, more, world(of)):
            names = more
    unnamed = [one for one in of.contributions if not any(n.member == one.member for n in names)]
    for reader in (None, *(one.member for one in unnamed)):
        attacker = Attacker()
        attacker.sees(audited)
        for one in names:
            attacker.equations.append(({(one.place, one.member, 0): 1}, one.value))
        if reader is not None:
            attacker.is_member(reader)
        shown = {one.member for one in names} | {reader}
        assert {key for key in attacker.solved() if key[1] not in shown} == set()


def test_without_the_rule_naming_tells() -> None:
    """The same naming of all but one is seen to tell that one."""
    of = cell(range(20, 30), {"g": range(5), "h": range(5, 10)})
    audited = published(of)
    names = named(of, *range(9))
    assert told_by(audited, names) != {}
    assert exposes(sights(audited), names, world(of))
