"""What is taken out of an edition can be put back, wherever it stood and whoever named it."""

import json

import pytest

from assessments.editions import edition
from assessments.editions.putting_back import put_back, taken_out
from assessments.editions.sections import COMMITTEE, TOP, NoSection, Path, ids, paths, removed
from assessments.editions.translation import Tree

CRITERION, PART = ("criteria", "1"), ("criteria", "1", "parts", "1.2")
TREE: Tree = json.loads(edition("cluster-excellence-2026").canonical)
PLACES = [path for path in paths(TREE) if path not in {TOP, COMMITTEE}]


@pytest.mark.parametrize("path", PLACES, ids="/".join)
def test_taken_out_and_put_back_is_the_same(path: Path) -> None:
    kept = json.loads(json.dumps(taken_out(TREE, path)))
    without = removed(TREE, path)
    assert without != TREE
    assert put_back(without, path, kept) == TREE


def test_what_came_meanwhile_stays(tree: Tree) -> None:
    kept, without = taken_out(tree, CRITERION), removed(tree, CRITERION)
    without["levels"][0]["part_minimum"]["2.1"] = 33
    without["criteria"].reverse()
    del without["translations"]
    after = put_back(without, CRITERION, kept)
    assert after["levels"][0]["part_minimum"]["2.1"] == 33
    assert after["levels"][0]["part_minimum"]["1.2"] == tree["levels"][0]["part_minimum"]["1.2"]
    assert ids(after, ("criteria",)) == ("1", "7", "6", "5", "4", "3", "2")
    assert "translations" not in after


def test_what_stands_there_meanwhile_is_not_overwritten(tree: Tree) -> None:
    kept = taken_out(tree, PART)
    with pytest.raises(ValueError, match=r"1\.2"):
        put_back(tree, PART, kept)
    whole, without = taken_out(tree, CRITERION), removed(tree, CRITERION)
    without["criteria"][0]["parts"][0]["id"] = "1.2"
    with pytest.raises(ValueError, match=r"1\.2"):
        put_back(without, CRITERION, whole)
    with pytest.raises(NoSection):
        put_back(removed(tree, CRITERION), PART, kept)


@pytest.fixture
def tree() -> Tree:
    found: Tree = json.loads(json.dumps(TREE))
    return found
