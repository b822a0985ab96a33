"""Officers who are bound up with a member see no member's figures: another officer does that."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from labelling.club.actions.querying import ask_member
from labelling.club.actions.takeover import take_over_figures
from labelling.club.award.actions.ruling import name_chair
from labelling.core.access import Role
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed
from labelling.people.models import Involvement, InvolvementKind, Person
from tests.labelling.club.making import CORE, NOW, World, club_with_round, enter, send
from tests.labelling.organisations.browsing import as_person
from tests.labelling.people.making import add_person


@pytest.fixture
def world(app: Flask) -> World:
    """Return a club with a sheet that was sent."""
    made = club_with_round()
    enter(made, CORE)
    send(made)
    return made


def _bind(world: World, kind: InvolvementKind) -> Person:
    """Bind the officer to the organisation, and add an officer who is bound to nobody."""
    with unit_of_work() as session:
        session.add(
            Involvement(
                person_id=world.officer.person_id, organisation_id=world.made.id, kind=kind,
                since=today(NOW), source="declaration", recorded_at=NOW,
            )
        )  # fmt: skip
        return add_person(session, "Frieda Free", roles=[Role.OFFICER])


def _pages(world: World) -> list[str]:
    part, firm = world.part().id, world.part(world.firm).id
    return [
        *(f"/clubs/parts/{one}/{page}" for one in (part, firm) for page in (
            "figures", "figures/A01", "figures.xlsx", "send", "office",
        )),
    ]  # fmt: skip


def test_bound_officer_sees_no_sheet(app: Flask, world: World) -> None:
    free = _bind(world, InvolvementKind.EMPLOYED)
    bound = as_person(app, world.officer_person, Role.OFFICER)
    for page in _pages(world):
        answer = bound.get(page)
        assert answer.status_code == 403, page
        text = answer.get_data(as_text=True)
        assert "You are bound up with a member of this club" in text
        assert "another officer does this" in text
        assert ">60<" not in text
    other = as_person(app, free, Role.OFFICER)
    assert {other.get(page).status_code for page in _pages(world)} == {200}
    with unit_of_work() as session, pytest.raises(NotAllowed):
        ask_member(
            session, actor=world.officer, part_id=world.part().id, subject="A01",
            question="Sure?", due_on=today(NOW) + timedelta(days=3), now=NOW,
        )  # fmt: skip


def test_bound_officer_still_runs_the_club(app: Flask, world: World) -> None:
    _bind(world, InvolvementKind.BOARD)
    bound = as_person(app, world.officer_person, Role.OFFICER)
    for page in (f"/clubs/{world.club.id}", f"/clubs/rounds/{world.rounds[0].id}"):
        assert bound.get(page).status_code == 200, page


def test_bound_officer_neither_looks_at_all_members_nor_names_the_chair(
    app: Flask, world: World
) -> None:
    free = _bind(world, InvolvementKind.BOARD)
    bound = as_person(app, world.officer_person, Role.OFFICER)
    other = as_person(app, free, Role.OFFICER)
    round_ = f"/clubs/rounds/{world.rounds[0].id}"
    for page in (f"{round_}/checking", f"/club-awards/clubs/{world.club.id}/chair"):
        assert (bound.get(page).status_code, other.get(page).status_code) == (403, 200), page
    told = "so another officer looks at what members have sent"
    assert told in bound.get(round_).get_data(as_text=True)
    assert f"{round_}/checking" not in bound.get(round_).get_data(as_text=True)
    assert told not in other.get(round_).get_data(as_text=True)
    for act in (
        lambda session: name_chair(
            session, actor=world.officer, club_id=world.club.id, person_id=free.id, now=NOW
        ),
        lambda session: take_over_figures(
            session, actor=world.officer, round_id=world.rounds[0].id, sheets={},
            sent_at=NOW, now=NOW,
        ),
    ):  # fmt: skip
        with unit_of_work() as session, pytest.raises(NotAllowed):
            act(session)


def test_trail_of_a_sheet_says_what_was_sent_and_no_figure(world: World) -> None:
    enter(world, {"A01": "61"}, now=NOW + timedelta(minutes=1))
    send(world, now=NOW + timedelta(minutes=2))
    with reading() as session:
        first, again = session.scalars(
            select(AuditDetail.details)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.verb == "figures.submitted")
            .order_by(AuditEntry.seq)
        )
    assert set(first) == {"late", "again", "figures", "touched", "sheet"}
    assert (first["figures"], len(first["touched"])) == (len(CORE), len(CORE))
    assert (again["figures"], again["touched"]) == (len(CORE), ["A01"])
    assert first["sheet"] != again["sheet"]


def test_acts_of_the_office_itself_bind_nobody(app: Flask, world: World) -> None:
    _bind(world, InvolvementKind.DECIDED)
    client = as_person(app, world.officer_person, Role.OFFICER)
    assert {client.get(page).status_code for page in _pages(world)} == {200}
