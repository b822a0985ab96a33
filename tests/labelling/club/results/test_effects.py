"""What changes of a definition did: published medians beside each other, and nothing besides."""

from datetime import timedelta
from fractions import Fraction

import pytest
from flask import Flask

from benchmarking.disclosure.cells import Place
from benchmarking.rounds import Round
from labelling.club import queries as club_queries
from labelling.club.actions.indicators import Changed, change_definition
from labelling.club.models import ClubRound, RoundState
from labelling.club.results import actions, gate, queries
from labelling.club.results.effects import Effect, effects_of
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.results.making import NOW, World, build_club, person_of
from tests.labelling.club.results.releasing import correct, release
from tests.labelling.organisations.browsing import as_person

CODE = "B03"


def _change(world: World, effect: str, since: str) -> None:
    """Change a definition, as before the rounds of this club, which are made at once, were told."""
    with pytest.MonkeyPatch.context() as patch, unit_of_work() as session:
        patch.setattr("labelling.club.actions.indicators.newest_announced", lambda *_: None)
        change_definition(
            session, actor=world.officer, club_id=world.club_id, code=CODE,
            changed=Changed("Budget of the office, by a new rule.", "Count.", effect, since),
            now=NOW + timedelta(days=1),
        )  # fmt: skip


def _release_later(world: World) -> None:
    """Release a correction, after the definition has changed."""
    later = NOW + timedelta(days=2)
    with reading() as session:
        prepared = actions.prepare_results(
            session, actor=world.officer, round_id=world.round_id, dimension="size", now=later
        )
    with unit_of_work() as session:
        actions.release_results(session, actor=world.officer, prepared=prepared, now=later)


def _effect(world: World, actor: Actor | None = None) -> Effect:
    with reading() as session:
        subject = queries.club_results(session, actor or world.officer, world.club_id, NOW)
        (found,) = effects_of(session, subject)
    return found


def _median(world: World, round_: str) -> Fraction | None:
    with reading() as session:
        club = club_queries.get_club(session, world.club_id)
        standing = gate.published(session, club).standing(Place(round_, CODE))
    return standing.get("median") if standing is not None else None


@pytest.fixture
def two(app: Flask) -> World:
    """Return a club with two rounds, the older one released."""
    made = build_club(rounds=2, members=16)
    with unit_of_work() as session:
        session.get_one(ClubRound, made.rounds[0]).state = RoundState.FINAL
    release(made, round_id=made.rounds[0])
    return made


def test_words_change_no_figure(released: World) -> None:
    _change(released, "wording", "2026-H2")
    found = _effect(released)
    assert (found.old, found.new, str(found.why)) == (
        None, None, "The words only: no figure changes.",
    )  # fmt: skip


def test_break_sets_the_published_medians_of_two_rounds_beside_each_other(two: World) -> None:
    _change(two, "break", "2026-H1")
    before = _effect(two)
    assert (str(before.old_round), before.old) == ("2025-H2", _median(two, "2025-H2"))
    assert (before.new, str(before.why)) == (None, "No results by the new definition are out yet.")
    release(two)
    after = _effect(two)
    assert (after.old, after.new) == (_median(two, "2025-H2"), _median(two, "2026-H1"))
    assert None not in {after.old, after.new}


def test_round_that_was_put_right_shows_both_of_its_medians(released: World) -> None:
    before = _median(released, "2026-H1")
    _change(released, "restated", "2026-H2")
    assert str(_effect(released).why).startswith("No results of an earlier round")
    sheets = released.simulated.sheets
    for name in sorted(released.memberships):
        if sheets[name][Round.parse("2026-H1")].entries[CODE].number is not None:
            correct(released, name, CODE, 50_000)
    _release_later(released)
    found = _effect(released)
    assert (found.old, found.new) == (before, _median(released, "2026-H1"))
    assert found.old != found.new


def test_too_few_figures_put_right_show_no_new_median(released: World) -> None:
    """One changed value would be told by the two medians: the gate lets the old one stand."""
    _change(released, "restated", "2026-H2")
    correct(released, sorted(released.memberships)[0], CODE, 50_000)
    _release_later(released)
    found = _effect(released)
    assert (found.new, str(found.why)[:25]) == (None, "Too few figures changed t")


def test_member_sees_the_effect_only_where_it_reported_and_the_page_says_why(
    app: Flask, two: World
) -> None:
    release(two)
    _change(two, "break", "2026-H1")
    actor, membership_id = two.first()
    address = f"/results/clubs/{two.club_id}/changes"
    page = as_person(app, person_of(actor)).get(address)
    assert page.status_code == 200
    assert "No round has figures by both definitions." in page.get_data(as_text=True)
    with unit_of_work() as session:
        for round_id in two.rounds:
            part = club_queries.find_part(session, round_id, membership_id)
            assert part is not None
            part.submitted_at = None
    hidden = _effect(two, actor)
    assert (hidden.old, hidden.new) == (None, None)
    assert "You did not report it" in as_person(app, person_of(actor)).get(address).get_data(
        as_text=True
    )
