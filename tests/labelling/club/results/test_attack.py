"""An attacker with all that is served over two rounds, by every route, finds nobody's value.

With one rule switched off after the other they find somebody: a draft, members' own peers, a
correction and a final are read, see ``traps`` for what is set up, ``served`` for how it is read,
``attacking`` for what is computed.
"""

from collections.abc import Iterable
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from flask import Flask

from benchmarking.disclosure.policy import CLUB_2026, Policy
from labelling.club.results import gate, jobs, pictures
from labelling.club.results.views import club, files, own
from tests.labelling.club.results import traps
from tests.labelling.club.results.attacking import Attack, Found, by_route
from tests.labelling.club.results.making import World
from tests.labelling.club.results.served import ROUTES, Said, readers
from tests.labelling.club.results.ungated import ungated

# Together they report every indicator, and each group and each choice of peers has one of them.
SOME = (traps.ALONE, traps.YOUNG, traps.GIANT, traps.SMALL[4], "fictitious-01", "fictitious-02",
        "fictitious-05", traps.SECOND)  # fmt: skip
INSIDERS = (traps.SECOND, traps.YOUNG, traps.SMALL[4])
EXACT = ("workbook", "extract")


def attack(
    app: Flask,
    *,
    policy: Policy = CLUB_2026,
    choices: Iterable[traps.Choice] = traps.ONE_LEFT_OUT,
    members: Iterable[str] = SOME,
    routes: Iterable[str] = EXACT,
) -> Attack:
    """Let a club live, read everything after each release, and return it as an attack."""
    said = set[Said]()

    def look(world: World) -> None:
        for reader in readers(app.test_client(), world, list(members)):
            for half in ("2025-H2", "2026-H1"):
                if half in reader.rounds:
                    for route in routes:
                        said.update(ROUTES[route](reader, half))

    world = traps.live(choices, look)
    return Attack(world, policy, said)


def everywhere(long_campaign: bool, world: World) -> list[str]:
    return sorted(world.contacts) if long_campaign else list(INSIDERS)


@pytest.mark.parametrize("choices", [traps.ONE_LEFT_OUT, traps.OVERLAPPING], ids=["one", "several"])
def test_nobody_finds_anything(
    app: Flask, choices: Iterable[traps.Choice], long_campaign: bool
) -> None:
    members = [f"fictitious-{at:02}" for at in range(1, 25)] if long_campaign else SOME
    done = attack(app, choices=choices, members=members)
    assert done.found() == {}
    for insider in everywhere(long_campaign, done.world):
        assert done.found(insider) == {}, insider
    assert done.steady("E02").found() == {}


WITHOUT_INSIDERS = {"insiders": False}


class Control(NamedTuple):
    """A rule that is switched off, who attacks beside which choices of peers, what they find."""

    rule: str
    off: dict[str, Any]
    insider: str | None
    choices: Iterable[traps.Choice]
    told: Found


CONTROLS = [
    Control("1 few", {"few": 1}, None, (), {"C07 place 0": 28}),
    Control(
        "2 thresholds",
        {"quartiles_from": 5, "beyond": 0},
        traps.SMALL[4],
        (),
        {"D07 place 0": 11},
    ),
    Control("3 dominance", {"p": None}, traps.SECOND, (), {f"F07 {traps.GIANT}": 1080}),
    Control(
        "4 differencing",
        {"differences": False, "unions": False} | WITHOUT_INSIDERS,
        None,
        traps.OVERLAPPING,
        {f"E01 {traps.AGENCY}": 56},
    ),
    Control("5 smoothing", {"smoothed": False}, None, (), {"F02 place 4": 15}),
    Control(
        "7 corrections", {"ledger": False}, None, (), {f"B03 change of {traps.CORRECTED}": -50}
    ),
    Control(
        "7 own peers",
        {"ledger": False},
        None,
        traps.ONE_LEFT_OUT,
        {f"E01 {traps.LEFT_OUT}": 25},
    ),
    Control(
        "7 identities",
        {"identities": False},
        traps.SECOND,
        (),
        {f"other-members {traps.GIANT}": 1013},
    ),
]


@pytest.mark.parametrize("control", CONTROLS, ids=[one.rule for one in CONTROLS])
def test_without_a_rule_somebody_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch, control: Control
) -> None:
    policy = replace(CLUB_2026, **control.off)
    monkeypatch.setattr(gate, "policy_of", lambda _club: policy)
    found = attack(app, policy=policy, choices=control.choices).found(control.insider)
    told = {name: value for name, value in found.items() if name in control.told}
    assert told == pytest.approx(control.told)


def test_without_the_rule_on_stocks_the_one_who_left_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = replace(CLUB_2026, shared_stock=None)
    monkeypatch.setattr(gate, "policy_of", lambda _club: policy)
    found = attack(app, policy=policy, choices=()).steady("E02").found()
    assert found == {f"E02 {traps.LEAVING}": 18}


def test_every_route_tells_what_the_ledger_says(app: Flask, long_campaign: bool) -> None:
    """Each figure on a page, in a file or a picture is one of a released version (rule 6)."""
    members = SOME if long_campaign else (traps.YOUNG, traps.SMALL[4])
    done = attack(app, members=members, routes=ROUTES)
    assert by_route(done.said).keys() == {
        "alt text", "chart table", "club indicator", "club page", "csv", "own facts",
        "own indicator", "own page", "pdf", "xlsx",
    }  # fmt: skip
    assert done.found() == {}


# Which way out, what passes the gate by, who reads, and what is then found.
WAYS: list[tuple[str, tuple[ModuleType, str], str, str, str | None, str]] = [
    ("workbook", (files, "results_of"), "xlsx", traps.YOUNG, None, f"E01 {traps.LEFT_OUT}"),
    ("extract", (files, "club_view"), "csv", traps.SECOND, traps.SECOND, f"F07 {traps.GIANT}"),
    ("club page", (club, "club_view"), "club page", traps.SECOND, traps.SECOND,
     f"F07 {traps.GIANT}"),
    ("club indicators", (club, "club_view"), "club indicator", traps.SMALL[4], None, "F02 place 4"),
    ("own indicators", (own, "results_of"), "own facts", traps.YOUNG, None,
     f"E01 {traps.LEFT_OUT}"),
    ("own page", (own, "results_of"), "own page", traps.SMALL[4], None, "F02 place 4"),
    ("own page", (pictures, "middle_sentence"), "alt text", traps.SMALL[4], None, "F02 place 4"),
    ("own page", (pictures, "_strip"), "chart table", traps.SMALL[4], None, "F02 place 4"),
    ("report", (jobs, "results_of"), "pdf", traps.SMALL[4], None, "F02 place 4"),
]  # fmt: skip


def test_each_way_out_that_passes_the_gate_by_tells_of_somebody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = traps.live()
    told = {}
    for route, (module, name), told_by, member, insider, _ in WAYS:
        with monkeypatch.context() as patched:
            patched.setattr(module, name, ungated(world, getattr(module, name)))
            (reader,) = readers(app.test_client(), world, [member])
            said = {one for one in ROUTES[route](reader, "2026-H1") if one.route == told_by}
        found = Attack(world, replace(CLUB_2026, smoothed=False), said).found(insider)
        told[told_by] = sorted(found)
    assert {by: name for *_, by, _, _, name in WAYS if name not in told[by]} == {}
