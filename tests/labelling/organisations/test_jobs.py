"""What waits for whom, and what is held of a person."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import event

from labelling.core import doors, mail
from labelling.core.access import Actor, Role, Seat
from labelling.core.database import Database, installed, reading, unit_of_work
from labelling.organisations import jobs, queries
from labelling.organisations.actions.requests import answer_request, ask_for_access
from labelling.people.models import Person
from labelling.people.queries import involvements
from labelling.people.seats import organisation_names, seats_of
from labelling.settings import Settings
from tests.labelling.acting import actor_for
from tests.labelling.organisations.making import PROFILE, Made, make_organisation
from tests.labelling.people.making import add_person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


def tasks(actor: Actor) -> list[tuple[str, str]]:
    with reading() as session:
        return [(task.title, task.about) for task in jobs.tasks(session, actor, NOW)]


def make(owners: int = 2, contributors: int = 0) -> Made:
    with unit_of_work() as session:
        return make_organisation(session, owners=owners, contributors=contributors, now=NOW)


def newcomer() -> Person:
    with unit_of_work() as session:
        return add_person(session, "Nina Falk")


def ask(person: Person) -> None:
    with unit_of_work() as session:
        ask_for_access(
            session,
            actor=actor_for(person, Role.MANAGER),
            name=PROFILE.name,
            country="AT",
            message="I keep the books.",
            now=NOW,
        )


def test_a_single_owner_is_asked_to_name_a_second(database: Database) -> None:
    assert tasks(make(owners=1).actor()) == [("Name a second owner", PROFILE.name)]


def test_two_owners_have_nothing_to_do(database: Database) -> None:
    assert tasks(make().actor()) == []


def test_a_request_waits_for_owners_only(database: Database) -> None:
    made = make(contributors=1)
    ask(newcomer())
    assert tasks(made.actor()) == [
        ("Answer a request for access", f"Nina Falk asks for a seat in {PROFILE.name}.")
    ]
    assert tasks(made.actor(made.contributors[0])) == []


def test_a_newcomer_is_asked_for_the_organisation(database: Database) -> None:
    assert [title for title, _ in tasks(actor_for(newcomer(), Role.MANAGER))] == [
        "Tell us about your organisation"
    ]


def test_the_office_sees_organisations_that_nobody_can_act_for(database: Database) -> None:
    made = make(owners=1)
    officer = actor_for(newcomer(), Role.OFFICER)
    assert tasks(officer) == []
    with unit_of_work() as session:
        session.get_one(Person, made.owners[0].id).suspended_at = NOW
    assert tasks(officer) == [("Name an owner: nobody is left who can act", PROFILE.name)]


def test_this_room_tells_people_of_seats_and_names(database: Database) -> None:
    made = make()
    with reading() as session:
        assert seats_of(session, made.owners[1].id) == {made.id: Seat.OWNER}
        assert organisation_names(session, [made.id]) == {made.id: PROFILE.name}


def test_a_copy_of_ones_data_names_seats_and_requests(database: Database) -> None:
    made, person = make(), newcomer()
    ask(person)
    with reading() as session:
        held = doors.export_person(session, person.id)["organisations"]
        owner = doors.export_person(session, made.owners[0].id)["organisations"]
    assert held == {
        "seats": [],
        "requests": [
            {
                "organisation": PROFILE.name,
                "message": "I keep the books.",
                "asked": NOW.isoformat(),
                "granted": None,
            }
        ],
    }
    assert owner["seats"] == [
        {
            "organisation": PROFILE.name,
            "seat": "owner",
            "since": NOW.isoformat(),
            "ended": None,
        }
    ]


def test_erasing_ends_seats_and_empties_requests(database: Database) -> None:
    made, person = make(), newcomer()
    ask(person)
    with unit_of_work() as session:
        jobs.erase(session, person.id, NOW)
        jobs.erase(session, made.owners[1].id, NOW)
    with reading() as session:
        assert queries.seats_of(session, made.owners[1].id) == {}
        assert queries.open_requests(session, [made.id]) == []
        held = jobs.export(session, person.id)["requests"]
        ledger = involvements(session, made.owners[1].id, made.id)
    assert [(line["message"], line["granted"]) for line in held] == [("", False)]
    assert [line.until for line in ledger] == [NOW.date()]


def test_an_answer_to_somebody_who_was_suspended_gives_no_seat(database: Database) -> None:
    made, person = make(), newcomer()
    ask(person)
    with unit_of_work() as session:
        session.get_one(Person, person.id).suspended_at = NOW
        request, _ = queries.open_requests(session, [made.id])[0]
        answer_request(session, actor=made.actor(), request_id=request.id, seat=Seat.OWNER, now=NOW)
    with reading() as session:
        assert queries.seats_of(session, person.id) == {}


@pytest.mark.parametrize("number", [1, 6])
def test_the_tasks_of_many_organisations_take_as_few_statements(
    database: Database, number: int
) -> None:
    with unit_of_work() as session:
        made = [
            make_organisation(session, replace(PROFILE, name=f"C{n}"), owners=1, now=NOW)
            for n in range(number)
        ]
    actor = actor_for(made[0].owners[0], Role.MANAGER, {one.id: Seat.OWNER for one in made})
    statements: list[str] = []
    listen = lambda *arguments: statements.append(arguments[2])  # noqa: E731
    event.listen(installed().engine, "before_cursor_execute", listen)
    assert len(tasks(actor)) == number
    event.remove(installed().engine, "before_cursor_execute", listen)
    assert len([text for text in statements if text.startswith("SELECT")]) == 4


@pytest.mark.parametrize("seat", ["owner", "contributor", "reader", ""])
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "template", ["seat_given", "seat_ended", "access_asked", "access_answered"]
)
def test_every_mail_can_be_written_in_at_most_ninety_words(
    app: Flask, settings: Settings, template: str, language: str, seat: str
) -> None:
    context = {
        "organisation": PROFILE.name,
        "organisation_id": "0",
        "seat": seat or ("" if template == "access_answered" else "reader"),
        "asker": "Nina Falk",
    }
    payload = {"language": language, "name": "Ana Lindqvist", "context": context}
    letter = mail.compose(template, payload, "ana@cluster.example", settings)
    assert PROFILE.name in letter.subject
    assert len(letter.body.split()) <= 90
