"""Pages of people: seats, requests for access, handing over."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.organisations import queries
from labelling.organisations.actions.requests import ask_for_access
from labelling.people.models import Person
from tests.labelling.acting import actor_for
from tests.labelling.organisations.browsing import as_person, at, text_of
from tests.labelling.organisations.making import (
    PROFILE,
    Made,
)
from tests.labelling.people.making import add_person, make_person, sign_in


def test_a_seat_is_given_changed_and_taken_away(owner: FlaskClient, made: Made) -> None:
    sent = {"name": "Ines Roth", "email": "ines@cluster.example", "seat": "reader"}
    assert owner.post(at(made, "seats"), data=sent).status_code == 303
    with reading() as session:
        seat = next(
            holding
            for holding, person in queries.standing_seats(session, made.id)
            if person.email == "ines@cluster.example"
        )
    assert owner.post(f"/seats/{seat.id}", data={"seat": "contributor"}).status_code == 303
    assert "Contributor" in text_of(owner.get(at(made, "seats")))
    assert owner.post(f"/seats/{seat.id}/end").status_code == 303
    assert owner.post(f"/seats/{seat.id}/end").status_code == 404
    assert "ines@cluster.example" not in text_of(owner.get(at(made, "seats")))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": "", "email": "a@b.example", "seat": "reader"}, "Enter a name."),
        ({"name": "Ines", "email": "nowhere", "seat": "reader"}, "name@place.example"),
        ({"name": "Ines", "email": "a@b.example"}, "Choose a seat."),
    ],
)
def test_a_seat_form_that_makes_no_sense_is_refused(
    owner: FlaskClient, made: Made, sent: dict[str, str], sentence: str
) -> None:
    answer = owner.post(at(made, "seats"), data=sent)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_the_second_owner_cannot_leave_and_is_told_what_to_do(app: Flask, made: Made) -> None:
    with reading() as session:
        seat = queries.find_seat(session, made.id, made.owners[0].id)
        assert seat is not None
    answer = as_person(app, made.owners[0]).post(f"/seats/{seat.id}/leave")
    assert (answer.status_code, "keeps two owners" in text_of(answer)) == (409, True)
    assert "hand the owner" in text_of(answer)


def test_a_reader_leaves(app: Flask, made: Made) -> None:
    with reading() as session:
        seat = queries.find_seat(session, made.id, made.readers[0].id)
        assert seat is not None
    client = as_person(app, made.readers[0])
    assert client.post(f"/seats/{seat.id}/leave").status_code == 303
    assert client.get(at(made)).status_code == 404


def test_a_seat_is_handed_over(owner: FlaskClient, made: Made) -> None:
    with reading() as session:
        seat = queries.find_seat(session, made.id, made.contributors[0].id)
        assert seat is not None
    assert owner.post(at(made, "hand-over"), data={"to": str(uuid4())}).status_code == 422
    assert owner.post(at(made, "hand-over"), data={"to": str(seat.id)}).status_code == 303
    assert owner.get(at(made, "hand-over")).status_code == 403


def test_access_is_asked_for_and_granted(app: Flask, owner: FlaskClient, made: Made) -> None:
    person = make_person("Nina Falk")
    asker = as_person(app, person)
    sent = {"name": PROFILE.name, "country": "AT", "message": "I keep the <b>books</b>."}
    answer = asker.post("/organisations/ask", data={**sent, "country": "SI"})
    assert (answer.status_code, "is here" in text_of(answer)) == (422, True)
    assert asker.post("/organisations/ask", data=sent).status_code == 303
    page = owner.get(at(made, "seats")).get_data(as_text=True)
    assert ("Nina Falk" in page, "<b>books" in page) == (True, False)
    with reading() as session:
        request, _ = queries.open_requests(session, [made.id])[0]
    assert asker.post(f"/requests/{request.id}", data={"seat": "owner"}).status_code == 404
    assert owner.post(f"/requests/{request.id}", data={"seat": "king"}).status_code == 400
    assert owner.post(f"/requests/{request.id}", data={"seat": "reader"}).status_code == 303
    assert owner.post(f"/requests/{request.id}", data={"seat": "reader"}).status_code == 409
    assert asker.get(at(made)).status_code == 200


def test_requests_are_shown_to_owners_only(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        asker = add_person(session, "Nina Falk")
        ask_for_access(
            session,
            actor=actor_for(asker, Role.MANAGER),
            name=PROFILE.name,
            country="AT",
            message="",
            now=datetime.now(UTC),
        )
    assert "Nina Falk" not in text_of(as_person(app, made.readers[0]).get(at(made, "seats")))


def test_the_office_names_an_owner_with_a_fresh_second_factor(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        for person in made.owners:
            session.get_one(Person, person.id).suspended_at = datetime.now(UTC)
    officer = make_person(roles=[Role.OFFICER])
    stale, fresh = app.test_client(), app.test_client()
    sign_in(stale, officer, fresh=False)
    sign_in(fresh, officer)
    sent = {"name": "Ines Roth", "email": "ines@cluster.example", "reason": "Letter of the board"}
    assert "/confirm" in stale.post(at(made, "owner"), data=sent).headers["Location"]
    assert fresh.post(at(made, "owner"), data={**sent, "reason": ""}).status_code == 422
    assert fresh.post(at(made, "owner"), data=sent).status_code == 303
    assert fresh.get(at(made, "owner")).status_code == 403
