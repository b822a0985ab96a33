"""Complaints: made by anyone, handled by somebody without a part, answered, forgotten in time."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.access import PUBLIC, Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, TooMany
from labelling.core.mail import Letter
from labelling.core.worker import Worker
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.complaints import actions, letters, queries
from labelling.decisions.complaints.actions import Told
from labelling.decisions.complaints.keeping import clear_ended, export
from labelling.decisions.complaints.models import (
    Complaint,
    ComplaintOutcome,
    ComplaintState,
    Concern,
)
from labelling.decisions.complaints.tasks import remind, tasks
from labelling.decisions.receipts import key_hash, new_key, slow_down
from labelling.people.models import Person
from labelling.settings import in_use
from tests.labelling.decisions import making
from tests.labelling.decisions.making import NOW, acting
from tests.labelling.people.making import make_person, sign_in

DAY = timedelta(days=1)
EARLIER = NOW - timedelta(days=400)


@pytest.fixture
def officer(app: Flask) -> Person:
    """Return an officer who had no part in anything."""
    assert app.extensions["settings"]
    return make_person("Clara Clerk", roles=[Role.OFFICER])


@pytest.fixture
def member(app: Flask) -> Person:
    """Return a member of the appeals panels who had no part in anything."""
    assert app.extensions["settings"]
    return make_person("Paula Panel", roles=[Role.APPEALS])


def made(key: str = "", **told: object) -> Complaint:
    values = {"concern": Concern.HOLDER, "text": "They use the mark on products.", **told}
    with unit_of_work() as session:
        return actions.make_complaint(
            session,
            actor=PUBLIC,
            told=Told(**values),  # type: ignore[arg-type]
            key=key or new_key(),
            language="en",
            now=NOW,
        )


def current(complaint: Complaint) -> Complaint:
    with reading() as session:
        return queries.get_complaint(session, complaint.id)


def office(person: Person) -> Actor:
    return acting(person, Role.OFFICER)


def panel(person: Person) -> Actor:
    return acting(person, Role.APPEALS)


def taken_on(complaint: Complaint, actor: Actor) -> Complaint:
    with unit_of_work() as session:
        return actions.take_on_complaint(session, actor=actor, complaint_id=complaint.id, now=NOW)


def admitted(complaint: Complaint, actor: Actor) -> Complaint:
    taken_on(complaint, actor)
    with unit_of_work() as session:
        return actions.admit_complaint(session, actor=actor, complaint_id=complaint.id, now=NOW)


def answered(complaint: Complaint, actor: Actor) -> Complaint:
    admitted(complaint, actor)
    with unit_of_work() as session:
        return actions.answer_complaint(
            session, actor=actor, complaint_id=complaint.id, outcome=ComplaintOutcome.IN_PART,
            heard="The holder says it was one leaflet.", answer="One leaflet was withdrawn.",
            now=NOW,
        )  # fmt: skip


def letters_sent() -> list[Letter]:
    sent: list[Letter] = []
    Worker(in_use(), lambda letter, _settings: sent.append(letter)).drain(NOW)
    return sent


def listed_for(actor: Actor) -> list[str]:
    with reading() as session:
        listed = queries.complaints_for(session, actor, NOW)
        return [row.complaint.receipt for row in (*listed.waiting, *listed.ended)]


def waiting(actor: Actor) -> list[Task]:
    with reading() as session:
        return list(tasks(session, actor, NOW))


# made


def test_complaint_is_kept_with_the_hash_of_its_key_and_starts_its_clocks(officer: Person) -> None:
    key = new_key()
    row = current(made(key, name="Ann Other", email="ann@place.example", may_be_named=True))
    assert (row.state, row.key_sha256, row.name, row.may_be_named) == (
        ComplaintState.RECEIVED,
        key_hash("complaint", key),
        "Ann Other",
        True,
    )
    assert letters.contact(row) == ("ann@place.example", key)
    assert b"ann@place" not in (row.contact_sealed or b"")
    with reading() as session:
        assert due_dates(session, [row.id]) == {
            (row.id, Clock.ACKNOWLEDGE): date(2026, 6, 4),
            (row.id, Clock.ADMISSIBILITY): date(2026, 6, 11),
            (row.id, Clock.OUTCOME): date(2026, 7, 27),
        }
        assert queries.find_by_key(session, key.lower().replace("-", " ")) is not None
        assert queries.find_by_key(session, new_key()) is None
    # Nothing goes to an address that a stranger typed before somebody has read the complaint.
    assert [letter.address for letter in letters_sent()] == [officer.email]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 8001}, "text"),
        ({"number": "CE-2026-0001-X"}, "number"),
        ({"email": "nobody"}, "email"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_complaint_that_cannot_be_taken_is_refused(
    officer: Person, told: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        made(**told)
    assert refusal.value.field == field


def test_nobody_who_gave_no_name_is_marked_as_to_be_named(officer: Person) -> None:
    assert current(made(may_be_named=True)).may_be_named is False


# handled


def test_somebody_takes_it_on_and_answers_and_the_complainer_is_told(officer: Person) -> None:
    key = new_key()
    complaint = made(key, email="ann@place.example")
    answered(complaint, office(officer))
    row = current(complaint)
    assert (row.state, row.outcome, row.answer, row.handled_by) == (
        ComplaintState.ANSWERED,
        ComplaintOutcome.IN_PART,
        "One leaflet was withdrawn.",
        officer.id,
    )
    told = [one for one in letters_sent() if one.address == "ann@place.example"]
    assert {one.subject for one in told} == {
        "Your complaint has arrived, and somebody looks at it",
        "Your complaint is being looked into",
        "Our answer to your complaint",
    }
    assert len(told) == 3
    assert all(f"/complaints/{key}" in one.body for one in told)
    with reading() as session:
        verbs = session.scalars(
            select(AuditEntry.verb)
            .where(AuditEntry.subject_id == complaint.id)
            .order_by(AuditEntry.seq)
        ).all()
    assert verbs == [
        "complaint.made",
        "complaint.taken_on",
        "complaint.admitted",
        "complaint.answered",
    ]


def test_what_is_about_the_office_goes_to_the_panels_and_no_officer_sees_it(
    officer: Person, member: Person
) -> None:
    complaint = made(concern=Concern.OFFICE)
    with pytest.raises(NotFound):
        taken_on(complaint, office(officer))
    assert waiting(office(officer)) == []
    with reading() as session:
        assert queries.complaints_for(session, office(officer), NOW).waiting == []
        assert len(queries.complaints_for(session, panel(member), NOW).waiting) == 1
    assert [task.title for task in waiting(panel(member))] == ["Take on a complaint"]
    taken_on(complaint, panel(member))


def test_who_had_a_part_in_the_holders_cases_does_not_handle_it(
    officer: Person, member: Person
) -> None:
    staff = making.make_office()
    held = making.label(staff)
    complaint = made(number=held.number)
    with pytest.raises(NotAllowed):
        taken_on(complaint, office(staff.officer))
    taken_on(complaint, office(officer))


def test_it_goes_to_the_panels_where_every_officer_had_a_part(member: Person) -> None:
    staff = making.make_office()
    held = making.label(staff)
    with unit_of_work() as session:
        second = session.get_one(Person, staff.second_officer.id)
        second.suspended_at = NOW
    complaint = made(number=held.number)
    assert [task.title for task in waiting(panel(member))] == ["Take on a complaint"]
    assert listed_for(panel(member)) == [complaint.receipt]
    taken_on(complaint, panel(member))


def test_the_panels_see_nothing_of_what_an_officer_can_deal_with(
    officer: Person, member: Person
) -> None:
    complaint = made()
    assert listed_for(panel(member)) == []
    with pytest.raises(NotFound):
        taken_on(complaint, panel(member))
    assert listed_for(office(officer)) == [complaint.receipt]


def test_only_who_took_it_on_goes_on_with_it(officer: Person) -> None:
    other = make_person("Conrad Clerk", roles=[Role.OFFICER])
    complaint = made()
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.admit_complaint(session, actor=office(officer), complaint_id=complaint.id, now=NOW)
    taken_on(complaint, office(officer))
    for step in (actions.admit_complaint, actions.give_back_complaint, actions.forget_complainer):
        with pytest.raises(NotAllowed), unit_of_work() as session:
            step(session, actor=office(other), complaint_id=complaint.id, now=NOW)
    with pytest.raises(NotNow):
        taken_on(complaint, office(officer))
    with unit_of_work() as session:
        actions.give_back_complaint(
            session, actor=office(officer), complaint_id=complaint.id, now=NOW
        )
    taken_on(complaint, office(other))


def test_answer_needs_a_hearing_and_dismissal_a_reason(officer: Person) -> None:
    first, second = made(), made()
    taken_on(first, office(officer))
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.dismiss_complaint(
            session, actor=office(officer), complaint_id=first.id, answer="", now=NOW
        )
    with unit_of_work() as session:
        actions.dismiss_complaint(
            session, actor=office(officer), complaint_id=first.id, answer="Ask them.", now=NOW
        )
    assert current(first).state is ComplaintState.INADMISSIBLE
    admitted(second, office(officer))
    for heard, answer, field in (("", "No.", "heard"), ("Yes.", "", "answer")):
        with pytest.raises(Invalid) as refusal, unit_of_work() as session:
            actions.answer_complaint(
                session, actor=office(officer), complaint_id=second.id,
                outcome=ComplaintOutcome.UPHELD, heard=heard, answer=answer, now=NOW,
            )  # fmt: skip
        assert refusal.value.field == field


def test_date_is_extended_until_the_answer(officer: Person) -> None:
    complaint = made()
    taken_on(complaint, office(officer))

    def extend(step: Clock = Clock.OUTCOME) -> None:
        with unit_of_work() as session:
            actions.extend_complaint(
                session, actor=office(officer), complaint_id=complaint.id, step=step,
                day=date(2026, 9, 1), reason="A hearing abroad.", now=NOW,
            )  # fmt: skip

    extend()
    with pytest.raises(NotNow):
        extend(Clock.PANEL)
    with reading() as session:
        assert due_dates(session, [complaint.id])[complaint.id, Clock.OUTCOME] == date(2026, 9, 1)


# forgotten


def test_name_and_address_are_erased_when_asked_for(officer: Person) -> None:
    key = new_key()
    complaint = made(key, name="Ann Other", email="ann@place.example")
    taken_on(complaint, office(officer))
    with unit_of_work() as session:
        actions.forget_complainer(
            session, actor=office(officer), complaint_id=complaint.id, now=NOW
        )
    row = current(complaint)
    assert (row.name, row.contact_sealed, row.text) == ("", None, complaint.text)
    with reading() as session:
        assert queries.find_by_key(session, key) is not None


def test_everything_written_is_erased_24_months_after_the_answer(officer: Person) -> None:
    complaint = made(name="Ann Other", email="ann@place.example")
    answered(complaint, office(officer))
    for days, kept in ((730, True), (731, False)):
        with unit_of_work() as session:
            clear_ended(session, NOW + days * DAY)
        row = current(complaint)
        assert bool(row.text and row.name and row.answer and row.heard) is kept
    assert (row.outcome, row.concern, row.contact_sealed) == (
        ComplaintOutcome.IN_PART,
        Concern.HOLDER,
        None,
    )
    with reading() as session:
        [known] = export(session, officer.id)["complaints"]
    assert known["receipt"] == complaint.receipt


@pytest.mark.parametrize(("days", "subjects"), [(4, 0), (5, 1), (7, 1), (8, 1), (14, 1), (15, 0)])
def test_reminder_goes_out_before_and_after_the_date_once(
    officer: Person, days: int, subjects: int
) -> None:
    made()
    letters_sent()
    for _ in range(2):
        with unit_of_work() as session:
            remind(session, NOW + days * DAY)
    assert len(letters_sent_at(NOW + days * DAY)) == subjects


def letters_sent_at(moment: datetime) -> list[Letter]:
    sent: list[Letter] = []
    Worker(in_use(), lambda letter, _settings: sent.append(letter)).drain(moment)
    return [one for one in sent if "due" in one.subject]


# pages


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
