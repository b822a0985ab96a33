"""What has changed between two texts: said in full, and never at the cost of everybody else."""

import pytest

from labelling.applications import differing
from labelling.applications.differing import Piece, pieces

MIXED = "".join(f"x{number} a " for number in range(400))
OTHER = "".join(f"y{number} a " for number in range(400))
LINES = "x\n" * 10_000


def test_a_word_that_was_changed_is_found() -> None:
    assert pieces("We meet twice a year.", "We meet four times a year.") == (
        Piece("same", "We meet "),
        Piece("gone", "twice"),
        Piece("new", "four times"),
        Piece("same", " a year."),
    )


@pytest.mark.parametrize(("before", "after"), [(MIXED, OTHER), (LINES, LINES[:-2] + "y\n")])
def test_texts_made_to_keep_the_server_busy_are_left_in_time(
    monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    monkeypatch.setattr(differing, "_MOST_WORK", 100_000)
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after
    assert len(found) < 100
