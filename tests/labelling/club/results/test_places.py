"""One's own place in words: rank and quarter never stand side by side unexplained."""

from fractions import Fraction

import pytest
from flask import Flask

from benchmarking.indicators import indicator_set
from labelling.club.results import queries, wording
from labelling.club.results.member import results_of
from labelling.core.database import reading
from tests.labelling.club.results.making import NOW, build_club, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.organisations.browsing import as_person


@pytest.mark.parametrize(
    ("rank", "quarter", "told"),
    [
        (Fraction(74, 100), 3, False),
        (Fraction(74, 100), 4, True),
        (Fraction(1), 4, False),
        (Fraction(1, 4), 2, False),
        (Fraction(1, 4), 1, True),
        (Fraction(1, 4), None, False),
    ],
)
def test_rank_is_explained_where_it_lies_in_another_quarter(
    app: Flask, rank: Fraction, quarter: int | None, *, told: bool
) -> None:
    with app.test_request_context():
        assert bool(wording.rank_beside_quarter(rank, quarter)) is told


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(-4, 100), "±0.0 points"),
        (Fraction(4, 100), "±0.0 points"),
        (Fraction(-6, 100), "−0.1 points"),
        (Fraction(11, 10), "+1.1 points"),
    ],
)
def test_change_that_rounds_to_nothing_has_no_direction(
    app: Flask, value: Fraction, written: str
) -> None:
    with app.test_request_context():
        assert wording.change(value, indicator_set("club-2026").units["percent"]) == written


def test_below_twenty_members_one_quarter_is_told(app: Flask) -> None:
    """The quarter by rank would be a second one, and would tell more than the smoothed cuts."""
    world = build_club(members=16)
    release(world)
    actor, membership_id = world.first()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, NOW)
        beside = [one.whole for one in results_of(session, own, "").lines if one.whole]
    assert any(one.quarter is not None for one in beside)
    assert all(one.rank is None for one in beside)
    page = as_person(app, person_of(actor)).get(f"/results/members/{membership_id}")
    assert " of 4, " not in page.get_data(as_text=True)
