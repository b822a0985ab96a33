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


def test_a_sentence_written_anew_is_not_cut_up_by_its_small_words() -> None:
    assert pieces("A first paper of February 2023 exists.", "The plan of each year is signed.") == (
        Piece("gone", "A first paper of February 2023 exists"),
        Piece("new", "The plan of each year is signed"),
        Piece("same", "."),
    )


def test_small_changes_leave_what_stands_between_them() -> None:
    assert pieces("12 of 57 members", "14 of 60 members") == (
        Piece("gone", "12"),
        Piece("new", "14"),
        Piece("same", " of "),
        Piece("gone", "57"),
        Piece("new", "60"),
        Piece("same", " members"),
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
