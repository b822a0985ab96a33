"""The pages of complaints, for those who complain and those who answer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.access import PUBLIC
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import TooMany
from labelling.decisions.complaints import actions, queries
from labelling.decisions.complaints.actions import Told
from labelling.decisions.complaints.models import (
    Complaint,
    ComplaintOutcome,
    ComplaintState,
    Concern,
)
from labelling.decisions.receipts import new_key, slow_down
from labelling.people.models import Person
from tests.labelling.decisions.complaints.making import DAY, answered, current, made, office, panel
from tests.labelling.decisions.making import NOW
from tests.labelling.people.making import sign_in


def _form(**values: str) -> dict[str, str]:
    return {"concern": "holder", "text": "They use the mark on products.", **values}


def _complaints() -> list[Complaint]:
    with reading() as session:
        return list(session.scalars(select(Complaint)))


def test_anybody_complains_and_reads_the_answer_with_the_key(
    client: FlaskClient, officer: Person
) -> None:
    assert client.get("/complaints").status_code == 200
    assert client.get("/complaints/new").status_code == 200
    assert client.post("/complaints/new", data=_form(text="")).status_code == 422
    sent = client.post("/complaints/new", data=_form())
    assert sent.status_code == 303
    page = client.get(sent.location)
    key = sent.location.removeprefix("/complaints/").partition("?")[0]
    assert key in page.text
    assert "Received" in page.text
    assert "They use the mark" not in page.text
    [complaint] = _complaints()
    with unit_of_work() as session:
        session.get_one(Complaint, complaint.id).received_at = NOW
    answered(complaint, office(officer))
    assert "One leaflet was withdrawn." in client.get(f"/complaints/{key}").text
    assert "it was one leaflet" not in client.get(f"/complaints/{key}").text
    asked = client.get("/complaints/state", query_string={"key": key.lower()})
    assert client.get(asked.location).status_code == 200
    assert client.get("/complaints/state?key=nothing").status_code == 422
    assert client.get(f"/complaints/{new_key()}").status_code == 404


def test_complaint_sent_twice_from_one_page_is_one(client: FlaskClient) -> None:
    page = client.get("/complaints/new").text
    once = page.partition('name="once"')[2].partition('value="')[2].partition('"')[0]
    assert len(once) == 32
    first = client.post("/complaints/new", data=_form(once=once))
    again = client.post("/complaints/new", data=_form(once=once))
    assert first.status_code == 303
    assert again.location == first.location
    assert len(_complaints()) == 1
    other = client.post("/complaints/new", data=_form(once=once, text="Something else."))
    assert other.location != first.location
    client.post("/complaints/new", data=_form())
    client.post("/complaints/new", data=_form())
    assert len(_complaints()) == 4


def test_program_that_fills_in_the_trap_is_refused(client: FlaskClient) -> None:
    answer = client.post("/complaints/new", data=_form(website="https://spam.example"))
    assert answer.status_code == 422
    assert "Leave this field empty" in answer.text
    assert _complaints() == []


def test_who_sends_many_waits(client: FlaskClient) -> None:
    now = datetime.now(UTC)
    with unit_of_work() as session:
        for n in range(10):  # each as soon as it is let
            slow_down(session, "127.0.0.1", now - timedelta(minutes=2) + timedelta(seconds=n * n))
        slow_down(session, "127.0.0.1", now)
    assert client.post("/complaints/new", data=_form()).status_code == 429
    assert _complaints() == []


def test_five_are_free_and_each_further_one_waits_longer(app: Flask) -> None:
    def allowed(seconds: int) -> bool:
        try:
            with unit_of_work() as session:
                slow_down(session, "198.51.100.7", NOW + timedelta(seconds=seconds))
        except TooMany:
            return False
        return True

    assert [allowed(0) for _ in range(6)] == [True] * 5 + [False]
    assert [allowed(seconds) for seconds in (1, 2, 3, 6, 7)] == [True, False, True, False, True]


def test_officer_handles_it_on_its_page(client: FlaskClient, officer: Person) -> None:
    moment = datetime.now(UTC)
    with unit_of_work() as session:
        complaint = actions.make_complaint(
            session, actor=PUBLIC, told=Told(Concern.LABEL, "Too dear.", email="a@b.example"),
            key=new_key(), language="en", now=moment,
        )  # fmt: skip
    sign_in(client, officer)
    assert complaint.receipt in client.get("/office/complaints").text
    base = f"/office/complaints/{complaint.id}"
    assert "a@b.example" not in client.get(base).text
    for step, data, status in (
        ("answer", {}, 403),
        ("taking-on", {}, 303),
        ("taking-on", {}, 409),
        ("dismissal", {"why_not": ""}, 422),
        ("dates", {"step": "outcome", "day": ["1", "1", "2020"], "extend_reason": "x"}, 422),
        ("admission", {}, 303),
        ("answer", {"outcome": "upheld", "heard": "", "answer": "x"}, 422),
        ("answer", {"outcome": "upheld", "heard": "The office.", "answer": "True."}, 303),
        ("forgetting", {}, 303),
    ):
        answer = client.post(f"{base}/{step}", data=data)
        assert answer.status_code == status, (step, data)
    assert current(complaint).outcome is ComplaintOutcome.UPHELD


def test_complaint_about_the_office_is_not_there_for_officers(
    client: FlaskClient, officer: Person
) -> None:
    complaint = made(concern=Concern.OFFICE)
    sign_in(client, officer)
    assert client.get(f"/office/complaints/{complaint.id}").status_code == 404
    assert complaint.receipt not in client.get("/office/complaints").text
    assert client.get(f"/office/complaints/{UUID(int=0)}").status_code == 404


def test_list_has_all_that_wait_and_the_newest_that_ended(member: Person) -> None:
    waiting = made(concern=Concern.OFFICE)
    ended = [
        Complaint(
            receipt=f"C-{number:04}", key_sha256=number.to_bytes(32), concern=Concern.OFFICE,
            text="Long ago.", language="en", state=ComplaintState.INADMISSIBLE,
            state_since=NOW, received_at=NOW - (40 - number) * DAY,
        )
        for number in range(queries.ENDED_SHOWN + 2)
    ]  # fmt: skip
    with unit_of_work() as session:
        session.add_all(ended)
    with reading() as session:
        listed = queries.complaints_for(session, panel(member), NOW)
        rows = [*listed.waiting, *listed.ended]
    newest = [one.receipt for one in reversed(ended)][: queries.ENDED_SHOWN]
    assert [row.complaint.receipt for row in rows] == [waiting.receipt, *newest]
