"""An edition's tables one by one: taken out, put back, added, moved, translated."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.editions import editions
from assessments.editions.comparing import Difference, ValueDiffers, differences
from assessments.editions.loader import load, parse
from assessments.editions.sections import (
    COMMITTEE,
    TOP,
    NoSection,
    added,
    ids,
    moved,
    paths,
    removed,
    replaced,
    section,
    section_of,
    texts_of,
    translation_of,
    with_language,
    with_translation,
    without_language,
)

OURS = "cluster-excellence-2026"
PART = ("criteria", "1", "parts", "1.4")


def tree_of(edition_id: str = OURS) -> dict[str, Any]:
    found = next(one for one in editions() if one.id == edition_id)
    tree: dict[str, Any] = json.loads(found.canonical)
    return tree


@pytest.mark.parametrize("edition_id", [one.id for one in editions()])
def test_every_table_put_back_as_it_is_changes_nothing(edition_id: str) -> None:
    tree = tree_of(edition_id)
    for path in paths(tree):
        if path != COMMITTEE or "committee" in tree:
            assert replaced(tree, path, section(tree, path)) == tree


def test_rules_of_the_committee_can_be_given_to_an_edition_without_any() -> None:
    tree = tree_of()
    rules = tree.pop("committee")
    assert section(tree, COMMITTEE) == {}
    assert replaced(tree, COMMITTEE, rules) == tree | {"committee": rules}


def test_table_is_shown_without_those_inside_it() -> None:
    tree = tree_of()
    assert set(section(tree, ("criteria", "1"))) == {"id", "name", "points", "introduction"}
    assert "criteria" not in section(tree, TOP)
    assert "translations" not in section(tree, TOP)


def test_part_taken_out_is_named_nowhere_any_more() -> None:
    tree = tree_of()
    after = removed(tree, PART)
    load(after)
    named = [after["levels"], after["facts"], list(after["translations"]["de"]["parts"])]
    assert '"1.4"' not in json.dumps(named)
    assert "1.4" in ids(tree, PART[:-1])  # the one before is as it was


def test_criterion_taken_out_takes_its_parts_along() -> None:
    after = removed(tree_of(), ("criteria", "6"))
    assert parse(after).parts.keys() == parse(tree_of()).parts.keys() - {"6.1", "6.2", "6.3"}
    assert all("6" not in level.get("criterion_minimum", {}) for level in after["levels"])


def test_added_band_stands_by_its_value() -> None:
    bands = ("rubrics", "direction", "bands")
    after = added(tree_of(), bands, "50", {"name": "Half", "text": "x", "assessor": "y"})
    assert ids(after, bands) == ("0", "20", "40", "50", "60", "80", "100")
    with pytest.raises(ValueError, match="50"):
        added(after, bands, "50", {})


def test_moving_stops_at_the_ends() -> None:
    tree = tree_of()
    assert ids(moved(tree, ("criteria", "1"), 1), ("criteria",))[:2] == ("2", "1")
    assert moved(tree, ("criteria", "1"), -1) == tree
    with pytest.raises(NoSection):
        moved(tree, ("rubrics", "direction"), 1)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (("maximum",), TOP),
        (("committee", "tie"), COMMITTEE),
        (("criteria", "1", "parts", "1.4", "kind"), PART),
        (("levels", "gold", "part_minimum", "1.4"), ("levels", "gold")),
        (("translations", "de", "parts", "1.4", "title"), PART),
        (
            ("translations", "de", "rubrics", "direction", "bands", "20", "name"),
            ("rubrics", "direction", "bands", "20"),
        ),
        (("translations", "de", "name"), TOP),
        (("criteria", "parts"), None),
        (("parts", "9.9"), None),
    ],
)
def test_place_of_a_fault_leads_to_its_table(place: tuple[str, ...], path: object) -> None:
    assert section_of(tree_of(), place) == path


def test_text_taken_out_takes_its_translations_along() -> None:
    tree = tree_of()
    table = {key: value for key, value in section(tree, PART).items() if key != "why"}
    load(replaced(tree, PART, table))


def test_translation_is_written_table_by_table() -> None:
    tree = with_language(without_language(tree_of(), "de"), "fr")
    texts: dict[Any, object] = {
        place: f"fr {text}" for place, text in texts_of(tree, PART).items() if isinstance(text, str)
    }
    after = with_translation(tree, "fr", PART, texts)
    assert translation_of(after, "fr", PART).keys() == texts.keys()
    emptied = with_translation(after, "fr", PART, {})
    assert emptied["translations"] == {"fr": {}}


def test_differences_are_told_table_by_table() -> None:
    before = tree_of()
    after = moved(before, ("criteria", "1"), 1)
    table = section(after, ("levels", "gold")) | {"minimum_percent": 82}
    after = replaced(after, ("levels", "gold"), table) | {"name": "Another"}
    old = section(before, ("levels", "gold"))["minimum_percent"]
    assert differences(before, after) == (
        Difference(("levels", "gold"), "changed", (ValueDiffers("minimum_percent", old, 82),)),
    )
    gone = differences(before, removed(before, PART))
    assert [(one.path, one.change) for one in gone][-1] == (PART, "removed")


@given(st.permutations(ids(tree_of(), ("criteria",))[:4]), st.data())
def test_tables_saved_in_any_order_come_to_the_same(order: list[str], data: st.DataObject) -> None:
    """Two people who save different tables never lose what the other saved."""
    points = {name: data.draw(st.integers(1, 900)) for name in order}
    tree = expected = tree_of()
    for name in order:
        table = section(tree_of(), ("criteria", name)) | {"points": points[name]}
        tree = replaced(tree, ("criteria", name), table)
    for criterion in expected["criteria"]:
        criterion["points"] = points.get(criterion["id"], criterion["points"])
    assert tree == expected
