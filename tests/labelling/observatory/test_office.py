"""The office's pages: a file comes in, is looked at, published, withdrawn; boundaries."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.core.access import Role
from labelling.core.database import reading
from labelling.core.doors import export_person
from labelling.observatory import queries
from labelling.observatory.history import State
from labelling.people.models import Person
from tests.labelling.observatory.making import (
    HEADER,
    NOW,
    ROWS,
    acting,
    geojson,
    imported,
    published,
)
from tests.labelling.people.making import make_person, sign_in

START = "/office/star-map"
ORIGIN = {"year": "2025", "source": "Office of Statistics", "licence": "CC BY 4.0"}


@pytest.fixture
def person(app: Flask, client: FlaskClient) -> Person:
    """Return an officer who has signed in."""
    assert app.extensions["settings"]
    made = make_person("Clara Clerk", roles=[Role.OFFICER])
    sign_in(client, made, Role.OFFICER)
    return made


def send(
    client: FlaskClient, content: bytes, path: str = f"{START}/new", **fields: str
) -> TestResponse:
    data = {**ORIGIN, **fields, "file": (BytesIO(content), "../figures.csv")}
    return client.post(path, data=data, content_type="multipart/form-data")


def test_file_becomes_a_draft_then_the_map_then_is_withdrawn(
    client: FlaskClient, person: Person
) -> None:
    answer = send(client, (HEADER + ROWS).encode(), source_url="https://stats.example/a")
    assert answer.status_code == 303
    page = answer.location.partition("?")[0]
    draft = client.get(page).get_data(as_text=True)
    assert "Alder Valley" in draft
    assert "figures.csv" in draft
    assert "../" not in draft
    assert "No figures of regional" in client.get("/map").get_data(as_text=True)
    assert client.post(f"{page}/publication").status_code == 303
    assert "Stuttgart" in client.get("/map").get_data(as_text=True)
    assert client.get(f"{page}/table.csv").data == (HEADER + ROWS).encode()
    assert client.post(f"{page}/withdrawal", data={"reason": ""}).status_code == 422
    assert client.post(f"{page}/withdrawal", data={"reason": "Tens."}).status_code == 303
    assert "Tens." in client.get("/map/sources").get_data(as_text=True)
    assert client.post(f"{page}/publication").status_code == 409
    assert person.id is not None


def test_faults_are_all_shown_by_line_and_column_and_nothing_is_kept(
    client: FlaskClient, person: Person
) -> None:
    answer = send(client, (HEADER + "DE11,Food,x,10\n,Food,1,10\n").encode())
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "2 faults; correct them and send the file again." in text
    assert "such as 1250, not &#39;x&#39;" in text
    assert ">3</td>" in text
    with reading() as session:
        assert queries.all_versions(session) == []
    assert person.id is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"year": "20x5"}, {"year": "2099"}, {"source": ""}, {"licence": ""},
        {"source_url": "javascript:alert(1)"}, {"note": "x" * 1001},
    ],
)  # fmt: skip
def test_origin_that_cannot_be_is_refused(
    client: FlaskClient, person: Person, fields: dict[str, str]
) -> None:
    assert send(client, (HEADER + ROWS).encode(), **fields).status_code == 422
    assert person.id is not None


def test_missing_file_is_refused(client: FlaskClient, person: Person) -> None:
    assert client.post(f"{START}/new", data=ORIGIN).status_code == 422
    assert client.post(f"{START}/boundaries", data=ORIGIN).status_code == 422
    assert person.id is not None


def test_publication_without_a_fresh_second_factor_asks_for_it(
    client: FlaskClient, person: Person
) -> None:
    version = imported(acting(person))
    sign_in(client, person, Role.OFFICER, fresh=False)
    answer = client.post(f"{START}/{version.id}/publication")
    assert answer.status_code == 403
    assert "Give the second factor" in answer.get_data(as_text=True)
    with reading() as session:
        assert queries.get_version(session, version.id).state is State.DRAFT


def test_discarded_draft_is_named_so(client: FlaskClient, person: Person) -> None:
    version = imported(acting(person))
    assert client.post(f"{START}/{version.id}/discarding").status_code == 303
    assert "discarded" in client.get(START).get_data(as_text=True)


def test_draft_is_compared_with_what_is_on_the_map(client: FlaskClient, person: Person) -> None:
    published(acting(person), year=2024)
    version = imported(acting(person), ROWS + "DK01,Food,3000,90000\n")
    text = client.get(f"{START}/{version.id}").get_data(as_text=True)
    assert "Beside 2024, version 1" in text
    assert "Hovedstaden" in text


def test_boundaries_are_drawn_and_removed(client: FlaskClient, person: Person) -> None:
    published(acting(person))
    plain = client.get("/map?sector=automotive").get_data(as_text=True)
    answer = send(
        client, geojson("DE11", "ITC1"), f"{START}/boundaries", licence="© EuroGeographics"
    )
    assert answer.status_code == 303
    drawn = client.get("/map?sector=automotive").get_data(as_text=True)
    assert ("© EuroGeographics" in plain, "© EuroGeographics" in drawn) == (False, True)
    assert len(drawn) > len(plain)
    with reading() as session:
        (kept,) = queries.boundary_sets(session)
    assert kept.regions == 2
    assert "© EuroGeographics" in client.get(f"{START}/boundaries").get_data(as_text=True)
    assert client.post(f"{START}/boundaries/{kept.id}/removal").status_code == 303
    assert "© EuroGeographics" not in client.get("/map?sector=automotive").get_data(as_text=True)


def test_boundaries_that_are_none_are_refused(client: FlaskClient, person: Person) -> None:
    answer = send(client, b"[" * 50_000, f"{START}/boundaries")
    assert answer.status_code == 422
    assert "is not JSON, or not in UTF-8" in answer.get_data(as_text=True)
    assert person.id is not None


def test_what_is_held_of_an_officer_can_be_taken_out(client: FlaskClient, person: Person) -> None:
    published(acting(person))
    send(client, geojson("DE11"), f"{START}/boundaries")
    with reading() as session:
        held = export_person(session, person.id)["observatory"]
    assert held["imported"] == [{"year": 2025, "number": 1, "at": NOW.isoformat()}]
    assert [step["kind"] for step in held["steps"]] == ["published"]
    assert [one["removed"] for one in held["boundaries"]] == [None]
