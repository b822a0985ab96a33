"""Another id for a criterion or a part: everything that names it follows, and nothing else."""

import json

import pytest

from assessments.editions import edition
from assessments.editions.checker import faults
from assessments.editions.loader import parse
from assessments.editions.renaming import following, renamed, with_names
from assessments.editions.sections import NoSection, ids
from assessments.editions.translation import Tree, translation_faults

CRITERION, PART = ("criteria", "1"), ("criteria", "1", "parts", "1.2")


@pytest.fixture
def tree() -> Tree:
    found: Tree = json.loads(edition("cluster-excellence-2026").canonical)
    return found


def test_a_part_is_named_anew_in_levels_figures_and_translations(tree: Tree) -> None:
    after = renamed(tree, PART, "1.9")
    assert "1.9" in ids(after, ("criteria", "1", "parts"))
    assert '"1.2"' not in json.dumps(after)
    assert faults(parse(after)) == faults(parse(tree))
    assert list(translation_faults(after)) == list(translation_faults(tree))


def test_a_criterion_is_named_anew_alone_or_with_its_parts(tree: Tree) -> None:
    alone = renamed(tree, CRITERION, "A")
    assert ids(alone, ("criteria",))[0] == "A"
    assert "1.2" in ids(alone, ("criteria", "A", "parts"))
    together = renamed(tree, CRITERION, "A", with_parts=True)
    assert ids(together, ("criteria", "A", "parts"))[1] == "A.2"
    assert not faults(parse(together))
    assert list(translation_faults(together)) == list(translation_faults(tree))


def test_there_and_back_is_the_same(tree: Tree) -> None:
    assert renamed(renamed(tree, PART, "new"), (*PART[:-1], "new"), "1.2") == tree
    there = renamed(tree, CRITERION, "8", with_parts=True)
    assert renamed(there, ("criteria", "8"), "1", with_parts=True) == tree


def test_what_is_taken_or_is_no_part_is_refused(tree: Tree) -> None:
    with pytest.raises(ValueError, match=r"2\.1"):
        renamed(tree, PART, "2.1")
    with pytest.raises(ValueError, match="2"):
        renamed(tree, CRITERION, "2")
    for path in [("levels", "gold"), ("criteria", "9"), ("edition",), (*PART[:-1], "1.99")]:
        with pytest.raises(NoSection):
            renamed(tree, path, "x")


def test_names_are_traced_to_where_they_began(tree: Tree) -> None:
    assert following(tree, CRITERION, "8")["1.2"] == "8.2"
    once = with_names({}, {"1.2": "1.9"})
    assert once == {"1.9": "1.2"}
    assert with_names(once, {"1.9": "3"}) == {"3": "1.2"}
    assert with_names(once, {"1.9": "1.2"}) == {}
