"""Our table of regions against the outlines of countries, and how regions are recognised."""

import csv
from pathlib import Path

import pytest

from benchmarking.geography.outlines import FRAME, outlines
from benchmarking.geography.places import find_place, places, split_country

OBSERVATORY = Path(__file__).parents[1] / "observatory_2008.csv"
ON_SMALL_LAND = {"ES63", "ES64"}  # two towns in Africa, too small for the outlines


def test_every_place_in_the_frame_lies_in_its_country() -> None:
    astray = {
        place.code
        for place in places()
        if FRAME.holds(place.point) and not outlines().holds(place.country, place.point)
    }
    assert astray == ON_SMALL_LAND


def test_places_outside_the_frame_are_those_overseas() -> None:
    assert {place.code for place in places() if not FRAME.holds(place.point)} == {
        "ES70", "FRY1", "FRY2", "FRY3", "FRY4", "FRY5", "PT20", "PT30",
    }  # fmt: skip


def test_codes_and_names_are_each_given_once() -> None:
    codes = [place.code for place in places()]
    assert (len(set(codes)), codes == sorted(codes)) == (len(codes), True)
    assert [place.code for place in places() if find_place(place.name) != place] == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("DE11", "DE11"), ("de11", "DE11"), ("Stuttgart", "DE11"), ("Stuttgart, DE", "DE11"),
        ("Severovychod, CZ", "CZ05"), ("Île de France, FR", "FR10"), ("West Midlands, UK", "UKG3"),
        ("attiki, EL", "EL30"), ("SLASKIE", "PL22"), ("Südtirol", "ITH1"),
    ],
)  # fmt: skip
def test_region_is_recognised(said: str, code: str) -> None:
    found = find_place(said)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("said", ["Stuttgart, FR", "Alder Valley", "", "DE1", "Limburg"])
def test_region_is_not_guessed(said: str) -> None:
    assert find_place(said) is None


def test_country_is_split_off() -> None:
    assert [split_country(text) for text in ("Alder Valley, AT", "Attica, EL", "A, b")] == [
        ("Alder Valley", "AT"), ("Attica", "GR"), ("A, b", ""),
    ]  # fmt: skip


def test_regions_of_the_observatorys_published_table_are_all_known() -> None:
    with OBSERVATORY.open(encoding="utf-8") as lines:
        rows = [row["row"] for row in csv.DictReader(lines) if row["table"] == "automotive"]
    assert [row for row in rows if find_place(row) is None] == []
    assert len(rows) == 17
