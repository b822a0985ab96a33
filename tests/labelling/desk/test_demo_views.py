"""Continue as anybody, every mail: in the demonstration only, on this machine only."""

import re
from collections.abc import Iterator
from html import unescape

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.access import Role
from labelling.core.clock import utcnow
from labelling.core.database import reading
from labelling.desk.demo_data.cast import FACTOR, PASSWORD, person
from labelling.desk.demo_guide import GUIDE, find_character
from labelling.people.models import SignedInSession
from tests.labelling.desk.conftest import Stage


@pytest.fixture
def visitor(demo_app: Flask) -> Iterator[FlaskClient]:
    """Return a browser in the demonstration."""
    with demo_app.test_client() as client:
        yield client


def _role_in_header(page: str) -> str:
    return unescape(re.findall(r'<span class="role">([^<]*)', page)[0])


def test_the_pages_exist_in_the_demonstration_only(client: FlaskClient) -> None:
    addresses = ("/demo", "/demo/mail")
    assert [client.get(path).status_code for path in addresses] == [404, 404]
    assert client.post("/demo/as/olga").status_code == 404


def test_the_page_names_everybody_once_with_password_and_code(visitor: FlaskClient) -> None:
    page = visitor.get("/demo")
    shown = re.findall(r'action="/demo/as/(\w+)"', page.text)
    assert page.status_code == 200
    assert shown == [part.who for parts in GUIDE.values() for part in parts]
    assert len(shown) == len(set(shown)) == 14 + 6 + 3 + 4 + 3 + 1 + 1 + 2
    assert PASSWORD in page.text
    now = int(utcnow().timestamp())
    codes = {pyotp.TOTP(FACTOR).at(now + shift) for shift in (-30, 0, 30)}
    assert codes & set(re.findall(r"\b\d{6}\b", page.text))


@pytest.mark.parametrize(
    ("who", "role", "first_page"),
    [
        ("manager", "Cluster manager", "/tasks"),
        ("assessor", "Assessor", "/tasks"),
        ("officer", "Programme officer", "/tasks"),
        ("committee", "Committee member", "/tasks"),
        ("administrator", "Administrator", "/system"),
        ("lukas", "Cluster manager", "/tasks"),
    ],
)
def test_continuing_as_somebody_signs_them_in_with_a_fresh_second_factor(
    visitor: FlaskClient, who: str, role: str, first_page: str
) -> None:
    answer = visitor.post(f"/demo/as/{who}")
    assert (answer.status_code, answer.location) == (303, first_page)
    page = visitor.get(first_page)
    assert (page.status_code, _role_in_header(page.text)) == (200, role)
    character = find_character(who)
    assert character is not None
    with reading() as session:
        newest = session.scalars(
            select(SignedInSession)
            .where(SignedInSession.person_id == person(session, character.key).id)
            .order_by(SignedInSession.created_at.desc())
            .limit(1)
        ).one()
    office = character.role in {Role.OFFICER, Role.COMMITTEE, Role.ADMINISTRATOR}
    assert (newest.confirmed_at is not None) is office


def test_continuing_as_the_next_one_asks_for_the_form_of_this_session(
    visitor: FlaskClient,
) -> None:
    visitor.post("/demo/as/olga")
    assert visitor.post("/demo/as/henrik").status_code == 400
    token = re.findall(r'name="csrf_token" value="([^"]+)"', visitor.get("/demo").text)[0]
    answer = visitor.post("/demo/as/henrik", data={"csrf_token": token})
    assert answer.status_code == 303
    assert _role_in_header(visitor.get("/tasks").text) == "Committee member"
    with reading() as session:
        ended = session.scalars(
            select(SignedInSession)
            .where(SignedInSession.person_id == person(session, "olga").id)
            .order_by(SignedInSession.created_at.desc())
            .limit(1)
        ).one()
    assert ended.ended_at is not None


def test_nobody_is_signed_in_by_a_get_or_under_an_unknown_name(visitor: FlaskClient) -> None:
    assert visitor.get("/demo/as/olga").status_code == 405
    assert visitor.post("/demo/as/mallory").status_code == 404


def test_signing_in_from_another_site_is_refused(visitor: FlaskClient) -> None:
    answer = visitor.post("/demo/as/olga", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example:8000", 400),
    ],
)
def test_only_names_of_this_machine_are_answered(
    visitor: FlaskClient, host: str, status: int
) -> None:
    assert visitor.get("/", headers={"Host": host}).status_code == status


def test_mail_is_shown_newest_first_and_by_reader(visitor: FlaskClient, staged: Stage) -> None:
    page = visitor.get("/demo/mail").text
    assert page.count('<article class="card">') == 20
    with reading() as session:
        hugo = person(session, "hugo")
    own = visitor.get(f"/demo/mail?to={hugo.id}").text
    addressed = set(re.findall(r"To ([^,]+), ([\w.@]+)", unescape(own)))
    assert addressed == {("Hugo Arregui", "hugo@demo.example")}
    assert visitor.get("/demo/mail?to=nonsense&page=x").status_code == 200


def test_every_mail_can_be_read_and_leads_to_this_place(visitor: FlaskClient) -> None:
    first = visitor.get("/demo/mail").text
    total = int(re.findall(r"1 to 20 of (\d+)", first)[0])
    pages = [visitor.get(f"/demo/mail?page={number}") for number in range(1, total // 20 + 2)]
    assert {page.status_code for page in pages} == {200}
    assert sum(page.text.count('<article class="card">') for page in pages) == total
    assert all("http://localhost/" in page.text for page in pages)


def test_every_page_says_that_it_is_a_demonstration(visitor: FlaskClient) -> None:
    banner = "All people, organisations and labels here are fictitious."
    assert all(banner in visitor.get(path).text for path in ("/", "/register", "/demo", "/sign-in"))
