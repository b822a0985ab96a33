"""Signing in: password, second factor, delays, sessions, cookies."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.secrets import token_hash
from labelling.people import queries
from labelling.people.models import RecoveryCode, SignedInSession, TryCounter
from labelling.people.second_factor import recovery_hash
from tests.labelling.people.making import COOKIE, PASSWORD, code_at, make_person, sign_in

PROTECTED = "/me"


def enter(client: FlaskClient, email: str, password: str = PASSWORD, path: str = "/sign-in") -> str:
    """Post the sign-in form; return status and where it leads."""
    answer = client.post(path, data={"email": email, "password": password})
    return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()


def token_of(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    return cookie.value if cookie is not None else ""


def test_sign_in_page_is_open(client: FlaskClient) -> None:
    answer = client.get("/sign-in")
    assert answer.status_code == 200
    assert "<h1>Sign in</h1>" in answer.text


def test_sign_in_with_the_right_password_begins_a_session(client: FlaskClient) -> None:
    person = make_person(email="ines@cluster.example")
    assert enter(client, " Ines@Cluster.example ") == "303 /welcome"
    assert client.get(PROTECTED).status_code == 200
    with reading() as session:
        row = session.scalars(select(SignedInSession)).one()
    assert (row.person_id, row.role, row.awaits_second_factor) == (
        person.id,
        Role.MANAGER,
        False,
    )
    assert row.token_sha256 == token_hash(token_of(client))
    assert row.expires_at - row.created_at == timedelta(hours=12)


def test_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient) -> None:
    make_person(email="ines@cluster.example")
    answer = client.post("/sign-in", data={"email": "ines@cluster.example", "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("session=")
    assert cookie.endswith("; HttpOnly; Path=/; SameSite=Lax")


def test_sign_in_answers_the_same_for_unknown_closed_and_wrong(client: FlaskClient) -> None:
    make_person(email="known@cluster.example")
    closed = make_person(email="closed@cluster.example")
    invited = make_person(email="invited@cluster.example")
    with unit_of_work() as session:
        queries.get_person(session, closed.id).suspended_at = datetime.now(UTC)
        queries.get_person(session, invited.id).password_hash = None
    pages = set()
    for email, password in [
        ("unknown@cluster.example", PASSWORD),
        ("known@cluster.example", "another password"),
        ("closed@cluster.example", PASSWORD),
        ("invited@cluster.example", PASSWORD),
        ("not an address", PASSWORD),
    ]:
        answer = client.post("/sign-in", data={"email": email, "password": password})
        pages.add((answer.status_code, answer.text.replace(email, "ADDRESS")))
    assert len(pages) == 1
    assert next(iter(pages))[0] == 422


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"],
)
def test_sign_in_never_leads_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    make_person(email="ines@cluster.example")
    answer = client.post(
        "/sign-in",
        query_string={"next": elsewhere},
        data={"email": "ines@cluster.example", "password": PASSWORD},
    )
    assert answer.headers["Location"] == "/welcome"


def test_sign_in_leads_back_to_where_one_wanted_to_go(client: FlaskClient) -> None:
    make_person(email="ines@cluster.example")
    answer = client.get("/me/sessions?done=ended")
    assert answer.headers["Location"] == "/sign-in?next=/me/sessions?done%3Dended"
    assert enter(client, "ines@cluster.example", path=answer.headers["Location"]).startswith("303")
    onward = client.get("/welcome?next=/me/sessions?done%3Dended")
    assert onward.headers["Location"] == "/me/sessions?done=ended"


def test_sixth_try_has_to_wait_whoever_is_asked_for(client: FlaskClient) -> None:
    make_person(email="known@cluster.example")
    for email in ("known@cluster.example", "unknown@cluster.example"):
        answers = [enter(client, email, "wrong password")[:3] for _ in range(6)]
        assert answers == ["422"] * 5 + ["429"]
    # While one waits even the right password is not looked at.
    assert enter(client, "known@cluster.example") == "429"
    with unit_of_work() as session:
        past = datetime.now(UTC) - timedelta(seconds=2)
        session.execute(update(TryCounter).values(last_at=past))
    assert enter(client, "known@cluster.example") == "303 /welcome"


def test_success_begins_the_count_anew(app: Flask) -> None:
    make_person(email="ines@cluster.example")
    for _ in range(3):
        client = app.test_client()
        for _ in range(4):
            assert enter(client, "ines@cluster.example", "wrong password") == "422"
        assert enter(client, "ines@cluster.example") == "303 /welcome"


def test_successes_of_many_from_one_network_hold_nobody_back(app: Flask) -> None:
    make_person(email="known@cluster.example")
    for _ in range(40):
        assert enter(app.test_client(), "known@cluster.example") == "303 /welcome"
    failures = [enter(app.test_client(), f"{number}@a.example", "x" * 12) for number in range(31)]
    assert [answer[:3] for answer in failures] == ["422"] * 30 + ["429"]


def test_second_factor_is_asked_and_renews_the_token(client: FlaskClient) -> None:
    make_person(email="ada@office.example", roles=[Role.ADMINISTRATOR])
    assert enter(client, "ada@office.example") == "303 /sign-in/second-factor"
    before = token_of(client)
    assert client.get(PROTECTED).headers["Location"] == "/sign-in?next=/me"
    wrong = client.post("/sign-in/second-factor", data={"code": "000000"})
    assert wrong.status_code == 422
    code = code_at(datetime.now(UTC))
    assert client.post("/sign-in/second-factor", data={"code": code}).status_code == 303
    assert token_of(client) != before
    assert client.get(PROTECTED).status_code == 200
    client.set_cookie(COOKIE, before)
    assert client.get(PROTECTED).status_code == 303


def test_code_works_once(app: Flask) -> None:
    make_person(email="ada@office.example", roles=[Role.ADMINISTRATOR])
    code = code_at(datetime.now(UTC))
    answers = []
    for _ in range(2):
        client = app.test_client()
        enter(client, "ada@office.example")
        answers.append(client.post("/sign-in/second-factor", data={"code": code}).status_code)
    assert answers == [303, 422]


def test_codes_are_not_to_be_guessed(client: FlaskClient) -> None:
    make_person(email="ada@office.example", roles=[Role.ADMINISTRATOR])
    enter(client, "ada@office.example")
    answers = [client.post("/sign-in/second-factor", data={"code": "0000000"}) for _ in range(6)]
    assert ["many tries" in answer.text for answer in answers] == [False] * 5 + [True]
    right = client.post("/sign-in/second-factor", data={"code": code_at(datetime.now(UTC))})
    assert right.status_code == 422


def test_recovery_code_stands_in_once(app: Flask) -> None:
    person = make_person(email="ada@office.example", roles=[Role.ADMINISTRATOR])
    with unit_of_work() as session:
        session.add(RecoveryCode(person_id=person.id, code_sha256=recovery_hash("abcd-efgh")))
    answers = []
    for typed in ("ABCD efgh", "abcd-efgh"):
        client = app.test_client()
        enter(client, "ada@office.example")
        answers.append(client.post("/sign-in/second-factor", data={"code": typed}).status_code)
    assert answers == [303, 422]


def test_role_without_its_second_factor_leads_to_the_set_up(client: FlaskClient) -> None:
    person = make_person(roles=[Role.ADMINISTRATOR], second_factor_set=False)
    sign_in(client, person)
    assert client.get("/welcome").headers["Location"].startswith("/me/second-factor")
    refused = client.get("/welcome", headers={"Accept": "application/json"})
    assert (refused.status_code, refused.content_type) == (403, "application/problem+json")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"last_seen_at": timedelta(minutes=59)}, 200),
        ({"last_seen_at": timedelta(minutes=61)}, 303),
        ({"expires_at": timedelta(seconds=1)}, 303),
        ({"ended_at": timedelta(seconds=1)}, 303),
    ],
)
def test_session_ends_idle_old_or_ended(
    client: FlaskClient, change: dict[str, timedelta], status: int
) -> None:
    key = sign_in(client, make_person())
    now = datetime.now(UTC)
    with unit_of_work() as session:
        row = session.get_one(SignedInSession, key)
        for column, ago in change.items():
            setattr(row, column, now - ago)
    assert client.get(PROTECTED).status_code == status


def test_last_seen_is_written_once_a_minute(client: FlaskClient) -> None:
    key = sign_in(client, make_person())

    def seen() -> datetime:
        with reading() as session:
            return session.get_one(SignedInSession, key).last_seen_at

    first = seen()
    client.get(PROTECTED)
    assert seen() == first
    with unit_of_work() as session:
        session.get_one(SignedInSession, key).last_seen_at = first - timedelta(seconds=61)
    client.get(PROTECTED)
    assert seen() > first


def test_sign_out_ends_the_session(client: FlaskClient) -> None:
    key = sign_in(client, make_person())
    answer = client.post("/sign-out")
    assert (answer.status_code, token_of(client)) == (303, "")
    with reading() as session:
        assert session.get_one(SignedInSession, key).ended_at is not None


def test_sign_out_needs_the_token_against_forgery(client: FlaskClient) -> None:
    sign_in(client, make_person())
    client.environ_base["HTTP_X_CSRF_TOKEN"] = "forged"
    assert client.post("/sign-out").status_code == 400


def test_confirm_makes_the_second_factor_fresh(client: FlaskClient) -> None:
    person = make_person(roles=[Role.OFFICER])
    key = sign_in(client, person, fresh=False)
    assert client.get("/confirm").status_code == 200
    answer = client.post("/confirm?next=/me", data={"code": code_at(datetime.now(UTC))})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/welcome?next=/me")
    with reading() as session:
        assert session.get_one(SignedInSession, key).confirmed_at is not None


def test_language_of_the_person_is_the_language_of_the_page(client: FlaskClient) -> None:
    sign_in(client, make_person(language="de"))
    assert '<html lang="de">' in client.get(PROTECTED).text
    offer = 'href="/me/details">Change the language of your account'
    assert (
        offer in client.get(f"{PROTECTED}?lang=en").text,
        "Sprache des Kontos" in client.get(PROTECTED).text,
    ) == (True, False)
