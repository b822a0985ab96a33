"""A workshop: a code, choices that nobody sees too early, one result that is kept."""

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.actions import AnswerChanged, Saved
from labelling.applications.queries.drafts import answers_of
from labelling.applications.workshop import jobs
from labelling.applications.workshop.actions.leading import (
    close_workshop,
    go_to_part,
    keep_result,
    show_differences,
    start_workshop,
)
from labelling.applications.workshop.actions.taking_part import choose_line, join_workshop
from labelling.applications.workshop.models import Place, Vote, Workshop
from labelling.applications.workshop.queries import tally
from labelling.core.access import PUBLIC
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.labelling.applications.making import (
    NOW,
    World,
    make_application,
    make_submitted,
    save,
)
from tests.labelling.people.making import sign_in, sign_out


@pytest.fixture
def world(app: Flask) -> World:
    """Return an application with one answer."""
    world = make_application("silver")
    save(world, "1.1", band=40, text="Our text.")
    return world


def begin(world: World) -> Workshop:
    """Start a workshop; it begins with 1.1."""
    with unit_of_work() as session:
        return start_workshop(session, actor=world.owner, application_id=world.id, now=NOW)


def join(workshop: Workshop, name: str, code: str = "", now: datetime = NOW) -> str:
    """Take part under a name."""
    with unit_of_work() as session:
        return join_workshop(session, actor=PUBLIC, code=code or workshop.code, name=name, now=now)


def choose(token: str, band: int, part: str = "1.1") -> None:
    """Choose a line."""
    with unit_of_work() as session:
        choose_line(session, actor=PUBLIC, token=token, part_id=part, band=band, now=NOW)


def keep(
    world: World,
    workshop: Workshop,
    band: int = 60,
    version: int = 1,
    save_id: UUID | None = None,
) -> Saved:
    """Keep a result for 1.1."""
    with unit_of_work() as session:
        return keep_result(
            session,
            actor=world.owner,
            workshop_id=workshop.id,
            part_id="1.1",
            band=band,
            version=version,
            save_id=save_id or uuid4(),
            now=NOW,
        )


def show(world: World, workshop: Workshop) -> None:
    """Show the differences."""
    with unit_of_work() as session:
        show_differences(
            session, actor=world.owner, workshop_id=workshop.id, part_id="1.1", now=NOW
        )


def test_a_page_sent_twice_with_another_line_keeps_the_later_one(world: World) -> None:
    workshop, page = begin(world), uuid4()
    show(world, workshop)
    assert keep(world, workshop, 60, save_id=page).version == 2
    assert keep(world, workshop, 80, save_id=page).version == 3
    late = keep(world, workshop, 60, save_id=page)
    assert (late.version, late.current) == (2, 3)
    with reading() as session:
        [answer] = answers_of(session, world.id).values()
        kept = session.scalars(
            select(AuditDetail.details)
            .join(AuditEntry, AuditEntry.seq == AuditDetail.seq)
            .where(AuditEntry.verb == "workshop.kept")
            .order_by(AuditEntry.seq)
        )
        assert (answer.band, answer.text) == (80, "Our text.")
        assert [told["band"] for told in kept] == [60, 80]


def test_a_group_chooses_sees_its_differences_and_keeps_one_result(world: World) -> None:
    workshop = begin(world)
    assert begin(world).id == workshop.id
    ana, bo, cy = (
        join(workshop, name, f"{workshop.code[:5]} {workshop.code[5:].lower()}")
        for name in ("Ana", "Bo", "Cy")
    )
    for token, band in ((ana, 20), (bo, 60), (cy, 80), (ana, 40)):
        choose(token, band)
    with pytest.raises(NotNow):
        keep(world, workshop)
    show(world, workshop)
    with pytest.raises(NotNow):
        choose(ana, 80)
    with reading() as session:
        found = tally(session, session.get_one(Workshop, workshop.id))
    assert (found.counts, found.spread, found.middle) == ({40: 1, 60: 1, 80: 1}, 40, 60)
    assert found.present == ("Ana", "Bo", "Cy")
    keep(world, workshop)
    with reading() as session:
        answer = answers_of(session, world.id)["1.1"]
    assert (answer.band, answer.text, answer.version) == (60, "Our text.", 2)


def test_a_result_is_not_kept_over_a_save_that_was_not_seen(world: World) -> None:
    workshop = begin(world)
    show(world, workshop)
    save(world, "1.1", band=80, text="Newer text.", version=1)
    with pytest.raises(AnswerChanged):
        keep(world, workshop)


def test_the_next_part_begins_hidden_and_late_choices_are_refused(world: World) -> None:
    workshop = begin(world)
    token = join(workshop, "Ana")
    show(world, workshop)
    with unit_of_work() as session:
        gone = go_to_part(
            session, actor=world.owner, workshop_id=workshop.id, part_id="1.2", now=NOW
        )
        assert not gone.revealed
    with pytest.raises(NotNow):
        show(world, workshop)
    with pytest.raises(NotNow):
        choose(token, 40)
    choose(token, 40, "1.2")
    with pytest.raises(Invalid):
        choose(token, 41, "1.2")


def test_codes_names_and_the_end(world: World) -> None:
    workshop = begin(world)
    token = join(workshop, "Ana")
    for code, name in (("WRONGCODE2", "Bo"), (workshop.code, "ana")):
        with pytest.raises(Invalid):
            join(workshop, name, code)
    with pytest.raises(Invalid):
        join(workshop, "Late", now=NOW + timedelta(hours=13))
    with pytest.raises(NotFound):
        choose("nothing", 40)
    with unit_of_work() as session:
        close_workshop(session, actor=world.owner, workshop_id=workshop.id, now=NOW)
    with pytest.raises(NotFound):
        choose(token, 40)
    with unit_of_work() as session:
        jobs.forget_workshops(session, NOW + timedelta(hours=23))
        assert session.scalars(select(Place)).all()
        jobs.forget_workshops(session, NOW + timedelta(hours=25))
        for table in (Workshop, Place, Vote):
            assert not session.scalars(select(table)).all()


def test_who_may_lead(world: World) -> None:
    reader = world.made.actor(world.made.readers[0])
    with pytest.raises(NotAllowed), unit_of_work() as session:
        start_workshop(session, actor=reader, application_id=world.id, now=NOW)
    workshop = begin(world)
    other = make_application(name="Lower Elm Food Cluster")
    with pytest.raises(NotFound), unit_of_work() as session:
        show_differences(
            session, actor=other.owner, workshop_id=workshop.id, part_id="1.1", now=NOW
        )
    with pytest.raises(NotNow):
        begin(make_submitted(name="Submitted Cluster"))


def test_the_pages_from_the_code_to_the_result(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    lead = f"/applications/{world.id}/workshop"
    assert "Start a workshop" in client.get(lead).text
    assert client.post(lead).location == lead
    with reading() as session:
        workshop = session.scalars(select(Workshop)).one()
    run = f"/applications/workshops/{workshop.id}"
    assert workshop.code[:5] in client.get(lead).text
    sign_out(client)
    assert client.post("/workshop", data={"code": "", "name": ""}).status_code == 422
    joined = client.post("/workshop", data={"code": workshop.code, "name": "Ana"})
    assert joined.status_code == 303
    page = client.get(joined.location).text
    assert "Our text." not in page
    assert client.post(joined.location, data={"part": "1.1"}).status_code == 422
    sent = client.post(joined.location, data={"part": "1.1", "band": "80"})
    assert sent.status_code == 303
    assert "You chose 80 %." in client.get(joined.location).text
    sign_in(client, world.made.owners[0])
    shown = client.get(lead).text
    assert "1 of 1 have chosen" in shown
    assert "How the group has chosen" not in shown
    client.post(run, data={"do": "show", "part": "1.1"})
    assert "All agree." in client.get(lead).text
    unsaid = client.post(run, data={"do": "keep", "part": "1.1", "version": "1"})
    assert "Choose one of the lines. Nothing was kept yet." in client.get(unsaid.location).text
    with reading() as session:
        assert answers_of(session, world.id)["1.1"].band == 40
    kept = client.post(run, data={"do": "keep", "part": "1.1", "band": "80", "version": "1"})
    assert "The result was kept" in client.get(kept.location).text
    client.post(run, data={"do": "close"})
    assert "This workshop has ended. Thank you." in client.get(joined.location).text


def test_whoever_waits_follows_and_whoever_chooses_is_left_alone(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, world.made.owners[0])
    lead = f"/applications/{world.id}/workshop"
    client.post(lead)
    with reading() as session:
        workshop = session.scalars(select(Workshop)).one()
    assert re.findall(r'id="(\w+)" data-waiting', client.get(lead).text) == ["present", "voted"]
    phone = client.post("/workshop", data={"code": workshop.code, "name": "Rosa"}).location
    assert "data-waiting" not in client.get(phone).text
    client.post(phone, data={"part": "1.1", "band": "40"})
    assert 'id="turn" aria-live="polite" data-waiting' in client.get(phone).text
    assert "data-waiting" not in client.get(f"{phone}?again=1").text
    client.post(f"/applications/workshops/{workshop.id}", data={"do": "show", "part": "1.1"})
    assert "data-waiting" in client.get(phone).text
