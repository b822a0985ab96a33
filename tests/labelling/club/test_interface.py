"""The interface for members' programs is as it describes itself, whatever is sent."""

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, CheckFunction, GenerationMode
from schemathesis.openapi import from_wsgi
from schemathesis.specs.openapi.checks import positive_data_acceptance

from labelling.club import queries
from labelling.club.actions.members import end_membership
from labelling.club.actions.tokens import make_token
from labelling.club.models import Scope
from labelling.core.clock import today, utcnow
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.making import World, make_club, open_round

ADDRESS = "/api/v1/club/values"
TOKEN = "t" * 43
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def world(app: Flask) -> World:
    """Return a club with an open round, and a token of its first member that writes."""
    now = utcnow()
    with unit_of_work() as session:
        made = make_club(session, now=now)
        _token(session, made, TOKEN, Scope.WRITE)
    open_round(made, now=now)
    return made


def _token(session: Any, world: World, token: str, scope: Scope) -> None:
    now = utcnow()
    make_token(
        session, actor=world.owner, membership_id=world.membership.id, token=token, name="Test",
        scope=scope, expires_on=today(now) + timedelta(days=9), now=now,
    )  # fmt: skip


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_code_answers_as_described(
    app: Flask, world: World, method: str, mode: GenerationMode
) -> None:
    operation = from_wsgi("/api/v1/club/openapi.json", app)[ADDRESS][method]
    if method == "GET":
        mode = GenerationMode.POSITIVE  # there is nothing that could be wrong
    known = list(world.part().asked)

    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE and isinstance(case.body, dict):
            sent = case.body["figures"]
            assert isinstance(sent, dict)
            case.body["figures"] = dict(zip(known, sent.values(), strict=False))
        case.headers.update(BEARER)
        # A text can be well spelt and still be no number: that is said in 422, figure by figure.
        excluded: list[CheckFunction] = [positive_data_acceptance]
        case.call_and_validate(excluded_checks=excluded)

    ask()


@pytest.mark.parametrize("written", ["a\0b", "a\ud800b", "a\u202eb", "a\x07 b"])
def test_note_is_kept_without_what_cannot_be_read(
    client: FlaskClient, world: World, written: str
) -> None:
    body = json.dumps({"figures": {"A01": {"number": "60", "note": written}}})
    answer = client.put(ADDRESS, data=body, content_type="application/json", headers=BEARER)
    assert answer.status_code == 200
    told = answer.get_json()["figures"]["A01"]["note"]
    assert told.replace(" ", "") == "ab"


def test_figure_is_kept_once_and_told_back(client: FlaskClient, world: World) -> None:
    figure = {"number": "60", "unit": "", "grade": "A", "accuracy": "5", "note": "From the list."}
    body = {"figures": {"A01": {**figure, "not_collected": False}}}
    for _ in range(2):  # the same again makes no new entry
        answer = client.put(ADDRESS, json=body, headers=BEARER)
        assert (answer.status_code, answer.get_json()["saved"]) == (200, ["A01"])
    told = client.get(ADDRESS, headers=BEARER).get_json()["figures"]["A01"]
    assert told == {
        "name": "Committed members", "set_unit": "count", **figure, "not_collected": False,
    }  # fmt: skip
    with reading() as session:
        rows = queries.revisions_of(session, world.part().id, "A01")
    assert [(row.revision, row.source.value) for row in rows] == [(1, "api")]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"figures": {}}, 400),
        ({"figures": []}, 400),
        ({"figures": {f"x{number}": {} for number in range(201)}}, 400),
        ({"figures": {"A01": {"number": 60}}}, 400),
        ({"figures": {"A01": {"value": "60"}}}, 400),
        ({"figures": {"A01": {"number": "60", "not_collected": "yes"}}}, 400),
        ({"figures": {"Z99": {"number": "60"}}}, 404),
        ({"figures": {"A01": {"number": "-1"}}}, 422),
        ({"figures": {"A01": {"number": "60,5"}}}, 422),
        ({"figures": {"A01": {"number": "60", "unit": "dozens"}}}, 422),
        ({"figures": {"A01": {"number": "60", "grade": "E"}}}, 422),
        ({"figures": {"A01": {"number": "60", "not_collected": True}}}, 422),
        ({"figures": {"A01": {"number": "60", "note": "x" * 501}}}, 422),
    ],
)
def test_what_is_not_as_described_is_refused_and_nothing_kept(
    client: FlaskClient, world: World, body: dict[str, Any], status: int
) -> None:
    assert client.put(ADDRESS, json=body, headers=BEARER).status_code == status
    with reading() as session:
        assert queries.current_rows(session, [world.part().id]) == {}


@pytest.mark.usefixtures("world")
def test_figure_that_the_set_does_not_have_is_named(client: FlaskClient) -> None:
    body = {"figures": {"B04": {"number": "60"}}}  # an indicator, made of two figures
    answer = client.put(ADDRESS, json=body, headers=BEARER)
    assert answer.get_json()["detail"] == "The set of this round has no figure “B04”."


def test_token_ends_with_its_day_its_maker_and_its_member(
    client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = utcnow() + timedelta(days=10)
    with monkeypatch.context() as patch:
        patch.setattr("labelling.core.web.identity.now", lambda: later)
        assert client.get(ADDRESS, headers=BEARER).status_code == 401
    assert client.get(ADDRESS, headers=BEARER).status_code == 200
    assert client.get(ADDRESS, headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401
    with unit_of_work() as session:
        end_membership(
            session, actor=world.owner, membership_id=world.membership.id,
            left_on=today(utcnow()), now=utcnow(),
        )  # fmt: skip
    assert client.put(
        ADDRESS, json={"figures": {"A01": {"number": "6"}}}, headers=BEARER
    ).status_code in {401, 403}  # fmt: skip


def test_one_members_token_tells_nothing_of_another(client: FlaskClient, world: World) -> None:
    from tests.labelling.club.making import enter

    enter(world, {"A01": "977"}, membership=world.firm, actor=world.firm_actor, now=utcnow())
    assert "977" not in client.get(ADDRESS, headers=BEARER).text
