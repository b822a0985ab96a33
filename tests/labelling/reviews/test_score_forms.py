"""Numbers that assessors type are read exactly, and nothing that takes long to read is read."""

from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask

from assessments.editions import editions
from labelling.core.errors import Invalid
from labelling.reviews.forms.scores import AgreedForm, part_review_form

NUMBERS = {"0": 0, "57.5": 57.5, "57,5": 57.5, "100": 100, "62.": 62, "012": 12}
NO_NUMBERS = (
    "1e999999999", "1e-999999999", "1E2", "NaN", "Infinity", "-1", "-0", "101", "1_0", "٥", "²",
    "1.0000000001", "0x10", "+5", "5 5 5 5",
)  # fmt: skip


def _scored(app: Flask, typed: str) -> Decimal | None:
    edition = next(one for one in editions() if one.id == "cluster-excellence-2026")
    steps = edition.levels[0].steps
    assert steps is not None
    with app.test_request_context(method="POST", data={"number": typed}):
        form = part_review_form(edition, edition.parts["1.1"], steps)
        return form.judged().score


def _agreed(app: Flask, typed: str) -> Fraction | None:
    with app.test_request_context(method="POST", data={"score": typed}):
        return AgreedForm().agreed()


@pytest.mark.parametrize(("typed", "number"), NUMBERS.items())
def test_a_score_is_read_exactly(app: Flask, typed: str, number: float) -> None:
    assert _scored(app, typed) == Decimal(number)
    assert _agreed(app, typed) == Fraction(number)


def test_an_agreed_score_may_be_a_quotient(app: Flask) -> None:
    assert (_agreed(app, "190/3"), _agreed(app, "190 ⁄ 3")) == (Fraction(190, 3), Fraction(190, 3))


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_score_is_refused_at_once(app: Flask, typed: str) -> None:
    with pytest.raises(Invalid) as score:
        _scored(app, typed)
    with pytest.raises(Invalid) as agreed:
        _agreed(app, typed)
    assert (score.value.field, agreed.value.field) == ("number", "score")


@pytest.mark.parametrize("typed", ["1/0", "190/1", "1/3/4", "1e9/3", "/3", "1.5/2"])
def test_what_is_no_quotient_is_refused(app: Flask, typed: str) -> None:
    with pytest.raises(Invalid):
        _agreed(app, typed)
