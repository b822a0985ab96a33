"""Every page answers each by their seat, and is written to be translated."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from labelling.core.access import Role, Seat
from labelling.core.database import unit_of_work
from labelling.organisations.actions.seats import invite_to_seat
from tests.labelling.organisations.browsing import as_person, at, text_of
from tests.labelling.organisations.making import (
    PROFILE,
    Made,
    add_evidence,
    make_organisation,
)
from tests.labelling.people.making import make_person


def test_a_signed_out_visitor_is_led_to_the_sign_in(client: FlaskClient, made: Made) -> None:
    for page in ("", "edit", "seats", "facts", "evidence"):
        answer = client.get(at(made, page))
        assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (303, True)


@pytest.mark.parametrize(
    ("page", "owners", "readers", "officers", "strangers"),
    [
        ("", 200, 200, 200, 404),
        ("edit", 200, 403, 403, 404),
        ("seats", 200, 200, 200, 404),
        ("hand-over", 200, 403, 403, 404),
        ("owner", 403, 403, 403, 404),
        ("facts", 200, 200, 200, 404),
        ("evidence", 200, 200, 200, 404),
        ("evidence/file", 200, 403, 403, 404),
        ("evidence/paper", 200, 403, 403, 404),
    ],
)
def test_every_page_answers_each_by_their_seat(  # noqa: PLR0917 (a table of cases)
    app: Flask, made: Made, page: str, owners: int, readers: int, officers: int, strangers: int
) -> None:
    officer, stranger = make_person(roles=[Role.OFFICER]), make_person()
    assert [
        as_person(app, person).get(at(made, page)).status_code
        for person in (made.owners[0], made.readers[0], officer, stranger)
    ] == [owners, readers, officers, strangers]


def test_my_pages_lead_to_the_one_organisation(owner: FlaskClient, made: Made) -> None:
    for address, page in (
        ("/organisation", ""),
        ("/fact-sheet", "facts"),
        ("/evidence", "evidence"),
    ):
        answer = owner.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, at(made, page))


def test_who_sits_in_two_chooses_and_who_sits_nowhere_begins(app: Flask, made: Made) -> None:
    with unit_of_work() as session:
        other = make_organisation(session, replace(PROFILE, name="Other Cluster"), owners=1)
    person = other.owners[0]
    with unit_of_work() as session:
        invite_to_seat(
            session,
            actor=made.actor(),
            organisation_id=made.id,
            email=person.email,
            name=person.name,
            seat=Seat.READER,
            now=datetime.now(UTC),
        )
    page = as_person(app, person).get("/fact-sheet").get_data(as_text=True)
    assert (at(made, "facts") in page, at(other, "facts") in page) == (True, True)
    nobody = text_of(as_person(app, make_person()).get("/organisation"))
    assert ("Create an organisation" in nobody, "Ask for access" in nobody) == (True, True)


def test_every_page_has_one_heading_and_no_text_left_untranslated(
    owner: FlaskClient, made: Made
) -> None:
    with unit_of_work() as session:
        piece = add_evidence(session, made)
    for address in (
        at(made),
        at(made, "edit"),
        at(made, "seats"),
        at(made, "hand-over"),
        at(made, "facts"),
        at(made, "evidence"),
        at(made, "evidence/file"),
        at(made, "evidence/paper"),
        f"/evidence/{piece.id}",
        f"/evidence/{piece.id}/edit",
        "/organisations/ask",
    ):
        page = owner.get(f"{address}?lang=en_XA").get_data(as_text=True)
        main = page.partition("<main")[2].partition("</main>")[0]
        assert len(re.findall(r"<h1[ >]", main)) == 1, address
        buttons = re.findall(r"<button[^>]*>(.*?)</button>", main, re.DOTALL)
        assert [text for text in buttons if "⟦" not in text] == [], address
