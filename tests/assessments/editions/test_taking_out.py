"""What is taken out of an edition can be put back whole, wherever it stood."""

import json
from typing import Any

import pytest

from assessments.editions import edition, sections
from assessments.editions.sections import COMMITTEE, TOP, NoSection, Path
from assessments.editions.taking_out import put_back, taken_out

TREE: dict[str, Any] = json.loads(edition("cluster-excellence-2026").canonical)


def tidied(tree: dict[str, Any]) -> dict[str, Any]:
    """Return an edition with the parts of levels and figures in an order that says nothing."""
    for name in ("levels", "facts"):
        for one in tree[name]:
            one["parts"] = sorted(one.get("parts", []))
    return tree


def test_every_table_is_put_back_with_all_that_went_with_it() -> None:
    whole = tidied(json.loads(json.dumps(TREE)))
    for path in sections.paths(TREE):
        if path in {TOP, COMMITTEE}:
            continue
        after, lost = taken_out(TREE, path)
        assert path[-1] not in sections.ids_if_any(after, path[:-1])
        kept = json.loads(json.dumps(lost))  # as the history keeps it
        assert tidied(put_back(after, path, kept)) == whole, path


def test_table_is_put_back_though_a_level_and_a_language_have_gone() -> None:
    part: Path = ("criteria", "4", "parts", "4.4")
    after, lost = taken_out(TREE, part)
    after = sections.without_language(sections.removed(after, ("levels", "bronze")), "de")
    again = put_back(after, part, lost)
    assert "4.4" in sections.ids(again, part[:-1])
    assert "4.4" in again["levels"][-1]["parts"]


def test_what_has_no_place_any_more_is_refused() -> None:
    part: Path = ("criteria", "4", "parts", "4.4")
    after, lost = taken_out(TREE, part)
    with pytest.raises(NoSection):
        put_back(sections.removed(after, ("criteria", "4")), part, lost)
    with pytest.raises(ValueError, match=r"4\.4"):
        put_back(TREE, part, lost)
    elsewhere = sections.added(after, ("criteria", "1", "parts"), "4.4", {"title": "Another"})
    with pytest.raises(ValueError, match=r"4\.4"):
        put_back(elsewhere, part, lost)
