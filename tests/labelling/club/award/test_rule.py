"""The rule of an award: two persons, before the figures, and never changed afterwards."""

from fractions import Fraction

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from labelling.club.award import queries
from labelling.club.award.actions.ruling import Weighed, confirm_rule, name_chair, propose_rule
from labelling.club.award.models import Route
from labelling.club.models import RoundState
from labelling.core.access import Role
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.labelling.acting import actor_for
from tests.labelling.club.award.making import (
    GAP,
    Club,
    club_before_freezing,
    confirm,
    person,
    propose,
    set_state,
    verbs,
)
from tests.labelling.club.results.making import NOW
from tests.labelling.people.making import add_person


@pytest.fixture
def club(database: Database) -> Club:
    """Return a club whose newest round is being checked."""
    return club_before_freezing(rounds=1)


def test_office_proposes_and_chair_fixes(club: Club) -> None:
    rule_id = propose(club)
    confirm(club, rule_id)
    with reading() as session:
        known = queries.find_rule(session, club.round_id)
        assert known is not None
        assert known.row.id == rule_id
        assert known.row.criteria == [
            {"id": "A07", "weight": "1", "direction": "up", "target": "95"}
        ]
        assert known.confirmation is not None
        assert known.confirmation.confirmed_by == club.chair.person_id
        named = {one.person_id for one in queries.appraisers_of(session, rule_id)}
        assert named == {one.person_id for one in club.appraisers}
    assert verbs()[-3:] == ["award.chaired", "award_rule.proposed", "award_rule.confirmed"]


def test_nobody_confirms_but_the_chair(club: Club) -> None:
    rule_id = propose(club)
    for actor, refusal in (
        (club.officer, NotAllowed),
        (club.world.first()[0], NotAllowed),
        (club.appraisers[0], NotAllowed),
    ):
        with pytest.raises(refusal), unit_of_work() as session:
            confirm_rule(session, actor=actor, rule_id=rule_id, now=NOW)


def test_chair_who_proposed_does_not_confirm(club: Club) -> None:
    with unit_of_work() as session:
        name_chair(
            session, actor=club.officer, club_id=club.world.club_id,
            person_id=person(club.officer), now=NOW,
        )  # fmt: skip
    rule_id = propose(club)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        confirm_rule(session, actor=club.officer, rule_id=rule_id, now=NOW)


def test_fixed_rule_is_neither_replaced_nor_changed(club: Club) -> None:
    rule_id = propose(club)
    confirm(club, rule_id)
    with pytest.raises(NotNow):
        propose(club)
    for table in ("club_award_rules", "club_award_confirmations"):
        with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
            session.execute(text(f"DELETE FROM {table}"))  # our own names


def test_no_rule_is_proposed_or_fixed_once_figures_are_frozen(club: Club) -> None:
    rule_id = propose(club)
    set_state(club, RoundState.FROZEN)
    with pytest.raises(NotNow):
        confirm(club, rule_id)
    with pytest.raises(NotNow):
        propose(club)


def test_rule_that_was_replaced_is_not_fixed(club: Club) -> None:
    first = propose(club)
    propose(club, measure="residual", criteria=(Weighed("A07", Fraction(1)),))
    with pytest.raises(NotNow):
        confirm(club, first)


def test_what_was_proposed_last_is_not_proposed_again(club: Club) -> None:
    first = propose(club)
    assert propose(club) == first
    assert verbs().count("award_rule.proposed") == 1
    other = propose(club, measure="residual", criteria=(Weighed("A07", Fraction(1)),))
    assert propose(club) not in {first, other}  # back to the first rule: a proposal of its own
    assert verbs().count("award_rule.proposed") == 3


@pytest.mark.parametrize(
    ("route", "measure", "criteria", "field"),
    [
        (Route.MOST_IMPROVED, "jury", (), "measure"),
        (Route.MOST_IMPROVED, "gap_closed", (), "criteria"),
        (Route.MOST_IMPROVED, "gap_closed", (Weighed("A07", Fraction(1)),), "criteria"),
        (Route.MOST_IMPROVED, "residual", GAP, "criteria"),
        (Route.MOST_IMPROVED, "residual", (Weighed("visits_hosted", Fraction(1)),), "criteria"),
        (Route.LEARNING, "level", (Weighed("nothing", Fraction(1)),), "criteria"),
        (Route.BEST_PRACTICE, "jury", GAP, "criteria"),
        (Route.MOST_IMPROVED, "residual", (Weighed("A07", Fraction(0)),), "criteria"),
    ],
)
def test_rule_that_does_not_hold_together_is_refused(
    club: Club, route: Route, measure: str, criteria: tuple[Weighed, ...], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        propose(club, route, measure, criteria)
    assert refused.value.field == field


def test_learning_counts_visits(club: Club) -> None:
    propose(club, Route.LEARNING, "level", (Weighed("visits_hosted", Fraction(2)),))


def test_two_appraisers_at_least(club: Club) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work() as session:
        propose_rule(
            session, actor=club.officer, round_id=club.round_id, route=Route.BEST_PRACTICE,
            measure="jury", criteria=(), appraisers=[person(club.appraisers[0])] * 2, now=NOW,
        )  # fmt: skip
    assert refused.value.field == "appraisers"


def test_stranger_knows_of_no_award(club: Club) -> None:
    rule_id = propose(club)
    with unit_of_work() as session:
        stranger = actor_for(add_person(session, "Sam Stranger"), Role.MANAGER)
    with pytest.raises(NotFound), unit_of_work() as session:
        confirm_rule(session, actor=stranger, rule_id=rule_id, now=NOW)
