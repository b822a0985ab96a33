"""Random clubs over two rounds: drafts, finals, corrections, own peers, groups, parts of a total.

Outsiders and members compute from all that was shown; see ``attacker`` and ``clubs``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from benchmarking.disclosure.cells import Place
from benchmarking.disclosure.policy import CLUB_2026, Policy
from tests.benchmarking.disclosure.attacker import Attacker, Unknown
from tests.benchmarking.disclosure.clubs import Story, story

LARGEST = 12  # of all values the attacker tries so many to narrow down


def attackers(told: Story) -> Iterator[tuple[str | None, Attacker]]:
    """Yield an outsider and some members, the largest among them, with what they know."""
    outside = Attacker()
    for audited in told.releases:
        outside.sees(audited)
    _imply(outside)
    outside.knows(told.identities)
    yield None, outside
    largest = sorted(outside.truth, key=lambda key: -outside.truth[key])
    for member in sorted({key[1] for key in largest[:4]}):
        inside = Attacker(list(outside.equations), dict(outside.truth))
        inside.is_member(member)
        yield member, inside


def _imply(attacker: Attacker) -> None:
    """Add the part that a member did not give, but that its total tells."""
    for place, member, version in list(attacker.truth):
        if place.indicator == "total" and version == 0:
            own, other = ((Place(place.round, name), member, 0) for name in ("own", "other"))
            for missing, given in ((own, other), (other, own)):
                if missing not in attacker.truth and given in attacker.truth:
                    whole = attacker.truth[place, member, version]
                    attacker.truth[missing] = whole - attacker.truth[given]


def found_in(seed: int, policy: Policy) -> dict[tuple[str | None, Unknown], Fraction | float]:
    """Return what each attacker finds in a club's story."""
    found: dict[tuple[str | None, Unknown], Fraction | float] = {}
    for member, attacker in attackers(story(seed, policy)):
        among = sorted(attacker.truth, key=lambda key: -attacker.truth[key])[:LARGEST]
        told: dict[Unknown, Any] = {
            **attacker.told(member), **attacker.narrowed(member, among)
        }  # fmt: skip
        found |= {(member, key): value for key, value in told.items()}
    return found


@pytest.mark.parametrize("seed", [0, 2, 4, 228, 265])
def test_nobody_finds_anything_in_what_the_policy_lets_out(seed: int) -> None:
    assert found_in(seed, CLUB_2026) == {}


@pytest.mark.parametrize(
    ("off", "seeds"),
    [
        ({"ledger": False}, range(6)),
        ({"identities": False}, range(6)),
        ({"insiders": False}, [228]),
        ({"insiders": False, "unions": False, "differences": False}, range(6)),
    ],
    ids=str,
)
def test_somebody_finds_something_with_rules_off(off: dict[str, Any], seeds: Iterable[int]) -> None:
    assert any(found_in(seed, replace(CLUB_2026, **off)) for seed in seeds)
