"""The other pages: who gets which answer, what posts do, and how many statements lists take."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from assessments.editions import edition
from labelling.applications.life import State
from labelling.core.access import Role
from labelling.core.clock import today, utcnow
from labelling.core.database import installed, reading, unit_of_work
from labelling.people.queries import get_person
from tests.labelling.applications.making import (
    EDITION,
    World,
    answer_all,
    make_application,
    make_submitted,
    save,
    start,
)
from tests.labelling.organisations.making import PROFILE, make_organisation
from tests.labelling.people.making import make_person, sign_in

MOST = 12


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application that was submitted."""
    return make_submitted(now=utcnow() - timedelta(hours=2))


def as_officer(client: FlaskClient, world: World) -> None:
    """Sign in as the officer of this world."""
    assert world.officer.person_id is not None
    with reading() as session:
        person = get_person(session, world.officer.person_id)
    sign_in(client, person, Role.OFFICER)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Note the statements that are sent to the database."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(installed().engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(installed().engine, "before_cursor_execute", note)


OPEN = (
    "/levels",
    "/levels?level=silver&asked=gold",
    "/levels/cluster-excellence-2026/1.2",
    "/terms",
)
OWN = (
    "",
    "/readiness",
    "/score",
    "/score.json",
    "/ways",
    "/declarations",
    "/receipt",
    "/submission",
    "/withdraw",
    "/parts/1.1",
)
OFFICE = ("/office", "/eligibility", "/deadline")


@pytest.mark.parametrize("address", OPEN)
def test_open_pages_need_nobody(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 200


def test_every_page_answers_each_person_as_the_policy_says(
    client: FlaskClient, world: World
) -> None:
    base = f"/applications/{world.id}"
    answers: dict[str, list[int]] = {}

    def ask(who: str) -> None:
        answers[who] = [client.get(base + tail).status_code for tail in (*OWN, *OFFICE)]

    ask("nobody")
    sign_in(client, world.made.owners[0])
    ask("owner")
    sign_in(client, world.made.contributors[0])
    ask("contributor")
    as_officer(client, world)
    ask("officer")
    for role in (Role.ASSESSOR, Role.COMMITTEE, Role.ADMINISTRATOR):
        sign_in(client, make_person(role.value, roles=[role]), role)
        ask(role.value)
    none = [404] * 13
    assert answers == {
        "nobody": [303] * 13,
        "owner": [200] * 10 + [404, 403, 403],
        "contributor": [200] * 8 + [403, 200, 404, 403, 403],
        "officer": [302, 403, 403, 403, 403, 403, 200, 200, 403, 403, 200, 200, 200],
        "assessor": none,
        "committee": none,
        "administrator": none,
    }


def test_the_submit_button_names_the_first_three_that_block(
    client: FlaskClient, app: Flask
) -> None:
    world = make_application("bronze", now=utcnow())
    sign_in(client, world.made.owners[0])
    answer = client.get(f"/applications/{world.id}/submit")
    assert answer.status_code == 422
    assert "20 items are open, so the application was not submitted." in answer.text
    assert "Begin with 1.1 Purpose and profile." in answer.text
    box = answer.text[answer.text.index('id="problems"') : answer.text.index("<h1>")]
    assert box.count("<li>") == 3
    assert f'/applications/{world.id}/parts/1.1#band"' in box


def test_submitting_leads_to_the_receipt(client: FlaskClient, app: Flask) -> None:
    world = make_application("bronze", now=utcnow())
    answer_all(world, now=utcnow())
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}/submit"
    assert client.get(place).status_code == 200
    assert client.post(place).status_code == 422
    done = client.post(place, data={"sure": "y"})
    assert (done.status_code, done.location) == (303, f"/applications/{world.id}/receipt")
    page = client.get(done.location).text
    assert "16 answers, 2 pieces of evidence" in page
    assert world.reload().state is State.SUBMITTED


def test_an_owner_starts_an_application_with_the_terms(client: FlaskClient, app: Flask) -> None:
    first = make_application("bronze", now=utcnow())
    with unit_of_work() as session:
        made = make_organisation(session, PROFILE_OF_ANOTHER, readers=1)
    sign_in(client, made.owners[0])
    form = {
        "organisation_id": str(made.id),
        "choice": f"{first.call.id}:silver",
        "terms": "2026-11",
        "authorised_name": "Ana Lindqvist",
        "authorised_function": "Managing director",
    }
    assert client.get("/applications/new").status_code == 200
    assert client.post("/applications/new", data=form).status_code == 422
    done = client.post("/applications/new", data={**form, "accepted": "y"})
    assert done.status_code == 303
    year = today(utcnow()).year
    assert f"Application A-{year}-002" in client.get(done.location).text
    again = client.post("/applications/new", data={**form, "accepted": "y"})
    assert again.status_code == 422
    assert f"already applies in this call: A-{year}-002" in again.text
    sign_in(client, made.readers[0])
    assert client.get("/applications/new").status_code == 403


PROFILE_OF_ANOTHER = type(PROFILE)(
    name="Lower Elm Food Cluster", country="GR", city="Volos", field="agriculture-food"
)


def test_declarations_are_answered_and_a_no_needs_its_reason(
    client: FlaskClient, app: Flask
) -> None:
    world = make_application("bronze", now=utcnow())
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}/declarations"
    refused = client.post(place, data={"holds-legal-person": "no"})
    assert refused.status_code == 422
    assert "Say in a sentence why this does not hold." in refused.text
    saved = client.post(place, data={"holds-legal-person": "yes", "holds-no-insolvency": "yes"})
    assert saved.status_code == 303
    assert client.get(saved.location).text.count("not answered yet") == 2


def test_an_officer_opens_and_closes_a_call(client: FlaskClient, world: World) -> None:
    as_officer(client, world)
    form = {
        "title": "Spring 2027",
        "edition_id": "cluster-excellence-2026",
        "levels": ["bronze", "silver"],
        "opens_on": ["1", "3", "2027"],
        "closes_on": ["30", "2", "2027"],
    }
    wrong = client.post("/calls/new", data=form)
    assert wrong.status_code == 422
    assert client.post("/calls/new", data={**form, "closes_on": ["", "", ""]}).status_code == 303
    page = client.get("/calls").text
    assert "Spring 2027" in page
    assert "not open yet" in page
    asked = client.get(f"/calls/{world.call.id}/close")
    assert (asked.status_code, world.call.title in asked.text) == (200, True)
    assert client.post(f"/calls/{world.call.id}/close").status_code == 303
    assert client.post(f"/calls/{world.call.id}/close").status_code == 409
    assert client.get(f"/calls/{world.call.id}/close").status_code == 303
    sign_in(client, world.made.owners[0])
    assert client.get("/calls").status_code == 403


@pytest.mark.parametrize("outcome", ["eligible", "return", "refuse"])
def test_the_check_of_eligibility_has_three_outcomes(
    client: FlaskClient, world: World, outcome: str
) -> None:
    as_officer(client, world)
    place = f"/applications/{world.id}/eligibility"
    rules = [rule.id for rule in edition(EDITION).eligibility]
    form: dict[str, object] = {f"holds-{rule}": "yes" for rule in rules}
    if outcome == "refuse":
        form |= {"holds-no-insolvency": "no", "refuse-message": "Insolvency."}
    assert client.post(place, data={**form, "outcome": outcome}).status_code == (
        303 if outcome == "eligible" else 422
    )
    form |= {"reason-no-insolvency": "Proceedings of 3 November.", "outcome": outcome}
    form |= {"return-message": "Two figures are missing.", "return-day": ["4", "12", "2027"]}
    if outcome != "eligible":
        done = client.post(place, data=form)
        there = f"/applications/{world.id}/office?done={outcome}"
        assert (done.status_code, done.location) == (303, there)
    states = {"eligible": "Eligible", "return": "Returned with questions", "refuse": "Not eligible"}
    assert f"<b>{states[outcome]}</b>" in client.get(f"/applications/{world.id}/office").text
    assert client.get(place).status_code == 409


def test_the_check_of_eligibility_names_what_is_unchecked_and_never_decides_by_enter(
    client: FlaskClient, world: World
) -> None:
    as_officer(client, world)
    place = f"/applications/{world.id}/eligibility"
    form = {f"holds-{rule.id}": "yes" for rule in edition(EDITION).eligibility}
    entered = client.post(place, data={**form, "return-message": "Papers?", "outcome": "none"})
    assert (entered.status_code, "Nothing was decided yet." in entered.text) == (422, True)
    assert "Papers?" in entered.text
    first_button = client.get(place).text.partition('name="outcome" value="')[2]
    assert first_button.startswith("none")
    del form["holds-no-insolvency"]
    early = client.post(place, data={**form, "outcome": "eligible"})
    assert (early.status_code, "Not checked yet: No insolvency" in early.text) == (422, True)
    saved = client.post(place, data={**form, "outcome": "save"}, follow_redirects=True)
    assert "The findings were saved." in saved.text


def test_who_has_no_seat_learns_where_an_application_begins(client: FlaskClient) -> None:
    sign_in(client, make_person())
    assert "Begin with your organisation" in client.get("/applications").text


def test_a_date_is_extended_on_its_page(client: FlaskClient, world: World) -> None:
    as_officer(client, world)
    place = f"/applications/{world.id}/deadline"
    form = {"step": "eligibility", "reason": "Holidays.", "day": ["1", "1", "2026"]}
    assert client.post(place, data=form).status_code == 422
    assert client.post(place, data={**form, "day": ["10", "1", "2028"]}).status_code == 303
    page = client.get(f"/applications/{world.id}/office").text
    assert "10 January 2028" in page
    assert "Holidays." in page


def test_lists_filter_and_take_the_same_few_statements_for_many_rows(
    client: FlaskClient, world: World
) -> None:
    as_officer(client, world)
    year = today(utcnow()).year
    with statements() as with_one:
        assert client.get("/applications").text.count(f"A-{year}-") == 1
    with unit_of_work() as session:
        for number in range(30):
            profile = type(PROFILE)(
                name=f"Cluster {number:02}", country="DE", city="Jena", field="digital"
            )
            made = make_organisation(session, profile, owners=1)
            start(session, made, world.call, "silver", now=utcnow())
    with statements() as with_many:
        page = client.get("/applications").text
    assert (page.count(f"A-{year}-"), "1 to 30 of 31" in page) == (30, True)
    assert len(with_many) == len(with_one) <= MOST
    assert client.get("/applications?page=2").text.count(f"A-{year}-") == 1
    assert client.get("/applications?page=" + "9" * 30).text.count(f"A-{year}-") == 0
    for query, rows in (
        ("q=cluster 0", 10),
        (f"q=a-{year}-001", 1),
        ("country=AT", 1),
        ("level=silver&state=draft", 30),
        ("turn=office", 1),
        ("overdue=1", 0),
    ):
        assert client.get(f"/applications?{query}").text.count('<th scope="row">') == rows


def test_a_part_and_the_readiness_list_take_the_same_statements_however_much_was_written(
    client: FlaskClient, app: Flask
) -> None:
    world = make_application("gold", now=utcnow())
    save(world, "1.2")
    sign_in(client, world.made.owners[0])
    places = [f"/applications/{world.id}{tail}" for tail in ("", "/parts/1.1", "/readiness")]
    counts = []
    for written in (False, True):
        if written:
            answer_all(world, but=["1.2"], now=utcnow())
        for place in places:
            with statements() as seen:
                assert client.get(place).status_code == 200
            counts.append(len(seen))
    # Where an answer came from is one statement that a blank part does not need.
    more = [after - before for before, after in zip(counts[:3], counts[3:], strict=True)]
    assert more == [0, 1, 0]
    assert max(counts) <= MOST + 11  # outcome, letters, appeals, label and plans add theirs
