"""Figures of the fact sheet: offered where they fit, taken with their source."""

import re
from collections.abc import Iterable
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from benchmarking.figures import Entry, Sheet
from benchmarking.indicators import indicator_set
from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.models import Source
from labelling.club.offers import known_before, offers_for
from labelling.core import i18n
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.organisations.models import FactValue
from tests.labelling.club.making import NOW, World, make_club, open_round
from tests.labelling.organisations.browsing import as_person, text_of

SET = indicator_set("club-2026")
FACTS = (
    ("members-total", 2025, "74"),
    ("members-joined", 2025, "9"),
    ("income-total", 2025, "612000.50"),
    ("cost-actual", 2025, "100"),
    ("members-total", 2024, "68"),
    ("staff-fte", 2025, ""),
)


@pytest.fixture
def world(app: Flask) -> World:
    """Return a club whose first member has a fact sheet of two years."""
    with unit_of_work() as session:
        made = make_club(session, now=utcnow())
        session.add_all(_facts(made, FACTS))
    return made


def _facts(world: World, facts: Iterable[tuple[str, int, str]]) -> list[FactValue]:
    return [
        FactValue(
            organisation_id=world.made.id, fact_id=fact, year=year, value=value, updated_at=NOW
        )
        for fact, year, value in facts
    ]


def _offers(world: World, half: Round, **first: str) -> dict[str, tuple[str, str]]:
    entries = {name.replace("_", "-"): Entry(Fraction(text)) for name, text in first.items()}
    earlier = {half.previous: Sheet(half.previous, entries)} if entries else {}
    with reading() as session:
        found = offers_for(session, SET, world.made.id, half, earlier)
    return {name: (one.number, one.source) for name, one in found.items()}


def test_second_half_is_offered_what_is_of_its_last_day_and_of_the_year(world: World) -> None:
    year = "from your fact sheet of 2025"
    assert _offers(world, Round(2025, 2)) == {
        "A01": ("74", year),
        "income-of-year": ("612000.5", year),
    }


def test_second_half_is_offered_what_the_year_leaves_over_the_first(world: World) -> None:
    rest = "your fact sheet of 2025 less what you sent for 2025-H1"
    found = _offers(world, Round(2025, 2), joined="4", B03="300000", operating_cost="101")
    assert {name: found[name] for name in ("joined", "B03")} == {
        "joined": ("5", rest),
        "B03": ("312000.5", rest),
    }
    assert "operating-cost" not in found  # more in the half than in the year: one of them is wrong


def test_first_half_is_offered_nothing_and_sees_last_december(world: World) -> None:
    assert _offers(world, Round(2025, 1), joined="4") == {}
    with reading() as session:
        known = known_before(session, SET, world.made.id, Round(2026, 1))
        nobody = known_before(session, SET, None, Round(2026, 1))
    assert known == {Round(2025, 2): {"A01": Fraction(74)}}
    assert nobody == {}


def test_firm_without_a_fact_sheet_is_offered_nothing(world: World) -> None:
    with reading() as session:
        assert offers_for(session, SET, None, Round(2025, 2), {}) == {}


def test_offer_is_taken_over_with_its_source_and_not_twice(app: Flask, world: World) -> None:
    open_round(world, "2025-H2", now=utcnow())
    client = as_person(app, world.contact)
    address = f"/clubs/parts/{world.part().id}/figures"
    page = client.get(address).get_data(as_text=True)
    assert "74, from your fact sheet of 2025" in text_of(client.get(address))
    assert "68 (fact sheet)" in page  # the same half of the year before
    hidden = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("base", "save_id")
    }
    data = {name: found[1].replace("&#34;", '"') for name, found in hidden.items() if found}
    assert client.post(address, data={**data, "take": "A01"}).status_code == 303
    assert client.post(address, data={**data, "take": "A01"}).status_code == 303
    with reading() as session:
        rows = queries.revisions_of(session, world.part().id, "A01")
    assert [(row.number, row.grade, row.source, row.note) for row in rows] == [
        ("74", "A", Source.FACTS, "from your fact sheet of 2025")
    ]
    assert "74, from your fact sheet of 2025" not in text_of(client.get(address))


def test_pages_speak_of_indicators_in_the_language_of_the_reader(app: Flask, world: World) -> None:
    open_round(world, "2025-H2", now=utcnow())
    client = as_person(app, world.contact)
    address = f"/clubs/parts/{world.part().id}/figures"
    with i18n.speaking("de", ZoneInfo("UTC")):
        german = text_of(client.get(f"{address}?lang=de"))
    assert "Verbindliche Mitglieder" in german
    assert "Committed members" not in german
    indicators = text_of(client.get(f"/clubs/{world.club.id}/indicators?lang=de"))
    assert "Anteil branchenübergreifender Projekte" in indicators
