"""An attacker with everything that is served to all members together, over draft and correction.

Known is who is in which group and whose value counts; read are the means of the workbooks that
members download. See ``tests.benchmarking.disclosure.attacker``.
"""

import re
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from benchmarking.disclosure.cells import Cell
from benchmarking.disclosure.policy import CLUB_2026, Policy
from labelling.club.results import gate
from labelling.core.access import Role
from labelling.core.database import reading
from tests.benchmarking.disclosure.attacker import Attacker, Unknown
from tests.labelling.club.results.making import World, build_club, choose, person_of, release
from tests.labelling.people.making import sign_in

OFF = Policy(
    "club-2026", few=1, quartiles_from=1, p=None, differences=False, unions=False, ledger=False,
    identities=False, insiders=False, shared_stock=None,
)  # fmt: skip
_CELL = re.compile(r'<c r="([A-Z]+)\d+"[^>]*>(?:<is><t[^>]*>([^<]*)</t></is>|<v>([^<]*)</v>)</c>')
_INDICATOR, _GROUP, _MEAN = "A", "F", "H"
_ROUNDED = Fraction(1, 10_000)  # the attacker is granted the digits that are cut off


def served(client: FlaskClient, world: World) -> Iterator[tuple[str, str, str]]:
    """Yield every mean that some member is served: indicator, group's name, the number."""
    for at in range(len(world.contacts)):
        actor, membership_id = world.first(at)
        sign_in(client, person_of(actor), Role.MANAGER)
        answer = client.get(f"/results/members/{membership_id}/figures.xlsx")
        sheet = zipfile.ZipFile(BytesIO(answer.data)).read("xl/worksheets/sheet1.xml").decode()
        for row in sheet.split("<row ")[2:]:
            cells = {name: text or number for name, text, number in _CELL.findall(row)}
            if re.fullmatch(r"-?[\d.]+", cells.get(_MEAN, "")):
                group = cells[_GROUP]
                own = f"own:{membership_id}" if group == "your own peers" else group
                yield cells[_INDICATOR], own, cells[_MEAN]


def found_by(client: FlaskClient, world: World) -> dict[Unknown, Fraction | float]:
    """Return what follows of single members' values from all that was served."""
    with reading() as session:
        rows = [gate.read(row) for row in gate.releases_of(session, world.club_id)]
    cells: dict[str, Cell] = {}
    groups: dict[str, frozenset[str]] = {}
    for one in rows:
        for cell in one.release.cells:
            cells.setdefault(cell.place.indicator, cell)
            groups |= dict(cell.groups)
    attacker = Attacker()
    for cell in cells.values():
        if "/" not in cell.place.indicator:
            for given in cell.contributions:
                attacker.truth[cell.place, given.member, 0] = given.value
    for code, group, mean in sorted(set(served(client, world))):
        cell = cells[code]
        members = _members(cell, group, groups)
        keys = [(cell.place, one, 0) for one in members]
        total = sum((attacker.truth[key] for key in keys), Fraction(0))
        assert abs(Fraction(mean) * len(keys) - total) <= len(keys) * _ROUNDED
        attacker.equations.append((dict.fromkeys(keys, 1), total))
    among = sorted(attacker.truth, key=lambda key: -attacker.truth[key])[:6]
    return {**attacker.told(), **attacker.narrowed(None, among)}


def _members(cell: Cell, group: str, groups: dict[str, frozenset[str]]) -> list[str]:
    named = {"the club": None, "Size: up to 60": "size:up-to-60",
             "Size: 61 to 120, over 120": "size:61-to-120+over-120"}  # fmt: skip
    key = named.get(group, group)
    inside = [one.member for one in cell.contributions]
    return inside if key is None else [one for one in inside if one in groups[key]]


def build_and_release() -> World:
    """Release a club with four members' own peers, from which one agency would follow."""
    world, not_agencies = build_club(), ["association", "company"]
    choose(world, 0, size=["61-to-120", "over-120"], governance=not_agencies)
    choose(world, 1, size=["up-to-60", "61-to-120"], governance=not_agencies)
    choose(world, 2, governance=not_agencies)
    choose(world, 3, size=["up-to-60", "61-to-120"])
    release(world)
    return world


def test_nothing_follows_from_all_that_is_served(app: Flask) -> None:
    world = build_and_release()
    assert found_by(app.test_client(), world) == {}


def test_without_the_rules_the_attacker_finds_members(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same attack succeeds where the gate lets everything out."""
    monkeypatch.setattr(gate, "policy_of", lambda _club: OFF)
    world = build_and_release()
    assert found_by(app.test_client(), world) != {}


def test_rules_in_use_are_those_of_the_club() -> None:
    assert gate.CLUB_POLICY == CLUB_2026
