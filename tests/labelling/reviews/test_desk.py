"""Tasks, reminders, boxes of the office, personal data, and the record of the visit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from labelling.applications.actions import withdraw_application
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotNow
from labelling.core.outbox import Outgoing
from labelling.people.models import InvolvementKind
from labelling.reviews import actions, personal_data, queries, reminders
from labelling.reviews.actions import VisitRecord
from labelling.reviews.office import boxes
from labelling.reviews.tasks import tasks
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World


def titles(actor: Actor, days: int = 0) -> list[str]:
    """Return an actor's tasks, so many days later; late ones are marked."""
    now = making.NOW + timedelta(days=days)
    with reading() as session:
        return [
            f"{task.title}{' (late)' if task.due is not None and task.due < today(now) else ''}"
            for task in tasks(session, actor, now)
        ]


def test_tasks_follow_the_work(database: Database) -> None:
    world = making.submitted("bronze")
    lead, key = world.assessors[0], world.application_id
    assert titles(world.officer) == ["Invite an assessment team"]
    making.panel_for(key, world.officer, [lead])
    assert (titles(world.officer), titles(lead)) == ([], ["Say whether you are independent"])
    assert titles(world.officer, 8) == ["Fill an empty place on the assessment team (late)"]
    making.declare(key, lead, InvolvementKind.ACQUAINTED)
    waiting = ["Answer a declared conflict of interest"]
    assert (titles(world.officer), titles(world.owner)) == (waiting, waiting)
    assert titles(world.reader) == []
    making.consent(key, lead, world.owner)
    making.consent(key, lead, world.officer)
    assert titles(lead) == ["Score and hand in"]
    making.score_all(key, lead, 60)
    making.hand_in(key, lead)
    assert titles(lead) == ["Visit and close the agreement"]
    making.visit(key, lead)
    making.close_agreement(key, lead)
    assert (titles(lead), titles(world.officer)) == (["Write the feedback report"], [])
    making.write_feedback(key, lead)
    assert titles(world.officer) == ["Read the feedback report and send it"]
    making.release_feedback(key, world.officer)
    assert titles(world.owner) == ["Check the facts in your feedback report"]
    assert titles(lead) == []
    making.observe(key, world.owner)
    assert (titles(world.owner), titles(lead)) == (
        [],
        ["Read the observations and make the report final"],
    )
    making.finish(key, lead)
    assert titles(lead) == ["Recommend"]
    making.recommend(key, lead)
    assert titles(lead) == []


def test_a_barred_seat_leaves_a_place_to_fill(database: Database) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.declare(world.application_id, lead, InvolvementKind.BOARD)
    assert titles(world.officer) == ["Fill an empty place on the assessment team"]
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        [team] = boxes(session, world.officer, application)
        assert boxes(session, world.owner, application) == []
    assert (team.title, team.lines, team.is_due) == ("Assessment team", (), True)


def reminded(days: int) -> list[str]:
    with unit_of_work() as session:
        reminders.remind(session, making.NOW + timedelta(days=days))
    with reading() as session:
        names = session.scalars(select(Outgoing.name).where(Outgoing.name.like("%reminder%")))
        return sorted(names)


def test_reminders_go_out_once_and_only_to_those_who_still_act(database: Database) -> None:
    world = making.submitted("gold")
    lead, other = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [lead, other])
    assert reminded(3) == []
    assert reminded(4) == ["invitation_reminder"] * 2
    assert reminded(5) == ["invitation_reminder"] * 2
    making.accept_all(world.application_id, [lead, other])
    making.score_all(world.application_id, lead)
    making.hand_in(world.application_id, lead)
    assert reminded(17) == ["invitation_reminder"] * 2
    assert reminded(18) == ["invitation_reminder"] * 2 + ["scoring_reminder"]
    assert reminded(30) == ["invitation_reminder"] * 2 + ["scoring_reminder"]
    with reading() as session:
        to = session.scalars(
            select(Outgoing.person_id).where(Outgoing.name == "scoring_reminder")
        ).all()
    assert to == [other.person_id]


def test_nobody_is_reminded_to_answer_once_the_application_was_withdrawn(
    database: Database,
) -> None:
    world = making.submitted("bronze")
    making.panel_for(world.application_id, world.officer, world.assessors[:1])
    with unit_of_work() as session:
        withdraw_application(
            session,
            actor=world.owner,
            application_id=world.application_id,
            reason="",
            now=making.NOW,
        )
    assert reminded(4) == []


def test_personal_data_are_exported_and_erased(database: Database) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.declare(world.application_id, lead, InvolvementKind.ACQUAINTED, text="A friend.")
    making.consent(world.application_id, lead, world.owner)
    making.consent(world.application_id, lead, world.officer)
    making.score_all(world.application_id, lead, 60)
    key = making.id_of(lead)
    with reading() as session:
        found = personal_data.export(session, key)
    assert found["profile"] == {"country": "AT", "languages": ["en", "de"], "fields": ["mobility"]}
    assert [seat["conflict_text"] for seat in found["seats"]] == ["A friend."]
    assert len(found["scores"]) == 16
    with unit_of_work() as session:
        personal_data.erase(session, key, making.NOW)
    with reading() as session:
        found = personal_data.export(session, key)
    assert (found["profile"], [seat["conflict_text"] for seat in found["seats"]]) == (None, [""])
    assert len(found["scores"]) == 16


RECORD = VisitRecord(
    took_place_on=making.NOW.date(),
    present={"management": "Manager", "ghosts": "Nobody"},
    notes="All as described.",
)


def record(world: World, one: Actor, what: VisitRecord) -> None:
    with unit_of_work() as session:
        actions.record_visit(
            session,
            actor=one,
            application_id=world.application_id,
            record=what,
            now=making.NOW,
        )


def test_visit_is_recorded_by_the_team_with_what_was_seen(database: Database) -> None:
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, 60)
    making.hand_in(world.application_id, lead)
    seen = [str(world.evidence_id), "not-a-piece"]
    record(world, lead, replace(RECORD, evidence_seen=seen))
    with reading() as session:
        row = queries.visit(session, world.application_id)
    assert row is not None
    assert (row.took_place_on, row.present, row.evidence_seen, row.notes) == (
        making.NOW.date(),
        {"management": "Manager"},
        [str(world.evidence_id)],
        "All as described.",
    )
    for wrong in (
        replace(RECORD, took_place_on=making.NOW.date() + timedelta(days=1)),
        replace(RECORD, took_place_on=date(2026, 1, 1)),
        replace(RECORD, present={}),
        replace(RECORD, improvements_shown=21),
    ):
        with pytest.raises(Invalid):
            record(world, lead, wrong)
    with pytest.raises(NotAllowed):
        record(world, world.officer, RECORD)
    making.close_agreement(world.application_id, lead)
    with pytest.raises(NotNow):
        record(world, lead, RECORD)
