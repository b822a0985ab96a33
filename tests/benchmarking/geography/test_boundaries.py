"""Boundaries from hostile files: every fault is named, and nothing large is believed."""

import json
from typing import Any

import pytest

from benchmarking.faults import BadTable
from benchmarking.geography import boundaries
from benchmarking.geography.boundaries import (
    kept_boundaries,
    read_boundaries,
    write_boundaries,
)
from benchmarking.geography.planes import encloses
from benchmarking.geography.projection import projected

RING = [[9.0, 48.0], [10.0, 48.0], [10.0, 49.0], [9.0, 49.0], [9.0, 48.0]]
BESIDE = [[10.0, 48.0], [11.0, 48.0], [11.0, 49.0], [10.0, 49.0], [10.0, 48.0]]


def feature(code: object = "DE11", ring: object = None, **properties: object) -> dict[str, Any]:
    coordinates = [RING if ring is None else ring]
    return {
        "type": "Feature",
        "properties": {"NUTS_ID": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }


def content(*features: object, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def problems(data: bytes) -> list[str]:
    with pytest.raises(BadTable) as caught:
        read_boundaries(data)
    return [str(fault) for fault in caught.value.faults]


def test_regions_come_back_in_kilometres_and_neighbours_share_their_border() -> None:
    found = read_boundaries(content(feature(), feature("DE21", BESIDE, LEVL_CODE=2)))
    assert encloses(found["DE11"], projected(9.5, 48.5))
    assert not encloses(found["DE11"], projected(10.5, 48.5))
    assert len(set(found["DE11"][0]) & set(found["DE21"][0])) == 2


def test_what_is_written_is_read_back() -> None:
    found = read_boundaries(content(feature(), feature("DE21", BESIDE)))
    assert kept_boundaries(write_boundaries(found)) == found


def test_other_levels_are_passed_over_and_region_far_away_has_no_rings() -> None:
    far = [[-61.0, 14.0], [-60.0, 14.0], [-60.0, 15.0], [-61.0, 14.0]]
    found = read_boundaries(
        content(feature("DE1"), feature("DE", LEVL_CODE=0), feature("FRY2", far))
    )
    assert found == {"FRY2": ()}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\xff", "is not JSON, or not in UTF-8"),
        (b"{", "is not JSON, or not in UTF-8"),
        (b"[" * 100_000, "is not JSON, or not in UTF-8"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "is not JSON, or not in UTF-8"),
        (b"[]", "is not a GeoJSON feature collection"),
        (b'{"type": "FeatureCollection"}', "has no list of features"),
        (content(), "has no region of level 2"),
        (content(feature("DE1")), "has no region of level 2"),
        (content({"properties": None}), "feature 1: has no properties"),
        (content(feature(), feature()),
         "feature 2: the code DE11 stands on an earlier feature already"),
        (content(feature("<b>")),
         "feature 1: NUTS_ID must be a code such as DE11, not '<b>'"),
        (content(feature(7)), "feature 1: NUTS_ID must be a code such as DE11, not nothing"),
        (content(feature(LEVL_CODE="2")), "feature 1: LEVL_CODE must be a whole number"),
        (content({**feature(), "geometry": None}), "feature 1: has no polygon"),
        (content({**feature(), "geometry": {"type": ["Polygon"], "coordinates": []}}),
         "feature 1: has no polygon"),
        (content({**feature(), "geometry": {"type": "MultiPolygon", "coordinates": 3}}),
         "feature 1: has no coordinates"),
        (content({**feature(), "geometry": {"type": "MultiPolygon", "coordinates": [[]]}}),
         "feature 1: has a polygon without rings"),
        (content(feature(ring=RING[:3])), "feature 1: has a ring of fewer than 4 positions"),
        (content(feature(ring=RING[:4])), "feature 1: has a ring that is not closed"),
        (content(feature(ring=[*RING[:4], [9.0]])),
         "feature 1: has a position that is not two numbers"),
        (content(feature(ring=[[9, 48], [True, 48], [9, 49], [9, 48]])),
         "feature 1: has a position that is not in degrees: '[True, 48]'"),
        (content(feature(ring=[[4321000, 3210000], [9, 48], [9, 49], [9, 48]])),
         "feature 1: has a position that is not in degrees: '[4321000, 3210000]'"),
        (content(feature(), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3035"}}),
         "is not in degrees (EPSG:4326); take the file of that reference"),
    ],
)  # fmt: skip
def test_fault_is_named(data: bytes, problem: str) -> None:
    assert problems(data) == [problem]


def test_region_at_the_end_of_the_world_is_known_and_not_drawn() -> None:
    """Opposite the middle of the projection nothing can be projected: 52° S, 170° W."""
    far = [[-170, -52], [-169.9, -52], [-169.9, -52.1], [-170, -52]]
    assert read_boundaries(content(feature(ring=far), feature("DE21", BESIDE)))["DE11"] == ()


@pytest.mark.parametrize("part", [b"{},", b'"",', b'{"a":1},'])
def test_crowd_of_nothings_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch, part: bytes
) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError("the file was read")

    monkeypatch.setattr(json, "loads", read)
    data = b'{"type": "FeatureCollection", "features": [' + part * 1_000_000 + b"{}]}"
    assert problems(data) == ["has more than 3000 features"]


def test_reference_in_degrees_is_taken() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert list(read_boundaries(content(feature(), crs=crs))) == ["DE11"]


def test_all_faults_are_named_at_once() -> None:
    assert len(problems(content(feature("x"), feature("y"), feature(ring=[])))) == 3


@pytest.mark.parametrize(
    ("limit", "most", "problem"),
    [
        ("LARGEST_FILE", 10, "has more than 10 bytes"),
        ("MOST_REGIONS", 1, "has more than 1 features"),
        ("MOST_RINGS", 1, "has more than 1 rings"),
        ("MOST_POINTS", 9, "has more than 9 positions"),
    ],
)
def test_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, problem: str
) -> None:
    data = content(feature(), feature("DE21", BESIDE))
    monkeypatch.setattr(boundaries, limit, most)
    assert problems(data) == [problem]
