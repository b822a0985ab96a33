"""Passkeys: added, used as the second factor, removed; every wrong answer is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from labelling.core import doors
from labelling.core.access import Role
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.people import passkeys
from labelling.people.models import Passkey, Person, SignedInSession
from labelling.people.passkeys import Place, WrongPasskey
from tests.labelling.people.authenticator import HOST, ORIGIN, SoftKey
from tests.labelling.people.making import PASSWORD, make_person, sign_in, sign_out

HERE = Place(HOST, ORIGIN)


@pytest.fixture
def owner(client: FlaskClient) -> Person:
    """Return an officer with an authenticator app, signed in."""
    person = make_person("Olga Officer", roles=[Role.OFFICER], email="olga@label.example")
    sign_in(client, person)
    return person


def options(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.post(address)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = json.loads(answer.text)
    return found


def add(client: FlaskClient, key: SoftKey, name: str = "Work laptop") -> int:
    asked = options(client, "/me/passkeys/options")
    return client.post("/me/passkeys", data={"name": name, "answer": key.make(asked)}).status_code


def kept() -> list[Passkey]:
    with reading() as session:
        return list(session.scalars(select(Passkey).order_by(Passkey.created_at, Passkey.id)))


def verbs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def mail_names() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Outgoing.name).order_by(Outgoing.name)))


def begin(client: FlaskClient, person: Person) -> None:
    """Sign in with the password, up to the second factor."""
    sign_out(client)
    answer = client.post("/sign-in", data={"email": person.email, "password": PASSWORD})
    assert answer.location == "/sign-in/second-factor"


# where passkeys can be made


@pytest.mark.parametrize(
    ("public_url", "place"),
    [
        ("https://label.example", Place("label.example", "https://label.example")),
        ("https://label.example:8443", Place("label.example", "https://label.example:8443")),
        ("http://localhost:8000", Place("localhost", "http://localhost:8000")),
        ("http://label.example", None),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::7]", None),
    ],
)
def test_place_is_a_name_with_https_or_this_machine(public_url: str, place: Place | None) -> None:
    assert passkeys.place_of(public_url) == place


# adding


def test_owner_adds_several_passkeys_with_names(client: FlaskClient, owner: Person) -> None:
    first, second = SoftKey(), SoftKey(counts=False)
    assert add(client, first) == 303
    assert add(client, second, " Blue   key ") == 303
    rows = kept()
    assert [(row.person_id, row.name, row.credential_id, row.sign_count) for row in rows] == [
        (owner.id, "Work laptop", first.credential_id, 0),
        (owner.id, "Blue key", second.credential_id, 0),
    ]
    assert rows[0].transports == ["internal"]
    assert verbs()[-2:] == ["person.passkey_added", "person.passkey_added"]
    assert mail_names() == ["passkey_added", "passkey_added"]
    assert "2 passkeys" in client.get("/me").text
    page = client.get("/me/passkeys").text
    assert "Work laptop" in page
    assert "Blue key" in page


def test_browser_is_asked_for_a_verified_user_of_this_place(
    client: FlaskClient, owner: Person
) -> None:
    key = SoftKey()
    add(client, key)
    asked = options(client, "/me/passkeys/options")
    assert asked["rp"]["id"] == HOST
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert len(asked["excludeCredentials"]) == 1
    used = options(client, "/passkey/options")
    assert (used["rpId"], used["userVerification"]) == (HOST, "required")
    assert used["challenge"] != asked["challenge"]


def test_same_passkey_is_not_added_twice(client: FlaskClient, owner: Person) -> None:
    key = SoftKey()
    assert [add(client, key), add(client, key, "Again")] == [303, 422]
    assert len(kept()) == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u202eb"])
def test_name_that_will_not_do_is_refused(client: FlaskClient, owner: Person, name: str) -> None:
    assert add(client, SoftKey(), name) == 422
    assert kept() == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda key, asked: replace(key, origin="https://label.example").make(asked),
        lambda key, asked: replace(key, host="label.example").make(asked),
        lambda key, asked: key.make(asked, verified=False),
        lambda key, _asked: key.make({"challenge": "AAAA"}),
        lambda key, asked: key.use(asked),
        lambda _key, _asked: "",
        lambda _key, _asked: "{",
        lambda _key, _asked: "[]",
        lambda _key, _asked: "[" * 5000,
        lambda _key, _asked: '{"id": "x" ' + " " * 20_000 + "}",
    ],
)
def test_wrong_answer_adds_nothing(
    client: FlaskClient, owner: Person, wrong: Callable[[SoftKey, Any], str]
) -> None:
    asked = options(client, "/me/passkeys/options")
    answer = client.post("/me/passkeys", data={"name": "Mine", "answer": wrong(SoftKey(), asked)})
    assert answer.status_code == 422
    assert "The passkey was not taken." in answer.text
    assert kept() == []


def test_challenge_is_answered_once_soon_and_in_its_own_session(
    client: FlaskClient, owner: Person
) -> None:
    asked = options(client, "/me/passkeys/options")
    first, second = SoftKey(), SoftKey()
    sent = {"name": "Mine", "answer": first.make(asked)}
    assert client.post("/me/passkeys", data=sent).status_code == 303
    again = {"name": "Other", "answer": second.make(asked)}
    assert client.post("/me/passkeys", data=again).status_code == 422
    old = options(client, "/me/passkeys/options")
    _age(timedelta(minutes=6))
    late = {"name": "Late", "answer": second.make(old)}
    assert client.post("/me/passkeys", data=late).status_code == 422
    here = options(client, "/me/passkeys/options")
    sign_in(client, owner)
    elsewhere = {"name": "Elsewhere", "answer": second.make(here)}
    assert client.post("/me/passkeys", data=elsewhere).status_code == 422
    assert [row.name for row in kept()] == ["Mine"]


def _age(by: timedelta) -> None:
    with unit_of_work() as session:
        asked_at = datetime.now(UTC) - by
        session.execute(update(SignedInSession).values(passkey_challenge_at=asked_at))


def test_adding_takes_a_fresh_factor_and_an_app(client: FlaskClient, owner: Person) -> None:
    sign_in(client, owner, fresh=False)
    for answer in (
        client.get("/me/passkeys"),
        client.post("/me/passkeys/options"),
        client.post("/me/passkeys", data={"name": "x"}),
    ):
        assert (answer.status_code, answer.location[:8]) == (303, "/confirm")
    bare = make_person("Ada Berg")
    sign_in(client, bare)
    assert "Set the app up first." in client.get("/me/passkeys").text
    assert client.post("/me/passkeys/options").status_code == 409
    sign_out(client)
    assert client.post("/me/passkeys/options").status_code == 401


def test_eleventh_passkey_is_refused(client: FlaskClient, owner: Person) -> None:
    assert {add(client, SoftKey(), f"Key {n}") for n in range(10)} == {303}
    assert client.post("/me/passkeys/options").status_code == 409
    assert "Remove one to add another." in client.get("/me/passkeys").text


# using


def test_passkey_is_the_second_factor_at_sign_in(client: FlaskClient, owner: Person) -> None:
    key = SoftKey()
    add(client, key)
    begin(client, owner)
    assert "data-passkey" in client.get("/sign-in/second-factor").text
    before = client.get_cookie("session")
    asked = options(client, "/passkey/options")
    answer = client.post("/passkey?next=/people", data={"answer": key.use(asked)})
    assert (answer.status_code, answer.location) == (303, "/welcome?next=/people")
    after = client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert client.get("/people").status_code == 200
    assert kept()[0].sign_count == 1
    assert kept()[0].last_used_at is not None
    assert verbs()[-1] == "person.signed_in"


def test_passkey_confirms_afresh(client: FlaskClient, owner: Person) -> None:
    key = SoftKey(counts=False)
    add(client, key)
    session_id = sign_in(client, owner, fresh=False)
    assert "data-passkey" in client.get("/confirm?next=/me/passkeys").text
    for _ in range(2):
        asked = options(client, "/passkey/options")
        sent = client.post("/passkey?next=/me/passkeys", data={"answer": key.use(asked)})
        assert (sent.status_code, sent.location) == (303, "/welcome?next=/me/passkeys")
    assert _confirmed_at(session_id) is not None
    assert client.get("/me/passkeys").status_code == 200
    assert verbs()[-1] == "session.confirmed"


def _confirmed_at(session_id: UUID) -> datetime | None:
    with reading() as session:
        return session.get_one(SignedInSession, session_id).confirmed_at


@pytest.mark.parametrize(
    "wrong",
    [
        lambda key, asked: replace(key, origin="http://localhost:81").use(asked),
        lambda key, asked: replace(key, host="label.example").use(asked),
        lambda key, asked: key.use(asked, verified=False),
        lambda key, _asked: key.use({"challenge": "AAAA"}),
        lambda key, asked: key.make(asked),
        lambda _key, asked: SoftKey().use(asked),
        lambda key, asked: replace(SoftKey(), credential_id=key.credential_id).use(asked),
        lambda key, asked: json.dumps(json.loads(key.use(asked)) | {"rawId": "!" * 3000}),
        lambda key, asked: json.dumps(json.loads(key.use(asked)) | {"rawId": 7}),
        lambda _key, _asked: "null",
        lambda _key, _asked: "",
    ],
)
def test_wrong_answer_lets_nobody_in(
    client: FlaskClient, owner: Person, wrong: Callable[[SoftKey, Any], str]
) -> None:
    key = SoftKey()
    add(client, key)
    begin(client, owner)
    asked = options(client, "/passkey/options")
    answer = client.post("/passkey", data={"answer": wrong(key, asked)})
    assert answer.status_code == 422
    assert "This passkey was not taken." in answer.text
    assert 'name="code"' in answer.text
    assert verbs()[-1] == "person.passkey_refused"
    assert client.get("/me").location.startswith("/sign-in")


def test_answer_is_taken_once_even_after_it_was_right(client: FlaskClient, owner: Person) -> None:
    key = SoftKey(counts=False)
    add(client, key)
    begin(client, owner)
    asked = options(client, "/passkey/options")
    sent = key.use(asked)
    assert client.post("/passkey", data={"answer": sent}).status_code == 303
    sign_out(client)
    begin(client, owner)
    assert client.post("/passkey", data={"answer": sent}).status_code == 422
    options(client, "/passkey/options")
    assert client.post("/passkey", data={"answer": sent}).status_code == 422


def test_copied_key_whose_count_did_not_grow_is_refused(client: FlaskClient, owner: Person) -> None:
    key = SoftKey()
    add(client, key)
    copy = replace(key)
    for _ in range(2):
        begin(client, owner)
        asked = options(client, "/passkey/options")
        assert client.post("/passkey", data={"answer": key.use(asked)}).status_code == 303
    begin(client, owner)
    asked = options(client, "/passkey/options")
    assert client.post("/passkey", data={"answer": copy.use(asked)}).status_code == 422
    assert kept()[0].sign_count == 2


def test_another_persons_passkey_opens_nothing(client: FlaskClient, owner: Person) -> None:
    mine, theirs = SoftKey(), SoftKey()
    add(client, mine)
    other = make_person("Otto Officer", roles=[Role.OFFICER], email="otto@label.example")
    sign_in(client, other)
    add(client, theirs, "Theirs")
    begin(client, owner)
    asked = options(client, "/passkey/options")
    assert client.post("/passkey", data={"answer": theirs.use(asked)}).status_code == 422
    asked = options(client, "/passkey/options")
    assert client.post("/passkey", data={"answer": mine.use(asked)}).status_code == 303


def test_many_wrong_answers_have_to_wait(client: FlaskClient, owner: Person) -> None:
    key = SoftKey()
    add(client, key)
    begin(client, owner)
    answers = [client.post("/passkey", data={"answer": "x"}).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_nobody_is_asked_without_a_session_or_a_passkey(client: FlaskClient, owner: Person) -> None:
    assert client.post("/passkey/options").status_code == 409
    assert "data-passkey" not in client.get("/confirm").text
    sign_out(client)
    assert client.post("/passkey/options").status_code == 401
    assert client.post("/passkey", data={"answer": "x"}).status_code == 401


# removing, resetting, erasing


def test_owner_removes_a_passkey_after_confirming(client: FlaskClient, owner: Person) -> None:
    add(client, SoftKey())
    address = f"/me/passkeys/{kept()[0].id}/remove"
    assert "Remove the passkey “Work laptop”?" in client.get(address).text
    assert len(kept()) == 1
    sign_in(client, owner, fresh=False)
    assert client.post(address).location.startswith("/confirm")
    assert len(kept()) == 1
    sign_in(client, owner)
    assert client.post(address).status_code == 303
    assert kept() == []
    assert verbs()[-1] == "person.passkey_removed"
    assert mail_names() == ["passkey_added", "passkey_removed"]
    assert client.post(address).status_code == 404


def test_nobody_sees_or_removes_another_persons_passkey(client: FlaskClient, owner: Person) -> None:
    add(client, SoftKey())
    address = f"/me/passkeys/{kept()[0].id}/remove"
    admin = make_person("Adele Administrator", roles=[Role.ADMINISTRATOR])
    sign_in(client, admin)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert len(kept()) == 1


def test_reset_by_an_administrator_takes_passkeys_away(client: FlaskClient, owner: Person) -> None:
    add(client, SoftKey())
    sign_in(client, make_person("Adele Administrator", roles=[Role.ADMINISTRATOR]))
    assert client.post(f"/people/{owner.id}/reset-factor").status_code == 303
    assert kept() == []


def test_copy_of_the_data_has_passkeys_and_erasure_deletes_them(
    client: FlaskClient, owner: Person
) -> None:
    add(client, SoftKey())
    with reading() as session:
        told = doors.export_person(session, owner.id)["people"]["passkeys"]
    assert [(one["name"], one["last_used_at"]) for one in told] == [("Work laptop", None)]
    with unit_of_work() as session:
        doors.erase_person(session, owner.id, datetime.now(UTC))
    assert kept() == []


def test_answer_without_challenge_or_key_is_wrong() -> None:
    key = SoftKey()
    with pytest.raises(WrongPasskey):
        passkeys.made(key.make({"challenge": "AAAA"}), None, HERE)
    with pytest.raises(WrongPasskey):
        passkeys.used(key.use({"challenge": "AAAA"}), None, b"\0\0\0", HERE)
