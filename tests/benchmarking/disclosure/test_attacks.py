"""The attacker finds nothing under club-2026, and finds it as soon as one rule is switched off."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest

from benchmarking.disclosure.audit import Audited, Definitions
from benchmarking.disclosure.cells import WHOLE, Place
from benchmarking.disclosure.identities import carried_over, halves_of, parts_of
from benchmarking.disclosure.policy import CLUB_2026, Policy
from tests.benchmarking.disclosure.attacker import Attacker, pinned
from tests.benchmarking.disclosure.making import FIRST, SECOND, cell, club, publish

Told = dict[Any, Any]


def attacker_of(audited: Iterable[Audited]) -> Attacker:
    attacker = Attacker()
    for one in audited:
        attacker.sees(one)
    return attacker


def shown(audited: Audited, group: str = WHOLE) -> Mapping[str, Fraction | float]:
    (figures,) = audited.figures().values()
    return figures[group].shown


def solved(attacker: Attacker, myself: str | None = None) -> Told:
    return {(key[0].indicator, key[1]): value for key, value in attacker.told(myself).items()}


# --- one attack for each rule --------------------------------------------------------------------


def lone_member_of_a_group(policy: Policy) -> Told:
    """A group of one: its median is that member's value."""
    values = club(range(10, 30))
    (audited,) = publish(policy, [cell(FIRST, values, G=["m03"])])
    return dict(shown(audited, "G"))


def quartiles_of_five(policy: Policy) -> Told:
    """Mean, median and quartiles of five, and one's own value, are five equations."""
    (audited,) = publish(policy, [cell(FIRST, club([11, 17, 20, 26, 31]))])
    return dict(pinned(shown(audited), 5, smoothed=policy.smoothed, own=31))


def quartile_at_the_bottom(policy: Policy) -> Told:
    """Four zeros of eight: a first quartile of 0 says that the four lowest have nothing."""
    (audited,) = publish(policy, [cell(FIRST, club([0, 0, 0, 0, 9, 12, 15, 19]))])
    return dict(pinned(shown(audited), 8, smoothed=policy.smoothed))


def tails_of_twelve(policy: Policy) -> Told:
    """P10 of twelve rests on the three lowest; where they are equal, it is the minimum."""
    values = club([3, 3, 3, 3, 9, 12, 14, 15, 19, 22, 28, 31])
    (audited,) = publish(policy, [cell(FIRST, values)])
    return {"m00": 3} if shown(audited).get("p10") == min(values.values()) else {}


def spread_of_five(policy: Policy) -> Told:
    """No value is farther from the mean than sd · (n − 1) / √n, and one of these is just there."""
    (audited,) = publish(policy, [cell(FIRST, club([10, 10, 10, 10, 50]))])
    found = shown(audited)
    if "sd" not in found:
        return {}
    bound = float(found["mean"]) + float(found["sd"]) * 4 / sqrt(5)
    return {"m04": bound} if bound < 55 else {}


def plain_quantiles_of_nine(policy: Policy) -> Told:
    """With nine values each quartile would be exactly one member's."""
    (audited,) = publish(policy, [cell(FIRST, club([3, 5, 8, 13, 15, 18, 24, 27, 31]))])
    return dict(pinned(shown(audited), 9, smoothed=policy.smoothed))


def second_largest_asks_for_the_largest(policy: Policy) -> Told:
    """X less one's own value leaves little more than the largest."""
    (audited,) = publish(policy, [cell(FIRST, club([1000, 60, 20, 20, 20, 20]))])
    attacker = attacker_of([audited])
    attacker.is_member("m01")
    return attacker.narrowed("m01")


def spread_beside_a_hidden_mean(policy: Policy) -> Told:
    """sd · √N of nine small values and a large one is the large one."""
    (audited,) = publish(policy, [cell(FIRST, club([1, 2, 3, 1, 2, 3, 1, 2, 3, 1000]))])
    sd = shown(audited).get("sd")
    estimate = 0 if sd is None else float(sd) * sqrt(10)
    return {"m09": estimate} if abs(estimate - 1000) < 100 else {}


def no_spread_at_all(policy: Policy) -> Told:
    """A standard deviation of 0 gives every member the mean."""
    (audited,) = publish(policy, [cell(FIRST, club([7] * 10))])
    found = shown(audited)
    return dict.fromkeys(club([7] * 10), found["mean"]) if found.get("sd") == 0 else {}


def exchanged_member(policy: Policy) -> Told:
    """G and H differ in one member each: the one computes the other."""
    values = club(range(10, 40))
    core = [f"m{at:02}" for at in range(10)]
    groups = {"G": [*core, "m10"], "H": [*core, "m11"]}
    attacker = attacker_of(publish(policy, [cell(FIRST, values, **groups)]))
    attacker.is_member("m11")
    return solved(attacker, "m11")


def shared_member(policy: Policy) -> Told:
    """Two groups of 11 in a club of 21: both sums less the whole are whom they share."""
    values = club(range(10, 31))
    names = list(values)
    return solved(attacker_of(publish(policy, [cell(FIRST, values, G=names[:11], H=names[10:])])))


def shared_member_and_one_outside(policy: Policy) -> Told:
    """Both sums less the whole are whom the groups share less who is in neither: that one knows."""
    values = club(range(10, 32))
    names = list(values)
    groups = {"G": names[:11], "H": names[10:21]}
    attacker = attacker_of(publish(policy, [cell(FIRST, values, **groups)]))
    attacker.is_member("m21")
    return solved(attacker, "m21")


def late_joiner(policy: Policy) -> Told:
    """The final report has one member more than the draft."""
    late = cell(FIRST, club(range(10, 22)))
    return solved(attacker_of(publish(policy, [cell(FIRST, club(range(10, 21)))], [late])))


def corrected_value(policy: Policy) -> Told:
    """A corrected mean tells by how much the one value changed."""
    values = club(range(10, 22))
    after = cell(FIRST, {**values, **club([40], 3)})
    return attacker_of(publish(policy, [cell(FIRST, values)], [after])).differences()


def own_choice_of_peers(policy: Policy) -> Told:
    """One chooses all of a group as peers but the one whom one wants to know."""
    values = club(range(10, 40))
    group = list(values)[:12]
    own = cell(FIRST, values, **{"own peers of m29": [one for one in group if one != "m05"]})
    return solved(attacker_of(publish(policy, [cell(FIRST, values, G=group)], [own])))


def member_who_left(policy: Policy) -> Told:
    """A stock hardly changes, so that the whole of two rounds tells who left."""
    values = club(range(20, 41))
    stays = {name: value for name, value in values.items() if name != "m07"}
    definitions = Definitions(stocks=frozenset({"A01"}))
    attacker = attacker_of(
        publish(policy, [cell(FIRST, values)], [cell(SECOND, stays)], definitions=definitions)
    )
    attacker.believes_steady("A01")
    return solved(attacker)


PARTS = tuple(Place("2026-H1", name) for name in ("total", "own", "other"))


def part_that_is_hidden(policy: Policy) -> Told:
    """Total less the one part is the other, which one member dominates."""
    other, own = club([1000, 60, 20, 20, 20, 20]), club([500, 1500, 1600, 1500, 1400, 1550])
    total_place, own_place, other_place = PARTS
    total = {name: own[name] + other[name] for name in own}
    identities = (parts_of(total_place, [own_place, other_place]),)
    cells = [cell(total_place, total), cell(own_place, own), cell(other_place, other)]
    attacker = attacker_of(publish(policy, cells, definitions=Definitions(identities=identities)))
    attacker.knows(identities)
    attacker.is_member("m01")
    return attacker.narrowed("m01")


def half_year_of_a_year(policy: Policy) -> Told:
    """The year was published with the first half; the second has a member more in the first."""
    first, second, year = Place("2026-H1", "B"), Place("2026-H2", "B"), Place("2026", "B")
    one, two = club(range(30, 42)), club(range(50, 62))
    both = {name: one[name] + two[name] for name in one}
    del two["m04"]  # of grade D in the second half, but in the year
    identities = (halves_of(year, first, second),)
    cells = [[cell(first, one)], [cell(year, both)], [cell(second, two)]]
    attacker = attacker_of(publish(policy, *cells, definitions=Definitions(identities=identities)))
    attacker.truth[second, "m04", 0] = Fraction(54)
    attacker.knows(identities)
    return solved(attacker)


def stock_carried_over(policy: Policy) -> Told:
    """Members before, joined and left are shown for all; the stock for all but one."""
    before, joined, left = (Place("2026-H2", name) for name in ("before", "joined", "left"))
    values = [club(range(30, 42)), club(range(5, 17)), club([2, 3] * 6)]
    sums = {name: values[0][name] + values[1][name] - values[2][name] for name in values[0]}
    identities = (carried_over(SECOND, before, joined, left),)
    groups = {"G": list(sums)[:6]}
    cells = [cell(place, one) for place, one in zip((before, joined, left), values, strict=True)]
    now = cell(SECOND, sums, G=[*groups["G"][:5]])
    attacker = attacker_of(
        publish(
            policy,
            [replace(one, groups={"G": frozenset(groups["G"])}) for one in cells],
            [now],
            definitions=Definitions(identities=identities),
        )
    )
    attacker.knows(identities)
    return solved(attacker)


# Looking at what members know of themselves would stop the attacks on rule 4 as well.
OUTSIDERS = {"insiders": False}

ATTACKS: list[tuple[Callable[[Policy], Told], dict[str, Any], Told]] = [
    (lone_member_of_a_group, {"few": 1}, {"median": 13}),
    (quartiles_of_five, {"quartiles_from": 5, "beyond": 0}, {0: 11, 1: 17, 2: 20, 3: 26}),
    (quartile_at_the_bottom, {"beyond": 0}, {0: 0, 1: 0, 2: 0, 3: 0}),
    (tails_of_twelve, {"tails_from": 12, "beyond": 0}, {"m00": 3}),
    (spread_of_five, {"sd_from": 5}, {"m04": 50}),
    (plain_quantiles_of_nine, {"smoothed": False}, {2: 8, 4: 15, 6: 24}),
    (second_largest_asks_for_the_largest, {"p": None}, {(FIRST, "m00", 0): 1080}),
    (spread_beside_a_hidden_mean, {"sd_with_mean": False}, {"m09": 998.00334}),
    (no_spread_at_all, {"sd_not_zero": False}, dict.fromkeys(club([7] * 10), 7)),
    (exchanged_member, {"differences": False} | OUTSIDERS, {("A01", "m10"): 20}),
    (shared_member, {"unions": False} | OUTSIDERS, {("A01", "m10"): 20}),
    (shared_member_and_one_outside, OUTSIDERS, {("A01", "m10"): 20}),
    (late_joiner, {"ledger": False}, {("A01", "m11"): 21}),
    (corrected_value, {"ledger": False}, {("m03", FIRST): 27}),
    (own_choice_of_peers, {"ledger": False}, {("A01", "m05"): 15}),
    (member_who_left, {"shared_stock": None}, {("A01", "m07"): 27}),
    (part_that_is_hidden, {"identities": False}, {(PARTS[2], "m00", 0): 1080}),
    (half_year_of_a_year, {"identities": False}, {("B", "m04"): 54}),
    (stock_carried_over, {"identities": False}, {("A01", "m05"): 42}),
]


@pytest.mark.parametrize(
    ("attack", "off", "told"), ATTACKS, ids=[attack.__name__ for attack, _, _ in ATTACKS]
)
def test_attack_succeeds_only_without_its_rule(
    attack: Callable[[Policy], Told], off: dict[str, Any], told: Told
) -> None:
    assert attack(CLUB_2026) == {}
    if off != OUTSIDERS:
        assert attack(replace(CLUB_2026, insiders=False)) == {}
    assert attack(replace(CLUB_2026, **off)) == pytest.approx(told)
