"""How many have sent, as members are told: in fives, of the morning, and fixed with the results."""

from datetime import timedelta

import pytest
from flask import Flask

from labelling.club import queries
from labelling.club.handed_in import HandedIn, handed_in, of_results
from labelling.club.models import ClubRound, RoundState
from labelling.core.database import Database, reading, unit_of_work
from tests.labelling.club.making import CORE, club_with_round, enter, send
from tests.labelling.club.results.making import NOW, World, build_club, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.organisations.browsing import as_person


@pytest.fixture
def world(database: Database) -> World:
    """Return a club of sixteen whose round is frozen."""
    return build_club(members=16)


def _told(world: World, *, office: bool = False) -> HandedIn:
    with reading() as session:
        round_ = queries.get_round(session, world.round_id)
        return handed_in(session, [round_], NOW, office=office)[round_.id]


def _reopen(world: World, sent_before: int, sent_today: int) -> None:
    """Let the round be open, with so many sheets sent yesterday and today."""
    with unit_of_work() as session:
        session.get_one(ClubRound, world.round_id).state = RoundState.OPEN
        for number, part in enumerate(queries.parts_in(session, world.round_id)):
            if number < sent_before:
                part.submitted_at = NOW - timedelta(days=1)
            else:
                part.submitted_at = NOW if number < sent_before + sent_today else None


def test_member_of_a_small_club_does_not_see_the_other_send(app: Flask) -> None:
    made = club_with_round()
    member = as_person(app, made.firm_contact)
    addresses = [f"/clubs/{made.club.id}", f"/clubs/rounds/{made.rounds[0].id}"]
    before = [_main(member.get(one).get_data(as_text=True)) for one in addresses]
    assert all("fewer than 5" in one for one in before)
    enter(made, CORE)
    send(made)
    assert [_main(member.get(one).get_data(as_text=True)) for one in addresses] == before
    office = as_person(app, made.officer_person).get(addresses[1]).get_data(as_text=True)
    assert "1 of 2 members have sent their figures" in office


def _main(page: str) -> str:
    return page[page.index("<h1") : page.index("</main>")]


def test_count_moves_in_fives_and_from_one_day_to_the_next(world: World) -> None:
    """Whoever looks before and after somebody sends sees the same."""
    seen = []
    for sent_today in range(7):
        _reopen(world, 9, sent_today)
        seen.append(_told(world))
    assert set(seen) == {HandedIn(5, exact=False)}
    assert seen[0].sentence == "at least 5 members have sent their figures"
    _reopen(world, 10, 0)
    assert _told(world) == HandedIn(10, exact=False)
    assert _told(world, office=True) == HandedIn(10, True, 16)
    _reopen(world, 16, 0)
    assert _told(world) == HandedIn(15, exact=False)


def test_late_figures_do_not_move_the_number_behind_the_results(world: World) -> None:
    assert _told(world) == HandedIn(15, exact=False)  # frozen, not released
    release(world)
    assert _told(world) == HandedIn(16, True, 16)


@pytest.mark.parametrize(
    ("taking_part", "told"),
    [
        (16, HandedIn(16, True, 16)),
        (17, HandedIn(16, True)),
        (20, HandedIn(16, True)),
        (21, HandedIn(16, True, 21)),
    ],
)
def test_few_who_are_missing_are_not_told(taking_part: int, told: HandedIn) -> None:
    assert of_results(16, taking_part) == told
    assert of_results(4, taking_part) == HandedIn(0, True)


def test_frozen_versions_do_not_tell_members_who_came_late(app: Flask, world: World) -> None:
    address = f"/clubs/rounds/{world.round_id}"
    actor, _ = world.first()
    page = as_person(app, person_of(actor)).get(address).get_data(as_text=True)
    office = as_person(app, person_of(world.officer)).get(address).get_data(as_text=True)
    heading = '<th scope="col" class="number">Members</th>'
    assert (heading in page, heading in office) == (False, True)
