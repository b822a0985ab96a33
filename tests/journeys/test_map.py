"""The star map as people use it: filter, region, sector, changes; by keyboard; on a phone."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from labelling.core.access import Role
from tests.journeys.people import Visitor
from tests.journeys.steps.preparing import at_browser, installed
from tests.labelling.observatory.making import (
    CHANGED,
    HEADER,
    ROWS,
    acting,
    crowded_rows,
    published,
)
from tests.labelling.people.making import make_person
from tests.serving import Served

RATES = "They rate a region, never a cluster organisation, and count for no label."


@pytest.fixture
def mapped(served: Served) -> Served:
    """Return a served system whose map has two years, brought by an officer."""
    with installed(served):
        officer = acting(make_person("Olga Officer", roles=[Role.OFFICER]))
        published(officer, year=2024)
        published(officer, CHANGED)
    return served


def test_reader_goes_from_the_map_to_a_region_a_sector_and_the_changes(
    mapped: Served, browser: Browser
) -> None:
    with Visitor(browser, mapped.url) as reader:
        reader.go("/")
        reader.press("Map")
        reader.looks()
        expect(reader.page.get_by_text(RATES)).to_be_visible()
        reader.select("Sector", "Automotive")
        reader.select("At least", "two stars")
        reader.press("Show")
        reader.looks()
        rows = reader.page.locator("table#areas tbody th")
        expect(rows).to_have_text(["Alder Valley"])
        reader.press("Show all")
        reader.press("Employees")
        expect(reader.page.locator("table#areas tbody th").first).to_have_text("Île-de-France")
        with reader.turning():
            reader.page.locator("svg a[aria-label^='Île-de-France']").click()
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("Île-de-France")
        automotive = reader.page.get_by_role("row", name=re.compile("^Automotive"))
        automotive.locator("summary").click()
        expect(automotive.get_by_text(re.compile("rank 1 of 4"))).to_be_visible()
        reader.looks()
        reader.press("Automotive")
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("Automotive")
        reader.looks()
        reader.press("Changes between years")
        expect(reader.page.locator("table#changed tbody th")).to_have_text(
            ["Île-de-France", "Stuttgart"]
        )
        reader.looks()


def test_map_works_by_keyboard(mapped: Served, browser: Browser) -> None:
    with Visitor(browser, mapped.url) as reader:
        reader.go("/map?sector=automotive")
        skip = reader.page.get_by_role("link", name="Skip the picture: the table has the same")
        skip.focus()
        expect(skip).to_be_in_viewport()
        reader.page.keyboard.press("Tab")
        mark = reader.page.locator("svg a").first
        expect(mark).to_be_focused()
        with reader.turning():
            reader.page.keyboard.press("Enter")
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("Île-de-France")
        reader.go("/map?sector=automotive")
        skip.focus()
        reader.page.keyboard.press("Enter")
        reader.page.keyboard.press("Tab")
        focused = reader.page.evaluate("document.activeElement.closest('#areas') !== null")
        assert focused


def test_map_on_a_phone_without_scripts_stays_in_its_window(
    mapped: Served, browser: Browser
) -> None:
    with Visitor(browser, mapped.url, scripts=False, width=390) as reader:
        for path in ("/map", "/map/regions/DE11", "/map/sectors/food", "/map/changes"):
            assert reader.go(path) == 200
            pictures = reader.page.locator("figure.map > svg").all()
            boxes = [one.bounding_box() for one in [*pictures, reader.page.locator("table.areas")]]
            assert len(boxes) == (2 if "regions" in path else 3)
            for box in boxes:
                assert box is not None
                assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
            assert reader.page.locator("svg a text").first.is_hidden()


def test_marks_of_the_picture_do_not_hide_each_other_on_a_phone(
    mapped: Served, browser: Browser
) -> None:
    with installed(mapped):
        officer = acting(make_person("Otto Officer", roles=[Role.OFFICER]))
        published(officer, crowded_rows(), year=2026)
    with Visitor(browser, mapped.url, scripts=False, width=390) as reader:
        reader.go("/map?rule=eco-2006")
        marks = [one.bounding_box() for one in reader.page.locator("svg a .body").all()]
        assert len(marks) > 200
        middles = [
            (one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
            for one in marks
            if one is not None
        ]
        nearest = min(math.dist(one, other) for one, other in combinations(middles, 2))
        assert nearest > 3


def test_officer_brings_figures_and_publishes_them(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    with installed(served):
        officer = acting(make_person("Olga Officer", roles=[Role.OFFICER]))
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text(HEADER + "DE11,Food,many,10\n")
    good.write_text(HEADER + ROWS)
    with at_browser(served, browser, officer).at as clerk:
        clerk.go("/office")
        clerk.press("Star map")
        clerk.press("Import regional employment")
        for file in (bad, good):
            clerk.fill("Year of the figures", "2025")
            clerk.fill("Source", "Office of Statistics")
            clerk.fill("Licence", "CC BY 4.0")
            clerk.page.set_input_files("input[type=file]", file)
            clerk.press("Read the file")
            clerk.looks()
        expect(clerk.page.get_by_text("kept as a draft")).to_be_visible()
        clerk.press("Publish on the map")
        clerk.press("The map of 2025")
        expect(clerk.page.locator("svg a[aria-label^='Stuttgart']")).to_be_visible()
