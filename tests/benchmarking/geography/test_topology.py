"""TopoJSON: two squares that share a border, one of them with its arc turned round."""

import json
from pathlib import Path

import pytest

from benchmarking.geography.making import make
from benchmarking.geography.topology import Shape, read_topology

TOPOLOGY = {
    "transform": {"scale": [1, 2], "translate": [10, 20]},
    "arcs": [
        [[1, 0], [0, 1]],
        [[1, 1], [-1, 0], [0, -1], [1, 0]],
        [[1, 0], [1, 0], [0, 1], [-1, 0]],
    ],
    "objects": {
        "lands": {
            "geometries": [
                {"type": "Polygon", "id": "040", "arcs": [[0, 1]], "properties": {"name": "West"}},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {}},
            ]
        }
    },
}


def test_neighbours_share_the_points_of_their_border() -> None:
    west, east = read_topology(TOPOLOGY, "lands", lambda arc: arc)
    assert (west, east) == (
        Shape("040", "West", (((11, 20), (11, 22), (10, 22), (10, 20)),)),
        Shape("", "", (((11, 20), (12, 20), (12, 22), (11, 22)),)),
    )


def test_lines_are_refused() -> None:
    lines = {**TOPOLOGY, "objects": {"lands": {"geometries": [{"type": "LineString"}]}}}
    with pytest.raises(ValueError, match="LineString is no polygon"):
        list(read_topology(lines, "lands", lambda arc: arc))


def test_outlines_are_made_from_what_world_atlas_looks_like(tmp_path: Path) -> None:
    square = [[0, 0], [4, 0], [0, 4], [-4, 0], [0, -4]]
    atlas = {
        "transform": {"scale": [1, 1], "translate": [12, 46]},
        "arcs": [square, [[100, -120], *square[1:]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "040", "arcs": [[0]], "properties": {"name": "A"}},
                    {"type": "Polygon", "id": "036", "arcs": [[1]], "properties": {"name": "Far"}},
                ]
            }
        },
    }
    file = tmp_path / "countries-50m.json"
    file.write_text(json.dumps(atlas))
    kept = json.loads(make(file))
    assert list(kept["countries"]) == ["AT"]
    assert len(kept["countries"]["AT"][0]) % 2 == 0
