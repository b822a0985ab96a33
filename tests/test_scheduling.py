"""Tests that share a demonstration are one piece of work; all others are handed out singly."""

import re

import pytest

from tests.scheduling import TOGETHER, scope_of
from tests.warm import ROOT


def test_what_is_kept_together_is_there() -> None:
    assert [file for file in TOGETHER if not (ROOT / file).is_file()] == []


def test_whoever_asks_for_the_filled_database_is_kept_together() -> None:
    tests = (ROOT / "tests/labelling/desk").glob("test_*.py")
    asking = {
        path.relative_to(ROOT).as_posix()
        for path in tests
        if re.search(r"\b(staged|demo_app)\b", path.read_text())
    }
    assert asking == {file for file, why in TOGETHER.items() if why == "a filled database"}


@pytest.mark.parametrize(
    ("test", "scope"),
    [
        ("tests/test_wheel.py::test_one", "tests/test_wheel.py::test_one"),
        ("tests/journeys/test_pages.py::test_all[public]", "a demonstration"),
        ("tests/labelling/desk/test_tasks.py::test_a[sqlite]", "a filled database sqlite"),
        ("tests/labelling/desk/test_tasks.py::test_b[sqlite-1]", "a filled database sqlite"),
        ("tests/labelling/desk/test_demo_data.py::test_c[sqlite]", "a filled database sqlite"),
        ("tests/labelling/desk/test_tasks.py::test_a[postgresql]", "a filled database postgresql"),
    ],
)
def test_each_test_belongs_to_one_piece_of_work(test: str, scope: str) -> None:
    assert scope_of(test) == scope
