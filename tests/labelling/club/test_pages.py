"""The pages of the club, as members, strangers and the office see them."""

import io
import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from labelling.club import queries
from labelling.club.actions.rounds import move_round
from labelling.club.actions.tokens import make_token
from labelling.club.models import RoundState, Scope
from labelling.core.access import Role
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.workbooks import workbook
from labelling.organisations.inspection.sandbox import inspect_sheet
from labelling.people.models import Person
from tests.labelling.club.making import (
    CORE,
    World,
    accept,
    club_with_round,
    enter,
    make_club,
    open_round,
)
from tests.labelling.organisations.browsing import as_person, text_of


def _world() -> World:
    """Return a club whose round began today: pages ask for the real day."""
    now = utcnow()
    with unit_of_work() as session:
        world = make_club(session, now=now)
    open_round(world, now=now)
    return world


def _client(app: Flask, person: Person, role: Role = Role.MANAGER) -> FlaskClient:
    return as_person(app, person, role)


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1].replace("&#34;", '"').replace("&amp;", "&").replace("&quot;", '"')


def _told(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.get_data())
    return found


def test_all_pages_of_a_member_and_of_the_office_are_there(app: Flask) -> None:
    world = _world()
    part, club, member = world.part().id, world.club.id, world.membership.id
    round_id = world.rounds[0].id
    own = [
        *(f"/clubs/{club}", f"/clubs/{club}/members", f"/clubs/{club}/indicators"),
        *(f"/clubs/{club}/proposals", f"/clubs/members/{member}", f"/clubs/members/{member}/code"),
        *(f"/clubs/members/{member}/indicators", f"/clubs/members/{member}/propose"),
        *(f"/clubs/members/{member}/surveys", f"/clubs/members/{member}/surveys/new"),
        *(f"/clubs/members/{member}/tokens", f"/clubs/rounds/{round_id}"),
        *(f"/clubs/rounds/{round_id}/calendar.ics", f"/clubs/parts/{part}/figures"),
        *(f"/clubs/parts/{part}/figures/A01", f"/clubs/parts/{part}/send"),
        *(f"/clubs/parts/{part}/figures.xlsx", f"/clubs/parts/{part}/sheet"),
    ]
    office = [
        *("/clubs/", "/clubs/new", f"/clubs/{club}", f"/clubs/{club}/code"),
        *(f"/clubs/{club}/members/new", f"/clubs/{club}/members", f"/clubs/{club}/rounds/new"),
        *(f"/clubs/{club}/indicators", f"/clubs/{club}/indicators/A07"),
        *(f"/clubs/rounds/{round_id}", f"/clubs/rounds/{round_id}/dates"),
        *(f"/clubs/rounds/{round_id}/checking", f"/clubs/parts/{part}/office"),
        *(f"/clubs/members/{member}", f"/clubs/{club}/proposals", "/tasks", "/office"),
    ]
    manager = _client(app, world.contact)
    assert {path: manager.get(path).status_code for path in own} == dict.fromkeys(own, 200)
    officer = _client(app, world.officer_person, Role.OFFICER)
    assert {path: officer.get(path).status_code for path in office} == dict.fromkeys(office, 200)
    tasks = text_of(manager.get("/tasks"))
    assert "Send the figures of 2026-H1" in tasks


def test_a_strange_manager_knows_of_nothing(app: Flask) -> None:
    world = _world()
    with unit_of_work() as session:
        stranger = make_club(session).contact
    client = _client(app, stranger)
    part, club, member = world.part().id, world.club.id, world.membership.id
    for path in (
        *(f"/clubs/{club}", f"/clubs/{club}/members", f"/clubs/members/{member}"),
        *(f"/clubs/parts/{part}/figures", f"/clubs/rounds/{world.rounds[0].id}"),
        f"/clubs/members/{member}/tokens",
    ):
        assert client.get(path).status_code == 404, path


def test_membership_is_confidential_until_the_member_says_otherwise(app: Flask) -> None:
    world = _world()
    firm, own = _client(app, world.firm_contact), _client(app, world.contact)
    name = world.made.organisation.name
    assert name not in text_of(firm.get(f"/clubs/{world.club.id}/members"))
    answer = own.post(f"/clubs/members/{world.membership.id}/openness", data={"openness": "club"})
    assert answer.status_code == 303
    assert name in text_of(firm.get(f"/clubs/{world.club.id}/members"))
    assert "Bolts and Nuts" not in text_of(own.get(f"/clubs/{world.club.id}/members"))


def test_nothing_is_entered_or_seen_before_the_code_is_accepted(app: Flask) -> None:
    now = utcnow()
    with unit_of_work() as session:
        world = make_club(session, now=now, accepted=False)
    open_round(world, now=now)
    client, part = _client(app, world.contact), world.part().id
    page = f"/clubs/parts/{part}/figures"
    refused = client.get(page)
    assert refused.status_code == 403
    code = f"/clubs/members/{world.membership.id}/code"
    way = f"{code}?next={page}"
    assert ways_of(refused) == [("Read and accept the code of conduct", way)]
    assert client.put(f"{page}/A01", json={"number": "5", "revision": 0, "save_id": str(uuid4())},
                      headers={"Accept": "application/json"}).status_code == 403  # fmt: skip
    assert client.post(code, data={"code": str(world.code_id)}).status_code == 422
    accepts = {"code": str(world.code_id), "accepts": "y"}
    answer = client.post(way, data=accepts)
    assert (answer.status_code, answer.location) == (303, page)
    assert client.get(page).status_code == 200
    elsewhere = client.post(f"{code}?next=//evil.example/", data=accepts)
    assert elsewhere.location == f"/clubs/{world.club.id}?done=accepted"


def ways_of(refused: TestResponse) -> list[tuple[str, str]]:
    """Return what a refusal offers to put things right: the words and where they lead."""
    found = re.findall(
        r'<a class="btn go" href="([^"]+)"[^>]*>([^<]+)</a>', refused.get_data(as_text=True)
    )
    return [(words.strip(), where) for where, words in found]


def test_reader_is_led_to_who_acts_for_the_member(app: Flask) -> None:
    world = _world()
    with unit_of_work() as session:
        accept(session, world, world.made.actor(world.made.readers[0]), world.membership, utcnow())
    reader = _client(app, world.made.readers[0])
    refused = reader.get(f"/clubs/members/{world.membership.id}/tokens")
    assert refused.status_code == 403
    place = f"/clubs/members/{world.membership.id}"
    assert ways_of(refused) == [("See who your contact is", place)]
    assert world.contact.name in text_of(reader.get(place))


def test_figures_are_saved_by_the_form_and_told_back(app: Flask) -> None:
    world = _world()
    client = _client(app, world.contact)
    page = f"/clubs/parts/{world.part().id}/figures"
    before = client.get(page).get_data(as_text=True)
    sent = {
        "base": _hidden(before, "base"),
        "save_id": _hidden(before, "save_id"),
        "number.A01": "1 250,5",
        "number.B01": "2,5",
        "grade.B01": "A",
        "number.B03": "1.250",
        "number.left": "",
        "none.left": "on",
    }
    answer = client.post(page, data=sent)
    assert answer.status_code == 422
    told = text_of(answer)
    assert "2 figures are not saved yet" in told
    assert "Write a whole number" in told
    assert "can be read in two ways" in told
    with reading() as session:
        rows = queries.current_rows(session, [world.part().id])[world.part().id]
    assert {key: (row.number, row.grade, row.not_collected) for key, row in rows.items()} == {
        "B01": ("2.5", "A", False),
        "left": ("", "", True),
    }


def test_one_figure_is_saved_as_it_is_typed_and_two_writers_lose_nothing(app: Flask) -> None:
    world = _world()
    mine, theirs = _client(app, world.contact), _client(app, world.made.contributors[0])
    with unit_of_work() as session:
        from tests.labelling.club.making import accept

        accept(session, world, world.made.actor(world.made.contributors[0]), world.membership,
               utcnow())  # fmt: skip
    address = f"/clubs/parts/{world.part().id}/figures/A01"
    accepts = {"Accept": "application/json"}
    first = {"number": "60", "grade": "A", "revision": 0, "save_id": str(uuid4())}
    answer = mine.put(address, json=first, headers=accepts)
    assert (answer.status_code, _told(answer)["revision"], _told(answer)["shown"]) == (200, 1, "60")
    again = mine.put(address, json=first, headers=accepts)
    assert (again.status_code, _told(again)["revision"]) == (200, 1)
    other = {"number": "61", "grade": "A", "revision": 0, "save_id": str(uuid4())}
    conflict = theirs.put(address, json=other, headers=accepts)
    assert (conflict.status_code, _told(conflict)["typed"][0]) == (409, "60")
    settled = theirs.put(address, json={**other, "revision": 1}, headers=accepts)
    assert (settled.status_code, _told(settled)["revision"]) == (200, 2)
    refused = theirs.put(
        address, json={**other, "number": "-4", "revision": 2, "save_id": str(uuid4())},
        headers=accepts,
    )  # fmt: skip
    assert refused.status_code == 422
    assert "It is 0 at least" in _told(refused)["detail"]


def test_hard_checks_refuse_sending_and_soft_ones_ask(app: Flask) -> None:
    world = _world()
    now = utcnow()
    client = _client(app, world.contact)
    send = f"/clubs/parts/{world.part().id}/send"
    enter(world, {**CORE, "active-members": "70"}, now=now)
    answer = client.post(send)
    assert answer.status_code == 409
    assert "“Active members” (70) is more than “Committed members” (60)" in text_of(answer)
    enter(world, {"active-members": "40", "E02": "3", "cross-sectoral-projects": "1"}, now=now)
    assert client.post(send).status_code == 409
    page = client.get(send).get_data(as_text=True)
    assert "rests on 3 cases only" in page
    findings = re.findall(r'name="finding" value="([^"]+)"', page)
    assert findings == ["denominator:E04"]
    for finding in findings:
        data = {"finding": finding, "answer": "These are all."}
        assert client.post(f"/clubs/parts/{world.part().id}/answers", data=data).status_code == 303
    assert client.post(send).status_code == 303
    assert "These are all." in text_of(client.get(send))
    enter(world, {"E02": "4"}, now=now + timedelta(seconds=1))
    assert client.post(send).status_code == 409  # the answer stood for the figures it named


def test_sending_loses_no_answer_that_was_written(app: Flask) -> None:
    world = _world()
    client, part = _client(app, world.contact), f"/clubs/parts/{world.part().id}"
    enter(world, {**CORE, "E02": "3", "cross-sectoral-projects": "1"}, now=utcnow())
    written = {"finding": "denominator:E04", "answer": "These are all."}
    kept_long = client.post(f"{part}/send", data={**written, "answer": "x" * 501})
    assert kept_long.status_code == 422
    assert "x" * 501 in kept_long.get_data(as_text=True)
    assert client.post(f"{part}/answers", data={**written, "answer": " "}).status_code == 422
    assert client.post(f"{part}/send", data=written).status_code == 303
    assert "These are all." in text_of(client.get(f"{part}/send"))


def test_office_asks_and_the_answer_is_on_record(app: Flask) -> None:
    world = _world()
    enter(world, CORE, now=utcnow())
    client, officer = _client(app, world.contact), _client(app, world.officer_person, Role.OFFICER)
    part = world.part().id
    assert client.post(f"/clubs/parts/{part}/send").status_code == 303
    due = datetime.now().date() + timedelta(days=9)  # noqa: DTZ005 (any day ahead)
    question = {"about": "B03", "question": "Is this in euro?",
                "due_on": [str(due.day), str(due.month), str(due.year)]}  # fmt: skip
    assert officer.post(f"/clubs/parts/{part}/office", data=question).status_code == 303
    assert "Answer a question about your figures" in text_of(client.get("/tasks"))
    with reading() as session:
        [query] = queries.queries_of(session, [part])
    answer = f"/clubs/queries/{query.id}/answer"
    wrong = client.post(answer, data={"confirms": "no", "text": "Corrected."})
    assert wrong.status_code == 409
    assert client.post(answer, data={"confirms": "yes", "text": "It is."}).status_code == 303
    assert "It is." in text_of(officer.get(f"/clubs/parts/{part}/office"))
    assert officer.post(f"/clubs/queries/{query.id}/settle").status_code == 303
    assert client.post(answer, data={"confirms": "yes", "text": "Yes."}).status_code == 409


def test_sheet_goes_out_and_comes_in_after_a_look(app: Flask) -> None:
    world = _world()
    enter(world, {"A01": "60"}, now=utcnow())
    client = _client(app, world.contact)
    part = world.part().id
    out = client.get(f"/clubs/parts/{part}/figures.xlsx")
    rows = inspect_sheet(out.get_data(), "sheet.xlsx")
    assert rows[0] == ["id", "figure", "unit", "last", "value", "value_unit", "grade",
                       "not_collected", "note", "sheet"]  # fmt: skip
    assert rows[1][:5] == ["A01", "Committed members", "count", "", "60"]

    sent = workbook(
        "x",
        ["note", "id", "value", "grade", "not_collected"],
        [["=1+1", "A01", 61, "b", ""], ["", "left", None, "", "x"], ["", "XX", 3, "", ""]],
    )
    address = f"/clubs/parts/{part}/sheet"
    answer = client.post(address, data={"file": (io.BytesIO(sent), "in.xlsx")})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "no figure that you report" in page
    with reading() as session:
        assert len(queries.current_rows(session, [part])[part]) == 1
    data = {name: _hidden(page, name) for name in ("figures", "seen", "save_id")}
    assert client.post(address, data={**data, "figures": "[]"}).status_code == 400
    assert client.post(address, data=data).status_code == 303
    with reading() as session:
        kept = queries.current_rows(session, [part])[part]
    assert {key: (row.number, row.grade, row.note) for key, row in kept.items()} == {
        "A01": ("61", "B", "=1+1"),
        "left": ("", "", ""),
    }
    assert json.loads(data["figures"])[0][0] == "A01"


def test_programs_read_and_write_by_a_scoped_token(app: Flask) -> None:
    world = _world()
    client = _client(app, world.contact)
    day = utcnow().date() + timedelta(days=100)
    form = {"name": "Export", "scope": "values:write",
            "expires_on": [str(day.day), str(day.month), str(day.year)]}  # fmt: skip
    tokens = f"/clubs/members/{world.membership.id}/tokens"
    page = client.post(tokens, data=form).get_data(as_text=True)
    found = re.search(r"<code>([\w-]{40,})</code>", page)
    assert found is not None
    program = app.test_client()
    bearer = {"Authorization": f"Bearer {found[1]}"}
    address = "/api/v1/club/values"
    assert program.get(address).status_code == 401
    assert program.get(address, headers={"Authorization": "Bearer x"}).status_code == 401
    sheet = _told(program.get(address, headers=bearer))
    assert (sheet["round"], len(sheet["figures"]), sheet["submitted"]) == ("2026-H1", 15, False)
    body = {"figures": {"A01": {"number": "60", "grade": "A"}, "left": {"number": "1.5"}}}
    answer = program.put(address, json=body, headers=bearer)
    assert answer.status_code == 200
    assert (_told(answer)["saved"], list(_told(answer)["refused"])) == (["A01"], ["left"])
    assert program.put(address, json={"figures": {"A01": {"number": 5}}},
                       headers=bearer).status_code == 400  # fmt: skip
    with reading() as session:
        [token] = queries.tokens_of(session, world.membership.id)
    assert client.post(f"{tokens}/end", data={"token": str(token.id)}).status_code == 303
    assert program.get(address, headers=bearer).status_code == 401


def test_a_reading_token_does_not_write(app: Flask) -> None:
    world = _world()

    with unit_of_work() as session:
        make_token(
            session, actor=world.owner, membership_id=world.membership.id, token="a" * 43,
            name="Look", scope=Scope.READ, expires_on=utcnow().date() + timedelta(days=9),
            now=utcnow(),
        )  # fmt: skip
    program, bearer = app.test_client(), {"Authorization": f"Bearer {'a' * 43}"}
    assert program.get("/api/v1/club/values", headers=bearer).status_code == 200
    answer = program.put(
        "/api/v1/club/values", json={"figures": {"A01": {"number": "6"}}}, headers=bearer
    )
    assert answer.status_code == 403


def test_calendar_has_a_whole_day_for_each_date(app: Flask) -> None:
    world = _world()
    answer = _client(app, world.contact).get(f"/clubs/rounds/{world.rounds[0].id}/calendar.ics")
    lines = answer.get_data(as_text=True).split("\r\n")
    assert answer.mimetype == "text/calendar"
    assert sum(line == "BEGIN:VEVENT" for line in lines) == 8
    opens = world.rounds[0].opens_on
    assert f"DTSTART;VALUE=DATE:{opens:%Y%m%d}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_readers_read_and_do_not_write(app: Flask) -> None:
    world = club_with_round()
    reader = world.made.readers[0]
    client = _client(app, reader)
    page = f"/clubs/parts/{world.part().id}/figures"
    assert client.get(page).status_code == 403  # has not accepted the code
    with unit_of_work() as session:
        from tests.labelling.club.making import accept

        accept(session, world, world.made.actor(reader), world.membership)
    assert "You can read these figures" in text_of(client.get(page))
    assert client.post(page, data={"base": "{}", "save_id": str(uuid4())}).status_code == 403


def test_closed_round_takes_no_figures(app: Flask) -> None:
    world = _world()
    with unit_of_work() as session:
        move_round(session, actor=world.officer, round_id=world.rounds[0].id,
                   state=RoundState.CHECKING, now=utcnow())  # fmt: skip
        row = queries.get_round(session, world.rounds[0].id)
        row.state = RoundState.FINAL
    client = _client(app, world.contact)
    page = f"/clubs/parts/{world.part().id}/figures"
    assert "This round takes no figures now" in text_of(client.get(page))
    answer = client.put(
        f"{page}/A01", json={"number": "5", "revision": 0, "save_id": str(uuid4())},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 409
