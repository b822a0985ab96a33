"""Reminders go out before and after a date, once each; every mail can be read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from labelling.applications.models import Application
from labelling.applications.recipients import officers
from labelling.applications.reminders import remind
from labelling.applications.tasks import tasks
from labelling.core.access import Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.mail import compose
from labelling.core.outbox import Outgoing
from labelling.organisations.models import SeatHolding
from labelling.settings import Settings
from tests.labelling.applications.making import (
    NOW,
    World,
    make_application,
    make_eligible,
    make_submitted,
)
from tests.labelling.people.making import add_person

WORDS = 90


def sent(world: World, name: str) -> int:
    """Return how many mails of a name there are about the application."""
    with reading() as session:
        rows = session.scalars(
            select(Outgoing.id).where(Outgoing.about_id == world.id, Outgoing.name == name)
        )
        return len(list(rows))


def tick(world: World, days_left: int, due_in: int) -> None:
    """Let the worker look at the dates twice on one day."""
    for minutes in (0, 1):
        with unit_of_work() as session:
            remind(session, NOW + timedelta(days=due_in - days_left, minutes=minutes))


@pytest.mark.usefixtures("database")
def test_owners_are_reminded_a_week_and_two_days_before_and_on_the_day_after() -> None:
    world = make_application("bronze")  # two owners; due in 70 days
    counts = []
    for days_left in (8, 7, 6, 2, 0, -1, -2, -8):
        tick(world, days_left, 70)
        counts.append(sent(world, "reminder_submit"))
    assert counts == [0, 2, 2, 4, 4, 6, 6, 6]


@pytest.mark.usefixtures("database")
def test_a_date_set_today_reminds_nobody_and_officers_are_reminded_of_theirs() -> None:
    world = make_submitted()  # eligibility is due in 10 days
    tick(world, 10, 10)
    assert sent(world, "reminder_eligibility") == 0
    tick(world, 7, 10)
    assert sent(world, "reminder_eligibility") == 1
    make_eligible(world)
    tick(world, 2, 10)
    assert (sent(world, "reminder_eligibility"), sent(world, "reminder_panel")) == (1, 1)


@pytest.mark.usefixtures("database")
def test_officers_are_told_of_a_submission_but_none_who_has_a_seat_with_the_applicant() -> None:
    world = make_application("bronze")
    with unit_of_work() as session:
        seated, free = (
            add_person(session, name, roles=[Role.OFFICER]) for name in ("Sita Seat", "Fritz Free")
        )
        session.add(
            SeatHolding(
                organisation_id=world.made.id, person_id=seated.id, seat=Seat.READER, since=NOW
            )
        )
        application = session.get_one(Application, world.id)
        found = {one.id for one in officers(session, application)}
    assert found == {world.officer.person_id, free.id}


def test_every_mail_says_who_acts_next_and_is_short(settings: Settings, database: object) -> None:
    world = make_submitted()
    make_eligible(world)
    with unit_of_work() as session:
        remind(session, NOW + timedelta(days=8))
    with reading() as session:
        rows = session.scalars(select(Outgoing).where(Outgoing.about_id == world.id)).all()
    letters = {
        row.name: compose(row.name, row.payload, row.address or "", settings) for row in rows
    }
    assert set(letters) == {
        "application_started",
        "application_submitted",
        "application_to_check",
        "application_eligible",
        "reminder_panel",
    }
    for letter in letters.values():
        first = letter.body.split("\n")[0]
        assert "next" in first
        assert len(letter.body.split()) <= WORDS
        assert f"http://localhost/applications/{world.id}" in letter.body
    assert letters["application_started"].subject == (
        "Application A-2026-001 started: submit by Sunday 31 January 2027"
    )


@pytest.mark.usefixtures("database")
def test_tasks_are_for_those_whose_turn_it_is() -> None:
    writing = make_application("bronze")
    waiting = make_submitted(name="Lower Elm Food Cluster")
    contributor = writing.made.actor(writing.made.contributors[0])
    reader = writing.made.actor(writing.made.readers[0])
    with reading() as session:
        found = [
            [task.address for task in tasks(session, actor, NOW)]
            for actor in (writing.owner, contributor, reader, waiting.owner, waiting.officer)
        ]
    own = [f"/applications/{writing.id}"]
    assert found == [own, own, [], [], [f"/applications/{waiting.id}/office"]]
