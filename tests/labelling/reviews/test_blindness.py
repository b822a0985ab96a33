"""Nobody learns another's scores or progress before all have handed in: every page, every person.

One assessor has handed in scores and texts that would be recognised anywhere; the other has not.
"""

import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import tasks_of
from labelling.core.outbox import Outgoing
from labelling.people.models import Person, RoleGrant
from labelling.people.queries import get_person
from labelling.reviews.models import PanelSeat
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World

MARK = "by Anna Ahrens"


def enter(client: FlaskClient, actor: Actor) -> None:
    with reading() as session:
        person = get_person(session, making.id_of(actor))
    sign_in(client, person, actor.role)


def half_way() -> World:
    """Return a gold world in which the lead has handed in and the other assessor has not."""
    world = making.submitted("gold")
    team = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, team)
    making.accept_all(world.application_id, team)
    for one in team:
        making.score_all(world.application_id, one, 85)
    making.hand_in(world.application_id, team[0])
    return world


def people(world: World) -> Mapping[str, Actor]:
    """Return everybody who might look."""
    others = {
        role.value: actor_for(make_person(role.value, roles=[role]), role, confirmed_at=making.NOW)
        for role in (Role.COMMITTEE, Role.ADMINISTRATOR)
    }
    lead, other, third = world.assessors
    return {
        "lead": lead,
        "other": other,
        "uninvolved": third,
        "officer": world.officer,
        "owner": world.owner,
        "reader": world.reader,
        **others,
    }


def addresses(world: World) -> Mapping[str, str]:
    """Return every address of the room, with the lead's seat where one is needed."""
    base = f"/applications/{world.application_id}"
    seat = f"/reviews/{making.seat_of(world.application_id, world.assessors[0]).id}"
    return {
        "panel": f"{base}/panel",
        "declaration": f"{seat}/declaration",
        "review": seat,
        "part": f"{seat}/parts/1.1",
        "hand-in": f"{seat}/hand-in",
        "agreement": f"{base}/agreement",
        "agreed part": f"{base}/agreement/1.1",
        "visit": f"{base}/visit",
        "feedback": f"{base}/feedback",
        "pdf": f"{base}/feedback.pdf",
        "observations": f"{base}/observations",
        "recommendation": f"{base}/recommendation",
    }


OWN = {"declaration", "review", "part", "hand-in"}
TEAM = {"agreement", "agreed part", "visit"}
OPEN_BEFORE = {
    "lead": OWN,
    "other": set(),
    "uninvolved": set(),
    "officer": {"panel"},
    "owner": {"panel"},
    "reader": {"panel"},
    "committee": set(),
    "administrator": set(),
}
OPEN_AFTER = OPEN_BEFORE | {
    "lead": OWN | TEAM | {"recommendation"},
    "other": TEAM | {"recommendation"},
    "officer": {"panel", "recommendation"} | TEAM,
}


@pytest.mark.parametrize("everyone", [False, True], ids=["one-handed-in", "all-handed-in"])
def test_exactly_these_pages_are_open(client: FlaskClient, everyone: bool) -> None:
    world = half_way()
    if everyone:
        making.hand_in(world.application_id, world.assessors[1])
    found: dict[str, set[str]] = {}
    marked: set[tuple[str, str]] = set()
    for name, actor in people(world).items():
        enter(client, actor)
        found[name] = set()
        for page, address in addresses(world).items():
            answer = client.get(address)
            assert answer.status_code in {200, 403, 404}, (name, page)
            if answer.status_code == 200:
                found[name].add(page)
                if MARK in answer.text:
                    marked.add((name, page))
    assert found == (OPEN_AFTER if everyone else OPEN_BEFORE)
    own = {("lead", "part")}
    read = {(name, "agreed part") for name in ("lead", "other", "officer")}
    assert marked == (own | read if everyone else own)


def test_pages_stay_the_same_when_one_hands_in(client: FlaskClient) -> None:
    """Only the office's pages change, and only by the word for that seat."""
    world = making.submitted("gold")
    team = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, team)
    making.accept_all(world.application_id, team)
    for one in team:
        making.score_all(world.application_id, one, 85)
    base = f"/applications/{world.application_id}"
    other = making.seat_of(world.application_id, team[1])
    everybody = people(world)
    pages = {
        "other": [f"/reviews/{other.id}", f"/reviews/{other.id}/hand-in", "/reviews", "/tasks"],
        "uninvolved": ["/reviews", "/tasks"],
        "owner": [base, f"{base}/panel", "/tasks", "/applications"],
        "reader": [base, f"{base}/panel"],
        "officer": [f"{base}/office", f"{base}/panel", "/applications", "/tasks"],
        "committee": ["/tasks", "/decisions"],
        "administrator": ["/tasks"],
    }

    def seen() -> dict[tuple[str, str], str]:
        found = {}
        for name, addresses_ in pages.items():
            enter(client, everybody[name])
            for address in addresses_:
                text = client.get(address).text
                found[name, address] = re.sub(r'name="(?:csrf_token|once)" value="[^"]*"', "", text)
        return found

    before = seen()
    making.hand_in(world.application_id, team[0])
    after = seen()
    changed = {key for key, text in after.items() if text != before[key]}
    assert changed == {("officer", f"{base}/office"), ("officer", f"{base}/panel")}
    told = after["officer", f"{base}/office"].count("handed in")
    assert (told, before["officer", f"{base}/office"].count("handed in")) == (1, 0)
    assert [key for key, text in after.items() if MARK in text] == []


def test_answers_to_posts_are_the_same_before_all_have_handed_in(client: FlaskClient) -> None:
    world = half_way()
    base = f"/applications/{world.application_id}"
    posts = [
        f"{base}/agreement/settle",
        f"{base}/agreement/visit",
        f"{base}/agreement/close",
        f"{base}/agreement/reader",
        f"{base}/agreement/waiver",
        f"{base}/agreement/1.1",
        f"{base}/agreement/1.1/dissent",
        f"{base}/visit",
        f"{base}/feedback",
        f"{base}/feedback/release",
        f"{base}/feedback/final",
        f"{base}/observations",
        f"{base}/recommendation",
    ]
    for name, actor in people(world).items():
        enter(client, actor)
        for address in posts:
            assert client.post(address).status_code == 404, (name, address)


def test_no_mail_and_no_task_follows_one_handing_in(client: FlaskClient) -> None:
    world = making.submitted("gold")
    team = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, team)
    making.accept_all(world.application_id, team)
    for one in team:
        making.score_all(world.application_id, one, 85)
    everybody = [world.officer, world.owner, world.reader, world.assessors[1]]

    def seen() -> tuple[list[object], list[object]]:
        with reading() as session:
            mails = session.scalars(select(Outgoing.id).order_by(Outgoing.id)).all()
            tasks = [tasks_of(session, actor, making.NOW) for actor in everybody]
        return list(mails), list(tasks)

    before = seen()
    making.hand_in(world.application_id, team[0])
    assert seen() == before


def test_a_further_reader_sees_nothing_in_any_role(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    lead, reader = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, 30)
    making.hand_in(world.application_id, lead)
    making.visit(world.application_id, lead)
    enter(client, world.officer)
    base = f"/applications/{world.application_id}"
    invited = client.post(f"{base}/agreement/reader", data={"person": str(reader.person_id)})
    assert invited.status_code == 303
    making.accept_all(world.application_id, [reader])
    with unit_of_work() as session:
        session.add(
            RoleGrant(
                person_id=making.id_of(reader),
                role=Role.OFFICER,
                proposed_at=making.NOW,
                confirmed_at=making.NOW,
            )
        )
        person = session.get_one(Person, making.id_of(reader))
        person.totp_sealed, person.totp_confirmed_at = b"x", making.NOW
    seat = making.seat_of(world.application_id, reader)
    for role in (Role.ASSESSOR, Role.OFFICER):
        sign_in(client, person, role)
        for page in (f"{base}/agreement", f"{base}/agreement/1.1", f"{base}/visit"):
            assert client.get(page).status_code == 404, (role, page)
    sign_in(client, person, Role.ASSESSOR)
    part = client.get(f"/reviews/{seat.id}/parts/1.1")
    assert part.status_code == 200
    assert MARK not in part.text


def test_the_applicants_band_is_hidden_until_the_own_score_is_saved(client: FlaskClient) -> None:
    world = making.submitted("bronze", band=40)
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    seat = making.seat_of(world.application_id, lead)
    enter(client, lead)
    address = f"/reviews/{seat.id}/parts/1.1"
    assert "40 % · In place" not in client.get(address).text.replace("<b>40 %", "")
    assert "Where it sees itself:" not in client.get(address).text.replace("</b>", "")
    making.score_all(world.application_id, lead, 85)
    assert "Where it sees itself:" in client.get(address).text.replace("</b>", "")


def test_invited_assessors_see_nothing_that_was_submitted(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    seat = making.seat_of(world.application_id, lead)
    enter(client, lead)
    base = f"/applications/{world.application_id}"
    shut = [
        f"/reviews/{seat.id}",
        f"/reviews/{seat.id}/parts/1.1",
        f"/reviews/{seat.id}/hand-in",
        f"{base}/submission",
        f"/evidence/{world.evidence_id}/1",
        base,
        f"{base}/panel",
    ]
    assert {page: client.get(page).status_code for page in shut} == dict.fromkeys(shut, 404)
    making.accept_all(world.application_id, [lead])
    assert client.get(f"{base}/submission").status_code == 200
    with unit_of_work() as session:
        session.get_one(PanelSeat, seat.id).state = session.get_one(
            PanelSeat, seat.id
        ).state.RELEASED
    assert client.get(f"{base}/submission").status_code == 404
