"""What checks found, in sentences."""

from fractions import Fraction

import pytest
from flask import Flask

from benchmarking.indicators import indicator_set
from benchmarking.validation.finding import Finding
from labelling.club.reasons import reason

CLUB = indicator_set("club-2026")


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        (
            Finding(
                "change",
                "B04",
                ("B04", "2025-H1"),
                (("value", Fraction("38.592")), ("before", Fraction("54.603"))),
            ),
            "“Private income share” is 38.592\u00a0%, after 54.603\u00a0% in 2025-H1. Is it right?",
        ),
        (
            Finding(
                "change",
                "C03",
                ("C03", "2025-H1"),
                (("value", Fraction(30)), ("before", Fraction(12))),
            ),
            "“Own events” is 30, after 12 in 2025-H1. Is it right?",
        ),
        (
            Finding(
                "identity",
                "members-over-time",
                ("A01", "A01@previous", "joined", "-left"),
                (
                    ("total", Fraction(101)),
                    ("A01@previous", Fraction(97)),
                    ("joined", Fraction(6)),
                    ("-left", Fraction(-3)),
                ),
            ),
            (
                "Members are last round's, and those that joined, less those that left. You gave: "
                "Committed members 101, Committed members of the last round 97, "
                "Members that joined 6, Members that left 3."
            ),
        ),
    ],
)
def test_sentences_name_the_unit_of_a_figure(app: Flask, finding: Finding, sentence: str) -> None:
    with app.test_request_context("/"):
        assert reason(CLUB, finding) == sentence
