"""The pages of meetings, as members, guests and the office are served them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from labelling.club.meetings import queries
from labelling.core.access import Role
from labelling.core.database import reading
from tests.labelling.club.meetings.making import Planned, bring_forward, close, name
from tests.labelling.club.results.making import World, build_club, person_of
from tests.labelling.club.results.releasing import release
from tests.labelling.people.making import make_person, sign_in


def office(client: FlaskClient, planned: Planned) -> str:
    """Sign the office in; return the meeting's address."""
    sign_in(client, person_of(planned.world.officer), Role.OFFICER)
    return f"/clubs/meetings/{planned.meeting.id}"


def chair(client: FlaskClient, planned: Planned) -> str:
    """Sign the chair in; return the meeting's address."""
    sign_in(client, person_of(planned.chair[0]), Role.MANAGER)
    return f"/clubs/meetings/{planned.meeting.id}"


def member(client: FlaskClient, planned: Planned) -> str:
    """Sign another member's contact in; return the meeting's address."""
    sign_in(client, person_of(planned.member[0]), Role.MANAGER)
    return f"/clubs/meetings/{planned.meeting.id}"


PAGES = ("", "/agenda", "/participants", "/minutes", "/actions", "/meeting.ics")


def test_everybody_reads_what_is_theirs(client: FlaskClient, planned: Planned) -> None:
    found = {}
    for who in (office, chair, member):
        address = who(client, planned)
        found[who.__name__] = [client.get(address + one).status_code for one in PAGES]
    assert found == {
        "office": [200] * 6,
        "chair": [200] * 6,
        "member": [200, 200, 200, 404, 403, 200],
    }


def test_the_meeting_leads_to_its_screens(client: FlaskClient, planned: Planned) -> None:
    mode = f"/meeting-mode/{planned.meeting.id}"
    page = client.get(chair(client, planned)).get_data(as_text=True)
    assert f'href="{mode}/slides"' in page
    assert 'aria-current="page">Club</a>' in page
    screen = client.get(f"{mode}/chair").get_data(as_text=True)
    assert f'href="/clubs/meetings/{planned.meeting.id}"' in screen
    assert f'href="{mode}/slides"' not in client.get(member(client, planned)).get_data(as_text=True)


def test_lists_lead_to_the_meeting(client: FlaskClient, planned: Planned) -> None:
    member(client, planned)
    answer = client.get("/clubs/meetings")
    assert answer.status_code == 302
    page = client.get(answer.location).get_data(as_text=True)
    assert f"/clubs/meetings/{planned.meeting.id}" in page
    assert "Plan the meeting" not in page
    assert client.get("/clubs/actions").status_code == 302
    assert client.get(f"/clubs/{planned.world.club_id}/actions").status_code == 200


def test_meeting_is_planned_from_its_page(client: FlaskClient, database: object) -> None:
    world: World = build_club(members=12)
    release(world)
    day = bring_forward(world)
    sign_in(client, person_of(world.officer), Role.OFFICER)
    address = f"/clubs/rounds/{world.round_id}/meeting"
    assert client.get(address).status_code == 200
    assert client.post(address, data={}).status_code == 422
    fields = {
        "held_on": [str(day.day), str(day.month), str(day.year)],
        "starts": "9.30",
        "ends": "15:00",
        "zone": "Europe/Vienna",
        "place": "Hall 2",
        "chair": str(world.first()[0].person_id),
    }
    assert client.post(address, data={**fields, "ends": "9:00"}).status_code == 422
    done = client.post(address, data=fields)
    assert done.status_code == 303
    page = client.get(done.location).get_data(as_text=True)
    assert "09:30 to 15:00, Vienna time" in page
    assert client.post(address, data=fields).status_code == 409
    edit = done.location.partition("?")[0] + "/edit"
    assert "Hall 2" in client.get(edit).get_data(as_text=True)
    moved = client.post(edit, data={**fields, "place": "Hall 3"})
    assert (moved.status_code, "done=moved" in moved.location) == (303, True)
    cancel = edit.replace("/edit", "/cancel")
    assert client.post(cancel, data={"why": ""}).status_code == 422
    assert client.post(cancel, data={"why": "A strike"}).status_code == 303
    assert "A strike" in client.get(edit.replace("/edit", "")).get_data(as_text=True)
    assert client.get(edit).status_code == 409


def test_agenda_is_arranged_by_the_chair_and_read_by_members(
    client: FlaskClient, planned: Planned
) -> None:
    address = chair(client, planned) + "/agenda"
    with reading() as session:
        first = queries.agenda_of(session, planned.meeting.id)[0]
    assert client.post(address, data={"title": "", "lasts": "10"}).status_code == 422
    assert client.post(address, data={"title": "A guest speaks", "lasts": "15"}).status_code == 303
    assert client.post(f"/clubs/agenda/{first.id}/move", data={"to": "down"}).status_code == 303
    item = f"/clubs/agenda/{first.id}"
    assert client.get(item).status_code == 200
    assert client.post(item, data={"title": "Hello", "lasts": "500"}).status_code == 422
    assert client.post(item, data={"title": "Hello", "lasts": "5"}).status_code == 303
    page = client.get(address).get_data(as_text=True)
    assert page.index("Actions of the last meeting") < page.index("Hello")
    assert page.index("A guest speaks") < page.index("Next dates")
    assert client.post(item + "/drop").status_code == 303
    member(client, planned)
    assert client.post(address, data={"title": "Mine", "lasts": "15"}).status_code == 403
    assert "Hello" not in client.get(address).get_data(as_text=True)


def test_member_names_its_people_and_answers(client: FlaskClient, planned: Planned) -> None:
    address = member(client, planned)
    person = str(planned.member[0].person_id)
    assert client.post(address + "/answer", data={"comes": "yes"}).status_code == 403
    stranger = {"person": str(planned.chair[0].person_id)}
    assert client.post(address + "/participants", data=stranger).status_code == 422
    assert client.post(address + "/participants", data={"person": person}).status_code == 303
    assert "All of your people are named" in client.get(address + "/participants").get_data(
        as_text=True
    )
    assert client.post(address + "/answer", data={}).status_code == 422
    answer = {"comes": "yes", "named": "y"}
    assert client.post(address + "/answer", data=answer).status_code == 303
    mine = person_of(planned.member[0]).name
    assert mine in client.get(address).get_data(as_text=True)
    assert mine in client.get(chair(client, planned)).get_data(as_text=True)


def test_hidden_member_is_a_number_to_the_others(client: FlaskClient, planned: Planned) -> None:
    name(planned, planned.member[0], named=False)
    firm = sorted(one.name for one in planned.world.simulated.members)[1]
    person = person_of(planned.member[0]).name
    for who in (chair,):
        page = client.get(who(client, planned)).get_data(as_text=True)
        assert (firm in page, person in page) == (False, False)
    page = client.get(office(client, planned) + "/participants").get_data(as_text=True)
    assert (firm in page, person in page) == (True, True)


def test_guest_accepts_the_code_before_anything_is_seen(
    client: FlaskClient, planned: Planned
) -> None:
    address = office(client, planned)
    guest = {"name": "Gus Guest", "email": f"gus-{uuid4().hex[:6]}@example.org"}
    assert client.post(address + "/participants", data={"name": ""}).status_code == 422
    assert client.post(address + "/participants", data=guest).status_code == 303
    with reading() as session:
        invited = queries.attendees_of(session, planned.meeting.id)[-1].person
    sign_in(client, invited)
    first = client.get(address)
    assert (first.status_code, first.location) == (302, address + "/code")
    for page, leads_back in (("/agenda", f"?next={address}/agenda"), ("/meeting.ics", "")):
        refused = client.get(address + page)
        assert refused.status_code == 403
        way = f'class="btn go" href="{address}/code{leads_back}"'
        assert way in refused.get_data(as_text=True)
    code = client.get(address + "/code").get_data(as_text=True)
    assert "Keep it here." in code
    assert client.post(address + "/code", data={"code": "no"}).status_code == 400
    sent = code.partition('name="code" value="')[2][:36]
    way_back = f"{address}/code?next={address}/agenda"
    accepted = client.post(way_back, data={"code": sent})
    assert (accepted.status_code, accepted.location) == (303, f"{address}/agenda")
    assert client.get(address).status_code == 200
    assert client.get(address + "/agenda").status_code == 200
    assert client.get(address + "/pack.pdf").status_code == 403
    assert client.get(address + "/participants").status_code == 403


def test_minutes_go_from_writing_to_confirmed(client: FlaskClient, planned: Planned) -> None:
    name(planned, planned.member[0], named=True)
    address = chair(client, planned) + "/minutes"
    assert client.post(address + "/begin").status_code == 303
    assert client.post(address + "/begin").status_code == 409
    text = {"text": "1. We met.", "version": "1", "save_id": str(uuid4())}
    saved = client.post(address, data=text, headers={"Accept": "application/json"})
    assert (saved.status_code, saved.get_json()["current"]) == (200, 2)
    stale = {**text, "text": "Other", "save_id": str(uuid4())}
    clash = client.post(address, data=stale, headers={"Accept": "application/json"})
    assert (clash.status_code, clash.get_json()["conflict"]) == (409, True)
    both = client.post(address, data=stale)
    assert both.status_code == 409
    assert "1. We met." in both.get_data(as_text=True)
    close(planned)
    assert client.post(address + "/confirm", data={"version": "2"}).status_code == 409
    office(client, planned)
    assert client.post(address + "/confirm", data={"version": "2"}).status_code == 403
    said = "Nobody is noted yet as having been there."
    assert said in client.get(address).get_data(as_text=True)
    came = queries_of(planned)
    there = client.post(address.replace("/minutes", "/attendance"), data={"came": came})
    assert there.status_code == 303
    assert said not in client.get(address).get_data(as_text=True)
    assert client.post(address + "/release", data={"version": "2"}).status_code == 303
    chair(client, planned)
    assert client.post(address + "/confirm", data={"version": "2"}).status_code == 303
    member(client, planned)
    page = client.get(address).get_data(as_text=True)
    assert "1. We met." in page
    assert person_of(planned.member[0]).name in page
    chair(client, planned)
    assert client.post(address + "/begin", data={"why": ""}).status_code == 422
    assert client.post(address + "/begin", data={"why": "A date was wrong"}).status_code == 303
    assert client.get(address).status_code == 200


def queries_of(planned: Planned) -> list[str]:
    """Return the ids of all places at the meeting."""
    with reading() as session:
        return [str(one.row.id) for one in queries.attendees_of(session, planned.meeting.id)]


def test_action_is_planned_from_an_indicator_and_ended(
    client: FlaskClient, planned: Planned
) -> None:
    member(client, planned)
    _actor, membership_id = planned.member
    new = f"/clubs/members/{membership_id}/actions/new?indicator=B01"
    page = client.get(new).get_data(as_text=True)
    assert 'value="B01" selected' in page
    due = datetime.now(UTC) + timedelta(days=30)
    fields = {
        "measure": "Call them",
        "indicator": "B01",
        "target": "7",
        "owner": "",
        "due_on": [str(due.day), str(due.month), str(due.year)],
    }
    assert client.post(new, data={**fields, "target": "many"}).status_code == 422
    done = client.post(new, data=fields)
    assert done.status_code == 303
    assert "Call them" in client.get(done.location).get_data(as_text=True)
    with reading() as session:
        row = queries.own_actions_of(session, membership_id)[0]
    assert row.baseline != ""
    one = f"/clubs/actions/{row.id}"
    assert client.get(one).status_code == 200
    assert client.post(one, data={**fields, "measure": ""}).status_code == 422
    assert client.post(one, data={**fields, "measure": "Write"}).status_code == 303
    assert client.post(one + "/end", data={"state": "dropped"}).status_code == 422
    ended = {"state": "done", "note": "All were called"}
    assert client.post(one + "/end", data=ended).status_code == 303
    assert client.post(one + "/end", data=ended).status_code == 409
    assert client.post(one + "/reopen").status_code == 303
    chair(client, planned)
    assert client.get(one).status_code == 404
    assert client.post(one + "/reopen").status_code == 404
    office(client, planned)
    assert client.get(one).status_code == 200
    assert client.post(one + "/end", data=ended).status_code == 403


def test_chair_types_actions_of_the_club(client: FlaskClient, planned: Planned) -> None:
    address = chair(client, planned) + "/actions"
    fields = {
        "measure": "Write a guide",
        "due_on": ["15", "12", "2030"],
        "indicator": "",
        "owner": "",
    }
    assert client.post(address, data={**fields, "measure": ""}).status_code == 422
    assert client.post(address, data=fields).status_code == 303
    member(client, planned)
    page = client.get(f"/clubs/{planned.world.club_id}/actions").get_data(as_text=True)
    assert "Write a guide" in page
    with reading() as session:
        row = queries.club_actions_of(session, planned.world.club_id)[0]
    assert client.get(f"/clubs/actions/{row.id}").status_code == 200
    ended = {"state": "done", "note": ""}
    assert client.post(f"/clubs/actions/{row.id}/end", data=ended).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_who_is_in_no_club_finds_nothing(client: FlaskClient, planned: Planned, page: str) -> None:
    sign_in(client, make_person("Sam Stranger", roles=[Role.MANAGER]), Role.MANAGER)
    assert client.get(f"/clubs/meetings/{planned.meeting.id}{page}").status_code == 404
