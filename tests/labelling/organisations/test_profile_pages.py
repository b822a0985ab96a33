"""Pages of a profile: created, refused at the field, changed without losing words."""

from dataclasses import asdict

import pytest
from flask import Flask

from labelling.core.database import reading
from labelling.organisations import queries
from tests.labelling.organisations.browsing import as_person, at, text_of
from tests.labelling.organisations.making import (
    PROFILE,
    Made,
)
from tests.labelling.people.making import make_person

ENTERED = asdict(PROFILE)


def test_a_newcomer_creates_an_organisation(app: Flask) -> None:
    client = as_person(app, make_person())
    answer = client.post("/organisations/new", data=ENTERED)
    assert answer.status_code == 303
    page = text_of(client.get(answer.headers["Location"]))
    assert ("Name a second owner next" in page, PROFILE.name in page) == (True, True)


def test_who_asked_for_access_sees_who_answers_next(app: Flask, made: Made) -> None:
    client = as_person(app, make_person())
    asked = {"name": PROFILE.name, "country": PROFILE.country}
    assert client.post("/organisations/ask", data=asked).status_code == 303
    page = text_of(client.get("/organisation"))
    assert f"You asked the owners of {PROFILE.name} for access on" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter the name."),
        ("name", "Alder\u202evalley", "Use letters, digits"),
        ("country", "ZZ", "Choose the country."),
        ("field", "alchemy", "Choose the field"),
        ("website", "javascript:alert(1)", "Write the address in full"),
        ("website", "https://user:pass@alder.example", "Write the address in full"),
        ("website", "https://[", "Write the address in full"),
        ("about", "x" * 1001, "1000"),
        ("language", "xx", "Choose from the list."),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_at_its_field(
    app: Flask, field: str, value: str, sentence: str
) -> None:
    answer = as_person(app, make_person()).post(
        "/organisations/new", data={**ENTERED, field: value}
    )
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_a_name_that_is_here_already_is_refused_at_its_field(app: Flask, made: Made) -> None:
    answer = as_person(app, make_person()).post("/organisations/new", data=ENTERED)
    assert (answer.status_code, "is already here" in text_of(answer)) == (422, True)


def test_a_profile_is_changed_and_a_conflict_shows_both(app: Flask, made: Made) -> None:
    first, second = (as_person(app, person) for person in made.owners)
    sent = {**ENTERED, "version": "1"}
    assert first.post(at(made, "edit"), data={**sent, "city": "Linz"}).status_code == 303
    answer = second.post(at(made, "edit"), data={**sent, "city": "Wels"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert ("Linz" in page, 'value="Wels"' in page, 'value="2"' in page) == (True, True, True)
    kept = second.post(at(made, "edit"), data={**sent, "version": "2", "city": "Wels"})
    assert kept.status_code == 303
    with reading() as session:
        assert queries.get_organisation(session, made.id).city == "Wels"


def test_user_texts_are_shown_as_texts(app: Flask) -> None:
    client = as_person(app, make_person())
    profile = {**ENTERED, "name": "<b>Alder</b>", "about": "<script>alert(1)</script>"}
    answer = client.post("/organisations/new", data=profile)
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert ("<script>alert" in page, "<b>Alder" in page) == (False, False)
