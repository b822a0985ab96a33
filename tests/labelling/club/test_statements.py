"""The club's lists ask the database as often for ten members and rounds as for one."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.actions.members import add_member
from labelling.club.actions.proposals import Proposed, propose_indicator, vote_on
from labelling.club.actions.querying import ask_member
from labelling.club.actions.rounds import let_take_part
from labelling.club.actions.surveys import Asked, begin_survey
from labelling.club.actions.takeover import take_over_round
from labelling.club.actions.tokens import make_token
from labelling.club.dates import planned
from labelling.club.models import Scope
from labelling.core.access import Role
from labelling.core.clock import today, utcnow
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.making import CORE, World, enter, make_club, open_round, send
from tests.labelling.organisations.browsing import as_person
from tests.labelling.statements import asked_by

MORE = 9
MOST = 24


@pytest.fixture
def world(app: Flask) -> World:
    """Return a club with one of everything that is listed."""
    now = utcnow()
    with unit_of_work() as session:
        made = make_club(session, now=now)
    open_round(made, now=now)
    enter(made, CORE, now=now)
    send(made, now=now)
    _grow(made, 1, first=0)
    return made


def _grow(world: World, count: int, first: int) -> None:
    """Add members, rounds, proposals, surveys, tokens and questions to a club."""
    now = utcnow()
    with unit_of_work() as session:
        for number in range(first, first + count):
            _one_more(session, world, number)
    with unit_of_work() as session:
        ask_member(
            session, actor=world.officer, part_id=world.part().id, subject="",
            question=f"Is it so, {first}?", due_on=today(now), now=now,
        )  # fmt: skip


def _one_more(session: Session, world: World, number: int) -> None:
    now = utcnow()
    day, club_id, member = today(now), world.club.id, world.membership.id
    kinds = {one.name: one.id for one in queries.kinds_of(session, club_id)}
    row = add_member(
        session, actor=world.officer, club_id=club_id, kind_id=kinds["Suppliers"],
        firm=f"Firm {number}", bands={"size": "small"}, joined_on=day, now=now,
    )  # fmt: skip
    session.flush()
    let_take_part(
        session, actor=world.officer, round_id=world.rounds[0].id, membership_id=row.id, now=now
    )
    half = Round(2000 + number, 1)
    take_over_round(
        session, actor=world.officer, club_id=club_id, half_year=str(half), dates=planned(half),
        now=now,
    )  # fmt: skip
    proposal = propose_indicator(
        session, actor=world.owner, membership_id=member,
        proposed=Proposed("A", f"Guests {number}", "count", "stock", "up", "Guests.", "Count."),
        votes_until=day + timedelta(days=9), now=now,
    )  # fmt: skip
    vote_on(
        session, actor=world.owner, membership_id=member, proposal_id=proposal.id, in_favour=True,
        now=now,
    )  # fmt: skip
    begin_survey(
        session, actor=world.owner, membership_id=member, half_year="2026-H1",
        title=f"Asked {number}", introduction="", language="en", ends_on=day + timedelta(days=9),
        questions=[Asked("Well?", 1, 5)], now=now,
    )  # fmt: skip
    make_token(
        session, actor=world.owner, membership_id=member, token=f"{number:043}",
        name=f"Program {number}", scope=Scope.READ, expires_on=day + timedelta(days=9), now=now,
    )  # fmt: skip


def test_lists_of_a_club_take_the_same_fewasked_by(app: Flask, world: World) -> None:
    member = as_person(app, world.contact, Role.MANAGER)
    officer = as_person(app, world.officer_person, Role.OFFICER)
    club, place, part = world.club.id, world.membership.id, world.part().id
    round_id = world.rounds[0].id
    asked = [
        *((member, path) for path in (
            f"/clubs/{club}", f"/clubs/{club}/members", f"/clubs/{club}/indicators",
            f"/clubs/{club}/proposals", f"/clubs/rounds/{round_id}", f"/clubs/members/{place}",
            f"/clubs/members/{place}/surveys", f"/clubs/members/{place}/tokens",
            f"/clubs/parts/{part}/figures", f"/clubs/parts/{part}/send", "/tasks",
        )),
        *((officer, path) for path in (
            "/clubs/", f"/clubs/{club}", f"/clubs/{club}/members", f"/clubs/{club}/proposals",
            f"/clubs/rounds/{round_id}", f"/clubs/rounds/{round_id}/checking",
            f"/clubs/parts/{part}/office",
        )),
    ]  # fmt: skip
    one = [len(asked_by(*each)) for each in asked]
    _grow(world, MORE, first=1)
    many = [len(asked_by(*each)) for each in asked]
    more = {
        path: (before, after)
        for (_, path), before, after in zip(asked, one, many, strict=True)
        if after > before or (after > MOST and path != "/tasks")
    }
    assert more == {}


def test_clubs_are_listed_in_the_same_fewasked_by(app: Flask, world: World) -> None:
    officer = as_person(app, world.officer_person, Role.OFFICER)
    one = asked_by(officer, "/clubs/")
    with unit_of_work() as session:
        for _ in range(MORE):
            make_club(session, now=utcnow())
    with reading() as session:
        assert len(queries.clubs_seen(session, world.officer)) == MORE + 1
    assert len(asked_by(officer, "/clubs/")) == len(one)
