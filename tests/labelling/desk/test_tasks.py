"""The first page of each role, on the demonstration's data and on an empty system."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core.access import Role, Seat
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.desk import queries
from labelling.desk.demo_data.cast import acting
from labelling.desk.navigation import ENTRIES
from labelling.desk.views import Row, rows_of
from tests.labelling.desk.conftest import BEGINS, Stage
from tests.labelling.organisations.making import make_organisation
from tests.labelling.people.making import make_person, sign_in


def _text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _tasks(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<span class="what">([^<]*)', page)]


def test_tasks_of_nobody_lead_to_signing_in(client: FlaskClient) -> None:
    answer = client.get("/tasks")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/tasks")


@pytest.mark.parametrize(
    ("role", "says"),
    [
        (Role.ASSESSOR, "No case waits for you."),
        (Role.OFFICER, "Nothing waits for you. Applications come in with a mail"),
        (Role.COMMITTEE, "No case is ready for a decision."),
        (Role.ADMINISTRATOR, "The page “System” says whether all is well."),
    ],
)
def test_an_empty_list_says_how_to_go_on(client: FlaskClient, role: Role, says: str) -> None:
    sign_in(client, make_person(roles=[role]), role)
    answer = client.get("/tasks")
    assert answer.status_code == 200
    assert says in _text(answer.text)


def test_a_manager_without_a_seat_is_led_to_an_organisation(client: FlaskClient) -> None:
    sign_in(client, make_person(), Role.MANAGER)
    assert 'href="/organisation"' in client.get("/tasks").text


def test_a_manager_with_nothing_to_do_is_led_to_the_levels(client: FlaskClient) -> None:
    with unit_of_work() as session:
        made = make_organisation(session)
    sign_in(client, made.owners[0], Role.MANAGER)
    assert 'href="/levels"' in client.get("/tasks").text


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("hugo", "Send the figures of 2026-H1"),
        ("dieter", "Score and hand in"),
        ("olga", "Check eligibility"),
        ("henrik", "Say whether you attend"),
    ],
)
def test_each_role_finds_its_oldest_task_first_with_the_one_green_button(
    demo_app: Flask, who: str, first: str
) -> None:
    client = demo_app.test_client()
    client.post(f"/demo/as/{who}")
    page = client.get("/tasks").text
    assert _tasks(page)[0] == first
    assert len(re.findall(r'class="btn go"', page)) == 1


def test_a_manager_sees_whose_turn_it_is_and_the_label_with_its_end(demo_app: Flask) -> None:
    client = demo_app.test_client()
    client.post("/demo/as/thea")
    said = _text(client.get("/tasks?lang=en").text)
    assert "Your label Silver Active CE-2025-" in said
    assert "valid until 31 March 2027" in said
    assert "Next: the organisation, by " in said


def test_an_expired_label_says_when_it_ended(demo_app: Flask) -> None:
    client = demo_app.test_client()
    client.post("/demo/as/hugo")
    said = _text(client.get("/tasks?lang=en").text)
    assert "Bronze Expired" in said
    assert "ended on 31 August 2026" in said


def test_officers_see_what_others_have_left_lying_and_not_what_waits_for_the_office(
    staged: Stage,
) -> None:
    with reading() as session:
        officer = acting(session, "olga", Role.OFFICER, BEGINS)
        found = [
            (case.organisation, case.party.value)
            for case in queries.standing_still(session, officer, BEGINS)
        ]
        manager = acting(session, "hugo", Role.MANAGER, BEGINS)
        hidden = queries.standing_still(session, manager, BEGINS)
    assert found == [("Distretto Ceramica Valdoro", "assessors")]
    assert hidden == []


def test_running_applications_of_a_manager_are_those_of_the_own_organisation(
    staged: Stage,
) -> None:
    with reading() as session:
        manager = acting(session, "lukas", Role.MANAGER, BEGINS)
        found = [
            (case.organisation, case.party.value)
            for case in queries.running_applications(session, manager)
        ]
    assert [*manager.seats.values()] == [Seat.READER]
    assert found == [("Alder Valley Mobility Cluster", "assessors")]


def test_rows_say_the_date_and_how_late_it_is() -> None:
    day = BEGINS.date()
    tasks = [
        Task("Check", "Alder", "Check it", "/a", due=day.replace(day=21)),
        Task("Score", "Alder", "Go on", "/b", due=day),
        Task("Confirm", "Alder", "Look", "/c"),
    ]
    assert rows_of(tasks, day) == [
        Row("Check", "Alder", "Check it", "/a", "21 November 2026", "1 day late"),
        Row("Score", "Alder", "Go on", "/b", "22 November 2026", ""),
        Row("Confirm", "Alder", "Look", "/c", "", ""),
    ]


def test_every_entry_of_the_navigation_has_its_page(app: Flask) -> None:
    wanted = {endpoint for entries in ENTRIES.values() for _, endpoint in entries}
    assert wanted - set(app.view_functions) == set()


def test_no_role_has_more_than_five_entries() -> None:
    assert max(len(entries) for entries in ENTRIES.values()) == 5
