"""A post that meets an expired session: kept for its sender, and for nobody else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core import secrets
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import ticks
from labelling.people.keeping import KEPT_FOR
from labelling.people.models import KeptPost, Person, SignedInSession
from tests.labelling.people.making import make_person, sign_in

TEXT = "Our strategy 2025–2028\n\nis <b>written</b> & agreed."


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """Return an application with a page of another room to post to."""
    own_app.add_url_rule("/answer", "answers.save", lambda: "saved", methods=["GET", "POST"])
    return own_app


def expire(key: UUID) -> str:
    """Let a session expire; return the token against forgery that its forms carry."""
    with unit_of_work() as session:
        row = session.get_one(SignedInSession, key)
        row.last_seen_at -= timedelta(minutes=61)
    return secrets.vault().sign("forgery", str(key))


def kept_rows() -> list[KeptPost]:
    with reading() as session:
        return list(session.scalars(select(KeptPost)))


def post_too_late(client: FlaskClient, person: Person, **fields: str) -> str:
    """Post a form after its session has expired; return where that leads."""
    token = expire(sign_in(client, person))
    client.environ_base.pop("HTTP_X_CSRF_TOKEN")
    answer = client.post("/answer?part=1.2", data={"csrf_token": token, **fields})
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_post_of_an_expired_session_is_kept_and_given_back(client: FlaskClient) -> None:
    person = make_person()
    where = post_too_late(client, person, text=TEXT, password="hidden words", version="3")
    (row,) = kept_rows()
    assert where == f"/sign-in?next=/kept/{row.id}"
    assert b"strategy" not in row.sealed
    assert "What you wrote is kept" in client.get(where).text
    sign_in(client, person)
    page = client.get(f"/kept/{row.id}").text
    assert "Our strategy 2025–2028\n\nis &lt;b&gt;written&lt;/b&gt; &amp; agreed." in page
    assert 'action="/answer?part=1.2"' in page
    assert "hidden words" not in page
    assert str(row.id) in client.get("/me").text


def test_kept_post_is_nobody_elses(client: FlaskClient) -> None:
    post_too_late(client, make_person(), text=TEXT)
    (row,) = kept_rows()
    sign_in(client, make_person())
    assert client.get(f"/kept/{row.id}").status_code == 404
    assert client.post(f"/kept/{row.id}").status_code == 404
    assert str(row.id) not in client.get("/me").text
    assert len(kept_rows()) == 1


def test_kept_post_is_deleted_by_its_sender(client: FlaskClient) -> None:
    person = make_person()
    post_too_late(client, person, text=TEXT)
    sign_in(client, person)
    assert client.post(f"/kept/{kept_rows()[0].id}").status_code == 303
    assert kept_rows() == []


def test_forged_post_is_not_kept(client: FlaskClient) -> None:
    expire(sign_in(client, make_person()))
    client.environ_base.pop("HTTP_X_CSRF_TOKEN")
    answer = client.post("/answer", data={"csrf_token": "forged", "text": TEXT})
    assert (answer.headers["Location"], kept_rows()) == ("/sign-in", [])


def test_post_that_is_too_large_is_said_to_be_lost(client: FlaskClient) -> None:
    where = post_too_late(client, make_person(), text="x" * 200_001)
    assert (where, kept_rows()) == ("/sign-in?lost=1", [])
    assert "too much to keep" in client.get(where).text


def test_save_by_a_script_is_told_so_that_the_page_keeps_its_text(client: FlaskClient) -> None:
    expire(sign_in(client, make_person()))
    answer = client.post("/answer", headers={"Accept": "application/json"}, data={"text": TEXT})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert kept_rows() == []


def test_ended_session_keeps_nothing(client: FlaskClient) -> None:
    key = sign_in(client, make_person())
    with unit_of_work() as session:
        session.get_one(SignedInSession, key).ended_at = datetime.now(UTC)
    client.post("/answer", data={"text": TEXT})
    assert kept_rows() == []


def test_kept_posts_are_deleted_after_seven_days(client: FlaskClient) -> None:
    post_too_late(client, make_person(), text=TEXT)
    sent = kept_rows()[0].created_at
    for age, left in ((KEPT_FOR - timedelta(minutes=1), 1), (KEPT_FOR, 0)):
        for tick in ticks():
            with unit_of_work() as session:
                tick(session, sent + age)
        assert len(kept_rows()) == left
