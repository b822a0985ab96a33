"""Mappings between editions: what ships, and what is refused."""

import tomllib
from importlib.resources import files
from typing import Any

import pytest

from assessments.crosswalk import (
    Feed,
    Left,
    NoCrosswalk,
    by_number,
    crosswalk,
    crosswalks,
    load_crosswalk,
)
from assessments.editions import edition
from assessments.errors import BadInput

SHIPPED = [(one.source.id, one.target.id) for one in crosswalks()]


def tables() -> dict[str, Any]:
    """Return the tables of the mapping from CAF's one way of scoring to the other."""
    file = files("assessments.editions") / "crosswalks" / "caf-2020--caf-2020-fine.toml"
    return tomllib.loads(file.read_text("utf-8"))


def written(data: dict[str, Any]) -> bytes:
    """Return tables as TOML."""
    lines = []
    for key in ("format", "from", "to", "note"):
        if key in data:
            lines.append(f"{key} = {_value(data[key])}")
    for key in ("parts", "left", "other"):
        for row in data.get(key, []):
            lines.append(f"[[{key}]]")
            lines += [f"{name} = {_value(value)}" for name, value in row.items()]
    return "\n".join(lines).encode()


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else f'"{str(value).strip()}"'


def test_mappings_ship_where_the_structure_carries_them() -> None:
    assert SHIPPED == [
        ("caf-2020", "caf-2020-fine"),
        ("caf-2020-fine", "caf-2020"),
        ("efqm-2003", "efqm-2010"),
        ("efqm-2010", "efqm-2013"),
        ("efqm-2013", "efqm-2020"),
        ("efqm-2020", "efqm-2025"),
    ]


@pytest.mark.parametrize(("source", "target"), SHIPPED)
def test_shipped_mapping_names_every_part_of_both_editions(source: str, target: str) -> None:
    found = crosswalk(source, target)
    assert [feed.part for feed in found.feeds] == list(found.target.parts)
    fed = {part for feed in found.feeds for part in feed.sources}
    assert fed | {left.part for left in found.left} == set(found.source.parts)


def test_feeds_of_2020_are_as_its_titles_say() -> None:
    feeds = {feed.part: feed for feed in crosswalk("efqm-2013", "efqm-2020").feeds}
    assert feeds["4.1"] == Feed("4.1", "same", ("5b",), "")
    assert feeds["3.2"].sources == ("3a", "3b", "3c", "3d", "3e")
    assert (feeds["2.3"].how, feeds["2.3"].sources) == ("none", ())
    assert [part for part, feed in feeds.items() if "1c" in feed.sources] == ["3.3", "3.4"]


def test_parts_that_changed_places_feed_each_other() -> None:
    feeds = {feed.part: feed.sources for feed in crosswalk("efqm-2020", "efqm-2025").feeds}
    assert (feeds["1.2"], feeds["1.3"], feeds["1.4"]) == (("1.3",), ("1.2",), ("1.4",))


@pytest.mark.parametrize(
    ("source", "target"), [("efqm-2020", "efqm-2013"), ("", ""), ("..", "x"), ("efqm-2020", "")]
)
def test_mapping_that_does_not_ship_is_unknown(source: str, target: str) -> None:
    with pytest.raises(NoCrosswalk):
        crosswalk(source, target)


def test_tables_written_here_load_as_they_ship() -> None:
    assert load_crosswalk(written(tables())).feeds == crosswalk("caf-2020", "caf-2020-fine").feeds


def changed(place: int, **values: Any) -> dict[str, Any]:
    data = tables()
    data["parts"][place] = {**data["parts"][place], **values}
    return data


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in tables().items() if name != key}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (tables() | {"format": 2}, "format: must be a whole number from 1 to 1"),
        (without("note"), "note: is missing"),
        (tables() | {"from": "caf-1999"}, "from: 'caf-1999' is not an edition"),
        (tables() | {"other": [{"a": 1}]}, "other: is not a key that an edition has here"),
        (changed(0, how="equal"), "parts[0].how: must be one of same, split, merged, none"),
        (changed(0, **{"from": ["1.2"]}), 'parts."1.1": is the same only as one part'),
        (changed(0, **{"from": ["1.1", "1.1"]}), 'parts."1.1": names a part more than once'),
        (changed(0, how="split"), 'parts."1.1": is split off only from one part'),
        (changed(0, how="merged"), 'parts."1.1": is merged only from several parts'),
        (changed(0, how="none"), 'parts."1.1": is fed by none only without a part'),
        (changed(0, how="none", **{"from": []}), 'parts."1.1": is fed by none only without'),
        (changed(0, to="1.2"), 'parts."1.2": stands here more than once'),
        (changed(0, to="9.9"), 'parts."9.9": is not a part of caf-2020-fine'),
        (changed(0, **{"from": ["9.9"]}), 'left."9.9": is not a part of caf-2020'),
        (changed(0, how="none", why="so", **{"from": []}),
         'left."1.1": is a part of caf-2020 that the mapping leaves out'),
        (tables() | {"left": [{"from": "1.1", "why": "so"}]},
         'left."1.1": stands here more than once'),
        (tables() | {"parts": tables()["parts"][1:]},
         'parts."1.1": is a part of caf-2020-fine that the mapping leaves out'),
    ],
)  # fmt: skip
def test_mapping_that_does_not_hold_together_is_refused(
    data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput) as refused:
        load_crosswalk(written(data))
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("content", [b"\xff", b"a = ", b"", b"a = " + b"[" * 5_000])
def test_what_is_no_mapping_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        load_crosswalk(content)


def test_editions_that_nobody_mapped_meet_in_parts_of_the_same_number() -> None:
    source, target = edition("efqm-2013"), edition("efqm-2020")
    assert by_number(source, source).left == ()
    assert {feed.how for feed in by_number(source, source).feeds} == {"same"}
    apart = by_number(source, target)
    assert {feed.how for feed in apart.feeds} == {"none"}
    assert apart.left == tuple(Left(part, "") for part in source.parts)
    other = by_number(edition("efqm-2020"), edition("cluster-excellence-2026"))
    assert next(feed for feed in other.feeds if feed.part == "1.1") == Feed(
        "1.1", "same", ("1.1",), ""
    )
