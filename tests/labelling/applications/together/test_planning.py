"""Who writes what until when; parts that were checked; who is writing now; reminders."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.queries.drafts import load_draft
from labelling.applications.together import jobs
from labelling.applications.together.actions.noting import note_presence
from labelling.applications.together.actions.planning import check_part, plan_parts, uncheck_part
from labelling.applications.together.models import PartPlan, Presence
from labelling.core.access import Actor
from labelling.core.clock import today, utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from tests.labelling.applications.making import (
    NOW,
    World,
    answer_all,
    make_application,
    make_submitted,
    save,
)
from tests.labelling.people.making import sign_in

DUE = date(2026, 12, 4)


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application that was just started."""
    return make_application()


def plan(world: World, *parts: str, due: date | None = DUE, actor: Actor | None = None) -> int:
    """Give parts to the contributor."""
    with unit_of_work() as session:
        return plan_parts(
            session,
            actor=actor or world.owner,
            application_id=world.id,
            part_ids=parts,
            person_id=world.made.contributors[0].id,
            due_on=due,
            now=NOW,
        )


def mails(template: str) -> list[str | None]:
    """Return the addresses to which a mail was queued."""
    with reading() as session:
        rows = session.scalars(select(Outgoing).where(Outgoing.name == template))
        return [row.address for row in rows]


def mark(world: World, part_id: str) -> str:
    """Return the fingerprint of a part as it stands."""
    with reading() as session:
        return load_draft(session, world.reload()).mark(part_id)


def test_a_colleague_gets_parts_and_one_mail_of_them(world: World) -> None:
    assert plan(world, "1.1", "1.2") == 2
    assert plan(world, "1.1", "1.2") == 0
    assert mails("parts_assigned") == [world.made.contributors[0].email]
    with reading() as session:
        rows = session.scalars(select(PartPlan).order_by(PartPlan.part_id)).all()
    assert [(row.part_id, row.assigned_to, row.due_on) for row in rows] == [
        ("1.1", world.made.contributors[0].id, DUE),
        ("1.2", world.made.contributors[0].id, DUE),
    ]


def test_only_owners_plan_and_only_people_who_write_are_named(world: World) -> None:
    contributor = world.made.actor(world.made.contributors[0])
    with pytest.raises(NotAllowed):
        plan(world, "1.1", actor=contributor)
    other = make_application(name="Lower Elm Food Cluster")
    with pytest.raises(NotFound):
        plan(world, "1.1", actor=other.owner)
    for person in (world.made.readers[0], other.made.owners[0]):
        with pytest.raises(Invalid), unit_of_work() as session:
            plan_parts(
                session,
                actor=world.owner,
                application_id=world.id,
                part_ids=["1.1"],
                person_id=person.id,
                due_on=None,
                now=NOW,
            )
    with pytest.raises(Invalid):
        plan(world, "1.1", due=date(2026, 11, 1))
    with pytest.raises(Invalid):
        plan(world, "9.9")


def test_a_check_holds_for_what_was_seen_and_ends_with_a_change(world: World) -> None:
    answer_all(world)
    seen = mark(world, "1.1")

    def check(with_mark: str) -> None:
        with unit_of_work() as session:
            check_part(
                session,
                actor=world.owner,
                application_id=world.id,
                part_id="1.1",
                mark=with_mark,
                now=NOW,
            )

    def checked() -> frozenset[str]:
        with reading() as session:
            return load_draft(session, world.reload()).checked

    check(seen)
    assert checked() == {"1.1"}
    save(world, "1.1", text="Changed.", version=1)
    assert checked() == frozenset()
    with pytest.raises(Conflict):
        check(seen)
    save(world, "1.1", band=None, text="", version=2)
    with pytest.raises(NotNow):
        check(mark(world, "1.1"))
    save(world, "1.1", version=3)
    check(mark(world, "1.1"))
    with unit_of_work() as session:
        uncheck_part(session, actor=world.owner, application_id=world.id, part_id="1.1", now=NOW)
    assert checked() == frozenset()


def test_nothing_is_planned_after_submission(app: Flask) -> None:
    with pytest.raises(NotNow):
        plan(make_submitted(), "1.1")


def test_those_who_write_here_see_each_other_and_traces_go(world: World) -> None:
    contributor = world.made.actor(world.made.contributors[0])

    def here(actor: Actor, later: timedelta = timedelta()) -> list[object]:
        with unit_of_work() as session:
            return list(
                note_presence(
                    session,
                    actor=actor,
                    application_id=world.id,
                    part_id="1.1",
                    now=NOW + later,
                )
            )

    assert here(world.owner) == []
    assert here(contributor) == [world.owner.person_id]
    assert here(world.owner) == [contributor.person_id]
    assert here(world.owner, timedelta(minutes=3)) == []
    with pytest.raises(NotAllowed):
        here(world.made.actor(world.made.readers[0]))
    with unit_of_work() as session:
        jobs.forget_presence(session, NOW + timedelta(minutes=62))
        assert len(session.scalars(select(Presence)).all()) == 1


def test_windows_that_tell_at_once_leave_one_trace(world: World) -> None:
    def here(_window: int) -> None:
        with unit_of_work() as session:
            note_presence(
                session, actor=world.owner, application_id=world.id, part_id="1.1", now=NOW
            )

    with ThreadPoolExecutor(6) as windows:
        list(windows.map(here, range(12)))
    with reading() as session:
        assert len(session.scalars(select(Presence)).all()) == 1


def test_whoever_has_parts_finds_a_task_until_they_are_done(world: World) -> None:
    plan(world, "1.1", "1.2")
    contributor = world.made.actor(world.made.contributors[0])
    with reading() as session:
        (task,) = jobs.own_parts(session, contributor, NOW)
        assert list(jobs.own_parts(session, world.owner, NOW)) == []
    assert (task.title, task.due) == ("Write what you were asked to: 1.1, 1.2", DUE)
    assert task.address == f"/applications/{world.id}/parts/1.1"
    answer_all(world)
    with reading() as session:
        assert list(jobs.own_parts(session, contributor, NOW)) == []


def test_writers_are_reminded_once_before_and_once_after_the_day(world: World) -> None:
    plan(world, "1.1", "1.2")
    days = [NOW + timedelta(days=days) for days in (1, 10, 10, 11, 13, 13, 14)]
    for now in days:
        with unit_of_work() as session:
            jobs.remind_writers(session, now)
    assert mails("reminder_parts") == [world.made.contributors[0].email] * 2


def test_the_page_plans_by_ticks_and_shows_the_state(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    address = f"/applications/{world.id}/work"
    assert "Who writes what" in client.get(address).text
    refused = client.post(address, data={"person": ""})
    assert refused.status_code == 422
    assert "Choose at least one part." in refused.text
    person = world.made.contributors[0]
    due = today(utcnow()) + timedelta(days=10)
    typed = [str(due.day), str(due.month), str(due.year)]
    done = client.post(
        address, data={"parts": ["1.1", "1.2"], "person": str(person.id), "due_on": typed}
    )
    assert done.status_code == 303
    page = client.get(done.location).text
    assert f"Open, {person.name}" in page
    shown = f"by {due.day} {due:%B} {due.year}"
    assert shown in page
    part = client.get(f"/applications/{world.id}/parts/1.1").text
    assert f"{person.name} writes it, {shown}" in part


def test_whoever_has_a_part_is_named_once_and_on_the_readiness_list(
    client: FlaskClient, world: World
) -> None:
    plan(world, "1.1", "1.2")
    person = world.made.contributors[0]
    save(world, "1.1", actor=world.made.actor(person), text="Begun.", band=None)
    sign_in(client, world.made.owners[0])
    page = client.get(f"/applications/{world.id}/work").text
    assert f"In work, {person.name} · by 4 December 2026" in " ".join(page.split())
    missing = client.get(f"/applications/{world.id}/readiness").text
    assert missing.count(f'<span class="who">{person.name}</span>') == 2


def test_the_button_checks_and_takes_back(client: FlaskClient, world: World) -> None:
    answer_all(world)
    sign_in(client, world.made.owners[0])
    address = f"/applications/{world.id}/parts/1.1"
    [shown] = re.findall(r'name="mark" value="([^"]*)"', client.get(address).text)
    assert shown == mark(world, "1.1")
    posted = client.post(address + "/checked", data={"mark": shown})
    assert posted.status_code == 303
    page = client.get(posted.location).text
    assert "Checked by" in page
    client.post(address + "/checked", data={"undo": "1"})
    assert "Checked by" not in client.get(address).text
    stale = client.post(address + "/checked", data={"mark": "of something else"})
    again = client.get(stale.location).text
    assert "Look at it again, then check it." in again
    assert "Checked by" not in again
    told = client.post(address + "/here", headers={"Accept": "application/json"})
    assert told.json == {"others": ""}
