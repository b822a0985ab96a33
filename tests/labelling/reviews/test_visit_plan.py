"""The plan of a visit: a day is found, people are met by function, and each reads their part."""

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.core.access import Actor
from labelling.core.clock import utcnow
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.reviews.opinions import Judged
from labelling.reviews.visiting import actions, queries
from labelling.reviews.visiting.actions import PlanChanged, Written
from labelling.reviews.visiting.models import Suits
from labelling.reviews.visiting.people import shortcomings
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_agreement import compared
from tests.labelling.reviews.test_pages import enter

NOW = making.NOW
DAY = NOW.date() + timedelta(days=20)
PEOPLE = {
    "member_small": (2, "10:00"),
    "member_inactive": (1, "11:00"),
    "member_research": (1, "11:30"),
    "chair": (1, "13:00"),
    "staff": (2, "13:30"),
    "funder": (1, "14:00"),
}
WRITTEN = Written("Graz, the office", PEOPLE, "Minutes of the board", "1.1 Who decided?")


def propose(world: World, one: Actor, day: date = DAY, starts: int = 9) -> UUID:
    with unit_of_work() as session:
        return actions.propose_day(
            session,
            actor=one,
            application_id=world.application_id,
            day=day,
            starts=time(starts),
            ends=time(16),
            zone="Europe/Vienna",
            now=NOW,
        ).id


def ask(world: World, one: Actor) -> None:
    with unit_of_work() as session:
        actions.ask_days(session, actor=one, application_id=world.application_id, now=NOW)


def answer(world: World, one: Actor, day: UUID, suits: Suits) -> None:
    with unit_of_work() as session:
        actions.answer_days(
            session,
            actor=one,
            application_id=world.application_id,
            answers={day: suits},
            now=NOW,
        )


def fix(world: World, one: Actor, day: UUID) -> None:
    with unit_of_work() as session:
        actions.fix_day(
            session, actor=one, application_id=world.application_id, day_id=day, now=NOW
        )


def save(world: World, one: Actor, written: Written = WRITTEN, version: int = 1) -> None:
    with unit_of_work() as session:
        actions.save_plan(
            session,
            actor=one,
            application_id=world.application_id,
            written=written,
            version=version,
            now=NOW,
        )


def send(world: World, one: Actor) -> None:
    with unit_of_work() as session:
        actions.send_agenda(session, actor=one, application_id=world.application_id, now=NOW)


def mails(template: str) -> int:
    with reading() as session:
        rows = session.scalars(select(Outgoing)).all()
    return sum(row.name == template for row in rows)


def test_shortcomings_name_what_a_plan_lacks() -> None:
    full = {one: many for one, (many, _) in PEOPLE.items()}
    assert shortcomings(full) == []
    assert len(shortcomings(full | {"member_small": 5})) == 1
    assert len(shortcomings({})) == 7


def test_day_is_proposed_answered_and_fixed(client: FlaskClient) -> None:
    world, lead, other = compared()
    day = propose(world, lead)
    ask(world, lead)
    assert mails("visit_days_asked") >= 2  # the other assessor, and each owner
    answer(world, world.owner, day, Suits.YES)
    answer(world, other, day, Suits.IF_NEED_BE)
    fix(world, lead, day)
    with reading() as session:
        plan = queries.find_plan(session, world.application_id)
        days = queries.days(session, world.application_id)
        answered = queries.answers(session, days)[day]
    assert plan is not None
    assert plan.starts_at is not None
    assert (plan.starts_at, plan.told) == (days[0].starts_at, 1)
    assert sorted(row.suits.value for row, _ in answered) == ["if_need_be", "yes"]
    assert mails("visit_fixed") >= 3


def test_unfit_days_are_refused(database: Database) -> None:
    world, lead, _ = compared()
    with pytest.raises(NotNow):
        ask(world, lead)
    for day, starts in ((DAY, 17), (NOW.date() - timedelta(days=1), 9), (date.min, 0)):
        with pytest.raises(Invalid):
            propose(world, lead, day, starts)


def test_agenda_goes_out_when_all_are_there_who_must_be_met(client: FlaskClient) -> None:
    world, lead, _ = compared()
    day = propose(world, lead)
    save(world, lead, Written("", {"chair": (1, "")}, "", ""))
    with pytest.raises(NotNow):
        send(world, lead)
    fix(world, lead, day)
    with pytest.raises(NotNow):
        send(world, lead)
    with pytest.raises(PlanChanged):
        save(world, lead, version=1)
    save(world, lead, version=2)
    send(world, lead)
    assert mails("visit_agenda") >= 3


def test_too_many_questions_are_refused(database: Database) -> None:
    world, lead, _ = compared()
    with pytest.raises(Invalid):
        save(world, lead, Written("", {}, "", "\n".join("Why?" for _ in range(11))))


def test_others_neither_plan_nor_answer(database: Database) -> None:
    world, lead, _ = compared()
    with pytest.raises(NotFound):
        answer(world, world.owner, propose(world, lead), Suits.YES)  # not asked yet
    ask(world, lead)
    for one in (world.officer, world.owner):
        with pytest.raises(NotAllowed):
            propose(world, one)
    with pytest.raises(NotFound):
        propose(world, world.assessors[2])
    with pytest.raises(NotAllowed):
        answer(world, world.reader, propose(world, lead), Suits.YES)


def test_organisation_reads_its_part_alone(client: FlaskClient) -> None:
    world = making.submitted("gold")
    lead, other = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [lead, other])
    making.accept_all(world.application_id, [lead, other])
    making.score_all(world.application_id, lead, 60)
    making.score_all(world.application_id, other, 60)
    seat = making.seat_of(world.application_id, other)
    making.save_part(
        seat.id,
        other,
        "1.2",
        Judged(
            score=Decimal(60),
            strengths="Seen",
            improvements="Missing",
            confidence="high",
            questions="Who wrote the secret plan?",
        ),
    )
    making.hand_in_all(world.application_id, [lead, other])
    address = f"/applications/{world.application_id}/visit/plan"
    enter(client, world.owner)
    assert client.get(address).status_code == 404
    enter(client, lead)
    begun = client.get(address).text
    assert ("Who wrote the secret plan?" in begun, "Propose this day" in begun) == (True, True)
    base = f"/applications/{world.application_id}/visit"
    coming = utcnow().date() + timedelta(days=20)
    wanted = {
        "day": [str(coming.day), str(coming.month), str(coming.year)],
        "starts": "9:00",
        "ends": "16.30",
        "zone": "Europe/Vienna",
    }
    assert client.post(f"{base}/days", data=wanted | {"ends": "8:00"}).status_code == 422
    assert client.post(f"{base}/days", data=wanted).status_code == 303
    assert client.post(f"{base}/days/ask").status_code == 303
    plan = {
        "version": "1",
        "place": "Graz",
        "papers": "Minutes of the board",
        "questions": "Who wrote the secret plan?",
        **{f"many-{one}": str(many) for one, (many, _) in PEOPLE.items()},
        **{f"at-{one}": at for one, (_, at) in PEOPLE.items()},
    }
    assert client.post(address, data=plan).status_code == 303
    stale = client.post(address, data=plan)
    assert (stale.status_code, "Minutes of the board" in stale.text) == (409, True)
    assert client.post(f"{base}/agenda").status_code == 409
    with reading() as session:
        [day] = queries.days(session, world.application_id)
    assert client.post(f"{base}/days/{day.id}/fix").status_code == 303
    assert client.post(f"{base}/agenda").status_code == 303
    calendar = client.get(f"{base}/calendar.ics").text
    assert "SUMMARY:Visit: " in calendar
    assert client.post(f"/applications/{world.application_id}/agreement/visit").status_code == 303
    assert client.get(f"{base}").text.count("Small members: 2") == 1
    enter(client, world.owner)
    read = client.get(address).text
    for words in ("Minutes of the board", "Small members", "10:00"):
        assert words in read
    for words in ("secret plan", "Nobody has answered", lead.name, "Save my answers"):
        assert words not in read
    answered = client.post(f"{base}/answers", data={f"day-{day.id}": "yes"})
    assert answered.status_code == 303
    enter(client, lead)
    assert ": Yes" in client.get(address).text
    assert "Take " in client.get(address).text
    assert client.post(f"{base}/days/{day.id}/withdraw").status_code == 303
