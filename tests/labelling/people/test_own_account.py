"""One's own account: settings, second factor, sessions, links by mail, a copy of all data."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelling.core.access import Role
from labelling.core.audit import AuditEntry, faults
from labelling.core.database import reading, unit_of_work
from labelling.core.mail import Letter
from labelling.core.web import identity
from labelling.core.worker import Worker
from labelling.people import queries
from labelling.people.models import Person, RecoveryCode, SignedInSession, Ticket, TicketKind
from labelling.people.sessions import begin_session
from labelling.people.tickets import issue_ticket
from labelling.settings import Settings
from tests.labelling.people.making import (
    PASSWORD,
    code_at,
    make_person,
    reloaded,
    sign_in,
    sign_out,
)

NEW = "another four words together"


def post_office(settings: Settings) -> list[Letter]:
    """Do all that waits in the outbox and return the letters that leave."""
    letters: list[Letter] = []
    Worker(settings, lambda letter, _settings: letters.append(letter)).drain(datetime.now(UTC))
    return letters


def link_in(letter: Letter) -> str:
    found = re.search(r"/ticket/\S+", letter.body)
    assert found is not None
    return found.group()


def standing_sessions(person: Person) -> int:
    with reading() as session:
        return (
            session.scalar(
                select(func.count()).where(
                    SignedInSession.person_id == person.id, SignedInSession.ended_at.is_(None)
                )
            )
            or 0
        )


def begin_elsewhere(person: Person) -> None:
    with unit_of_work() as session:
        begin_session(session, person, Role.MANAGER, datetime.now(UTC))


def new_ticket(person: Person, kind: TicketKind, lasts: timedelta = timedelta(hours=1)) -> str:
    with unit_of_work() as session:
        return issue_ticket(
            session,
            person,
            kind,
            lasts,
            datetime.now(UTC),
            details={"email": "new@cluster.example"} if kind is TicketKind.EMAIL else None,
        )


def test_settings_show_the_account(client: FlaskClient) -> None:
    sign_in(client, make_person("Ines Roth", email="ines@cluster.example"))
    text = client.get("/me").text
    assert "ines@cluster.example" in text
    assert "Cluster manager" in text


def test_details_are_saved(client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    assert client.get("/me/details").status_code == 200
    answer = client.post("/me/details", data={"name": "  Ines   Roth ", "language": "de"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me?done=details")
    assert (reloaded(person).name, reloaded(person).language) == ("Ines Roth", "de")


@pytest.mark.parametrize(
    "name",
    ["", "Ines\u202eRoth", "Ines Roth\u3164", "Ines\ufe0f Roth", "Ines\u034f", "x" * 201],
)
def test_details_refuse_names_that_deceive(client: FlaskClient, name: str) -> None:
    sign_in(client, make_person())
    assert client.post("/me/details", data={"name": name, "language": "en"}).status_code == 422


def test_password_is_changed_and_other_sessions_end(
    client: FlaskClient, settings: Settings
) -> None:
    person = make_person()
    begin_elsewhere(person)
    sign_in(client, person)
    answer = client.post("/me/password", data={"present": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/me?done=password")
    assert standing_sessions(person) == 1
    assert [letter.subject for letter in post_office(settings)] == ["Your password was changed"]
    sign_out(client)
    answer = client.post("/sign-in", data={"email": person.email, "password": NEW})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("present", "password"),
    [
        ("wrong password", NEW),
        (PASSWORD, "short"),
        (PASSWORD, "passwordpassword"),
        (PASSWORD, "Ines.Roth@cluster.example"),
        (PASSWORD, "ines maria roth"),
        (PASSWORD, "aaaaaaaaaaaaaa"),
        (PASSWORD, "x" * 1001),
    ],
)
def test_password_stays_when_anything_speaks_against_it(
    client: FlaskClient, present: str, password: str
) -> None:
    person = make_person("Ines Maria Roth", email="ines.roth@cluster.example")
    sign_in(client, person)
    answer = client.post("/me/password", data={"present": present, "password": password})
    assert answer.status_code == 422
    assert reloaded(person).password_hash == person.password_hash


def test_email_changes_when_the_new_address_confirms(
    client: FlaskClient, settings: Settings
) -> None:
    person = make_person(email="old@cluster.example")
    sign_in(client, person)
    answer = client.post("/me/email", data={"email": "New@Cluster.example", "present": PASSWORD})
    assert answer.headers["Location"] == "/me?done=email"
    (letter,) = post_office(settings)
    assert letter.address == "new@cluster.example"
    sign_out(client)
    assert client.get(link_in(letter)).status_code == 200
    assert reloaded(person).email == "old@cluster.example"
    assert client.post(link_in(letter)).headers["Location"] == "/sign-in?done=email-confirmed"
    assert reloaded(person).email == "new@cluster.example"
    assert standing_sessions(person) == 0
    (told,) = post_office(settings)
    assert (told.address, told.subject) == (
        "old@cluster.example",
        "The address of your account was changed",
    )
    assert client.get(link_in(letter)).status_code == 404


def test_nobody_fills_a_letter_box_by_asking_for_its_address(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, make_person())
    moment = datetime.now(UTC)  # checking passwords may take as long as the first waiting
    monkeypatch.setattr(identity, "now", lambda: moment)
    sent = {"email": "victim@elsewhere.example", "present": PASSWORD}
    answers = [client.post("/me/email", data=sent).status_code for _ in range(5)]
    assert answers == [303, 303, 303, 422, 422]
    assert len(post_office(settings)) == 3


def test_email_of_another_account_is_neither_taken_nor_told(
    client: FlaskClient, settings: Settings
) -> None:
    make_person(email="taken@cluster.example")
    sign_in(client, make_person())
    answer = client.post("/me/email", data={"email": "taken@cluster.example", "present": PASSWORD})
    assert answer.headers["Location"] == "/me?done=email"
    assert post_office(settings) == []


def test_forgotten_password_is_chosen_anew_by_a_link(
    client: FlaskClient, settings: Settings
) -> None:
    person = make_person(email="ines@cluster.example")
    begin_elsewhere(person)
    answers = {
        client.post("/forgotten", data={"email": email}).headers["Location"]
        for email in ("ines@cluster.example", "unknown@cluster.example")
    }
    assert answers == {"/forgotten?done=asked"}
    (letter,) = post_office(settings)
    assert letter.address == "ines@cluster.example"
    link = link_in(letter)
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": "short"}).status_code == 422
    done = client.post(link, data={"password": NEW})
    assert done.headers["Location"] == "/sign-in?done=password-chosen"
    assert standing_sessions(person) == 0
    assert client.post(link, data={"password": NEW}).status_code == 404
    assert client.post("/sign-in", data={"email": person.email, "password": NEW}).status_code == 303


def test_links_end_with_their_time_and_with_another_change(client: FlaskClient) -> None:
    person = make_person()
    old = new_ticket(person, TicketKind.RESET, timedelta(seconds=-1))
    assert client.get(f"/ticket/{old}").status_code == 404
    email, reset = new_ticket(person, TicketKind.EMAIL), new_ticket(person, TicketKind.RESET)
    assert client.get(f"/ticket/{email}").status_code == 200
    client.post(f"/ticket/{reset}", data={"password": NEW})
    assert client.get(f"/ticket/{email}").status_code == 404


def test_tokens_are_kept_as_hashes_only(client: FlaskClient) -> None:
    token = new_ticket(make_person(), TicketKind.RESET)
    with reading() as session:
        row = session.scalars(select(Ticket)).one()
    assert token.encode() not in row.token_sha256
    assert len(row.token_sha256) == 32


def test_invitation_leads_to_a_verified_account(client: FlaskClient) -> None:
    person = make_person()
    with unit_of_work() as session:
        row = queries.get_person(session, person.id)
        row.password_hash = row.verified_at = None
    token = new_ticket(person, TicketKind.INVITATION)
    assert client.post(f"/ticket/{token}", data={"password": NEW}).status_code == 303
    assert reloaded(person).verified_at is not None


def set_up(client: FlaskClient) -> tuple[int, list[str]]:
    """Set up an app as a person would; return the status and the recovery codes shown."""
    page = client.get("/me/second-factor").text
    sealed = re.search(r'name="secret"[^>]* value="([^"]+)"', page)
    typed = re.search(r'fingerprint">([A-Z2-7 ]+)<', page)
    assert sealed is not None
    assert typed is not None
    code = pyotp.TOTP(typed.group(1).replace(" ", "")).at(datetime.now(UTC))
    answer = client.post(
        "/me/second-factor", data={"secret": unescape(sealed.group(1)), "code": code}
    )
    return answer.status_code, re.findall(r'label-number">([a-z2-7-]{19})<', answer.text)


def test_second_factor_is_set_up_with_its_first_code(client: FlaskClient) -> None:
    person = make_person(roles=[Role.OFFICER], second_factor_set=False)
    begin_elsewhere(person)
    sign_in(client, person)
    status, codes = set_up(client)
    assert (status, len(set(codes))) == (200, 10)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 10
    assert reloaded(person).totp_confirmed_at is not None
    assert standing_sessions(person) == 1
    assert client.get("/welcome").headers["Location"] != "/me/second-factor?next=/welcome"


def test_second_factor_refuses_a_wrong_code_and_a_foreign_secret(client: FlaskClient) -> None:
    person = make_person()
    sign_in(client, person)
    page = client.get("/me/second-factor").text
    sealed = re.search(r'name="secret"[^>]* value="([^"]+)"', page)
    assert sealed is not None
    for secret in (unescape(sealed.group(1)), "made up"):
        answer = client.post("/me/second-factor", data={"secret": secret, "code": "000000"})
        assert answer.status_code == 422
    assert reloaded(person).totp_confirmed_at is None


def test_second_factor_is_replaced_only_after_the_old_one(client: FlaskClient) -> None:
    person = make_person(second_factor_set=True)
    sign_in(client, person, fresh=False)
    answer = client.get("/me/second-factor")
    assert answer.headers["Location"] == "/confirm?next=/me/second-factor"
    client.post("/confirm", data={"code": code_at(datetime.now(UTC))})
    status, codes = set_up(client)
    assert (status, len(codes)) == (200, 10)


def test_second_factor_is_given_up_unless_a_role_needs_it(client: FlaskClient) -> None:
    manager, officer = make_person(second_factor_set=True), make_person(roles=[Role.OFFICER])
    sign_in(client, manager)
    assert client.post("/me/second-factor/off").status_code == 303
    sign_in(client, officer)
    assert client.post("/me/second-factor/off").status_code == 409
    assert reloaded(manager).totp_confirmed_at is None
    assert reloaded(officer).totp_confirmed_at is not None


def test_sessions_are_listed_and_ended(client: FlaskClient) -> None:
    person, other = make_person(), make_person()
    with unit_of_work() as session:
        row, _ = begin_session(
            session, person, Role.MANAGER, datetime.now(UTC), browser="Firefox, Linux"
        )
        foreign, _ = begin_session(session, other, Role.MANAGER, datetime.now(UTC))
    sign_in(client, person)
    text = client.get("/me/sessions").text
    assert "Firefox, Linux" in text
    assert str(foreign.id) not in text
    assert client.post(f"/me/sessions/{foreign.id}/end").status_code == 404
    assert client.post(f"/me/sessions/{row.id}/end").status_code == 303
    begin_elsewhere(person)
    assert client.post("/me/sessions/end-others").status_code == 303
    assert (standing_sessions(person), standing_sessions(other)) == (1, 1)


def test_role_is_switched_to_one_that_is_held(client: FlaskClient) -> None:
    person = make_person(roles=[Role.ASSESSOR, Role.OFFICER])
    key = sign_in(client, person, Role.ASSESSOR)
    assert client.post("/me/role", data={"role": "officer"}).status_code == 303
    with reading() as session:
        assert session.get_one(SignedInSession, key).role is Role.OFFICER
    assert client.post("/me/role", data={"role": "administrator"}).status_code == 403
    assert client.post("/me/role", data={"role": "king"}).status_code == 400


def test_my_data_is_a_file_and_is_noted(client: FlaskClient) -> None:
    person = make_person("Ines Roth", email="ines@cluster.example")
    make_person("Ada Berg", email="ada@cluster.example")
    sign_in(client, person)
    answer = client.post("/me/data.json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    found = json.loads(answer.data)
    assert found["people"]["account"]["email"] == "ines@cluster.example"
    assert "ada@cluster.example" not in answer.text
    with reading() as session:
        assert list(session.scalars(select(AuditEntry.verb))) == ["person.exported"]
        assert list(faults(session)) == []


def test_pages_of_the_account_ask_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    for path in ("/me", "/me/details", "/me/password", "/me/email", "/me/second-factor"):
        assert client.get(path).headers["Location"] == f"/sign-in?next={path}"
