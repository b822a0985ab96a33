"""Forms that count once: a second press carries nothing out and is answered as the first."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelling.club.exchange.models import Question
from labelling.club.meetings.models import ClubAction
from labelling.club.models import SurveyInvitation
from labelling.core import doors
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.sentforms import KEPT_FOR, SentForm, forget_sent
from labelling.core.web import once
from tests.labelling.club.meetings.making import NOW, Planned, make_planned
from tests.labelling.club.results.making import build_club, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import sign_in

_KEY = re.compile(r'name="once" value="([0-9a-f]{32})"')


@pytest.fixture
def planned(client: FlaskClient) -> Planned:
    """Return a club with a planned meeting, its first member's contact signed in."""
    world = build_club(members=12)
    release(world)
    planned = make_planned(world)
    sign_in(client, person_of(planned.chair[0]), Role.MANAGER)
    return planned


def action_page(planned: Planned, at: int = 0) -> str:
    """Return the address at which a member plans an action."""
    return f"/clubs/members/{planned.world.first(at)[1]}/actions/new"


def drawn(client: FlaskClient, address: str) -> str:
    """Return the key that a page draws into its form."""
    found = _KEY.search(client.get(address).get_data(as_text=True))
    assert found is not None
    return found[1]


def typed(key: str, measure: str = "Call every silent member") -> dict[str, str | list[str]]:
    """Return an action as it is typed."""
    return {"once": key, "measure": measure, "due_on": ["15", "12", "2030"], "indicator": "A07",
            "baseline": "", "target": "70", "owner": ""}  # fmt: skip


def count(model: type[ClubAction | Question | SurveyInvitation | SentForm]) -> int:
    """Return how many rows there are."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_second_press_is_answered_as_the_first_and_says_so(
    client: FlaskClient, planned: Planned
) -> None:
    address = action_page(planned)
    key = drawn(client, address)
    first = client.post(address, data=typed(key))
    second = client.post(address, data=typed(key))
    assert (first.status_code, second.status_code, count(ClubAction)) == (303, 303, 1)
    assert second.location == f"{first.location}&again=1"
    page = client.get(second.location).get_data(as_text=True)
    assert "You sent this form twice. It was carried out once." in page
    assert "Your action is planned" in page
    assert "You sent this form twice" not in client.get(first.location).get_data(as_text=True)


def test_two_at_once_count_once(
    client: FlaskClient, planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looked before the first was done: the unit of work finds it."""
    address = action_page(planned)
    key = drawn(client, address)
    client.post(address, data=typed(key))
    monkeypatch.setattr(once, "answer_repeat", lambda _actor: None)
    second = client.post(address, data=typed(key))
    assert (second.status_code, count(ClubAction)) == (303, 1)
    assert second.location.endswith("again=1")


def test_fresh_key_counts_again(client: FlaskClient, planned: Planned) -> None:
    address = action_page(planned)
    keys = {drawn(client, address), drawn(client, address)}
    assert len(keys) == 2
    for key in keys:
        client.post(address, data=typed(key))
    assert count(ClubAction) == 2


def test_other_content_under_a_used_key_is_refused_and_kept(
    client: FlaskClient, planned: Planned
) -> None:
    address = action_page(planned)
    key = drawn(client, address)
    client.post(address, data=typed(key))
    page = client.post(address, data=typed(key, "Something else"))
    said = page.get_data(as_text=True)
    assert (page.status_code, count(ClubAction)) == (422, 1)
    assert ("with something else in it" in said, "Something else" in said) == (True, True)
    fresh = _KEY.search(said)
    assert fresh is not None
    assert fresh[1] != key
    client.post(address, data=typed(fresh[1], "Something else"))
    assert count(ClubAction) == 2


def test_key_of_a_form_that_was_refused_is_free(client: FlaskClient, planned: Planned) -> None:
    address = action_page(planned)
    key = drawn(client, address)
    assert client.post(address, data={**typed(key), "due_on": ["", "", ""]}).status_code == 422
    assert client.post(address, data=typed(key)).status_code == 303


def test_key_counts_for_one_account_alone(client: FlaskClient, planned: Planned) -> None:
    key = "a" * 32
    client.post(action_page(planned), data=typed(key))
    sign_in(client, person_of(planned.world.first(1)[0]), Role.MANAGER)
    client.post(action_page(planned, 1), data=typed(key))
    assert count(ClubAction) == 2


@pytest.mark.parametrize("key", ["", "x", "A" * 32, "a" * 33])
def test_form_without_a_key_of_ours_counts_as_ever(
    client: FlaskClient, planned: Planned, key: str
) -> None:
    for _ in range(2):
        client.post(action_page(planned), data=typed(key))
    assert (count(ClubAction), count(SentForm)) == (2, 0)


def test_what_was_sent_is_forgotten_after_a_day_and_with_the_account(
    client: FlaskClient, planned: Planned
) -> None:
    address = action_page(planned)
    client.post(address, data=typed(drawn(client, address)))
    client.post(address, data=typed(drawn(client, address)))
    with unit_of_work() as session:
        rows = session.scalars(select(SentForm)).all()
        rows[0].sent_at -= KEPT_FOR + timedelta(minutes=1)
        forget_sent(session, rows[1].sent_at)
    assert count(SentForm) == 1
    person_id = person_of(planned.chair[0]).id
    with unit_of_work() as session:
        assert doors.export_person(session, person_id)["sent forms"] == {"forms_of_the_last_day": 1}
        doors.erase_person(session, person_id, NOW)
    assert count(SentForm) == 0


def content_of(app: Flask, **sent: object) -> str:
    """Return what a form with some fields and files counts as."""
    with app.test_request_context("/somewhere", method="POST", data=sent):
        return once._content()


def file(content: bytes, name: str = "report.pdf") -> tuple[BytesIO, str]:
    """Return a file as it is sent."""
    return BytesIO(content), name


def test_file_belongs_to_what_a_form_holds(app: Flask) -> None:
    as_sent = content_of(app, title="A", paper=file(b"one"))
    assert content_of(app, title="A", paper=file(b"one")) == as_sent
    others = {
        content_of(app, title="A", paper=file(b"two")),
        content_of(app, title="A", paper=file(b"one", "other.pdf")),
        content_of(app, title="A", annex=file(b"one")),
        content_of(app, title="B", paper=file(b"one")),
        content_of(app, title="A"),
    }
    assert len(others | {as_sent}) == 6


@pytest.mark.parametrize("size", [0, 3, 30_000])
def test_file_is_read_afterwards_as_it_was_sent(
    app: Flask, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(once, "_CHUNK", 10_000)
    sent = {"paper": file(b"x" * size)}
    with app.test_request_context("/somewhere", method="POST", data=sent):
        once._content()
        assert request.files["paper"].read() == b"x" * size
