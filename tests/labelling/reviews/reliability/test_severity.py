"""Severity: told to the assessor first, then seen by the quality officer, kept three years."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core import doors
from labelling.core.access import Actor, Role
from labelling.core.clock import utcnow
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound, NotNow
from labelling.core.outbox import Outgoing
from labelling.people.models import Person
from labelling.people.queries import get_person
from labelling.reviews.models import PartReview
from labelling.reviews.reliability import actions, queries
from labelling.reviews.reliability.keeping import forget_old
from labelling.reviews.reliability.models import SeverityNotice
from tests.labelling.acting import actor_for
from tests.labelling.people.making import make_person, sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.reliability.many import closed_cases

EDITION = "cluster-excellence-2026"
NOW = making.NOW


@pytest.fixture
def world(client: FlaskClient) -> making.World:
    """Return a world in which Anna gives 12 points less than the three others, in each pair."""
    assert client is not None
    made = making.submitted()
    with unit_of_work() as session:
        dora = making.add_assessor(session, "Dora Dahl", "DK")
    anna, ben, cleo = made.assessors
    gives = {id(anna): 38, id(ben): 50, id(cleo): 50, id(dora): 50}
    pairs = [(anna, ben), (anna, cleo), (anna, dora), (ben, cleo), (cleo, dora), (dora, ben)]
    closed_cases(made, [[(one, gives[id(one)]) for one in pair] for pair in pairs])
    return made


@pytest.fixture
def quality(client: FlaskClient) -> Actor:
    """Return a quality officer."""
    assert client is not None
    return actor_for(make_person("Quentin", roles=[Role.QUALITY]), Role.QUALITY)


def measured(quality: Actor, now: datetime = NOW) -> list[SeverityNotice]:
    with unit_of_work() as session:
        return actions.measure_severity(session, actor=quality, edition_id=EDITION, now=now)


def enter(client: FlaskClient, actor: Actor) -> None:
    with reading() as session:
        person = get_person(session, making.id_of(actor))
    sign_in(client, person, actor.role)


def test_the_strict_one_is_told_so_and_scores_stay(world: making.World, quality: Actor) -> None:
    with reading() as session:
        before = [(row.id, row.score) for row in session.scalars(select(PartReview))]
    rows = {row.person_id: row for row in measured(quality)}
    anna = rows[making.id_of(world.assessors[0])]
    assert (len(rows), anna.cases, anna.colleagues) == (4, 3, 3)
    assert anna.difference == Decimal("12.00")
    assert all(row.difference == -4 for row in rows.values() if row is not anna)
    assert anna.opens_on == (NOW + timedelta(days=14)).date()
    with reading() as session:
        mails = session.scalars(select(Outgoing).where(Outgoing.name == "severity_notice")).all()
        after = [(row.id, row.score) for row in session.scalars(select(PartReview))]
    assert {one.person_id for one in mails} == set(rows)
    assert after == before


def test_the_quality_officer_sees_nothing_before_the_notice_has_run(
    client: FlaskClient, world: making.World, quality: Actor
) -> None:
    rows = measured(quality, now=utcnow())
    enter(client, quality)
    page = client.get("/office/severity").text
    assert "4 assessors were told" in page
    assert "Anna Ahrens" not in page
    with reading() as session:
        opens = rows[0].opens_on
        assert queries.open_notices(session, EDITION, opens - timedelta(days=1)) == []
        assert len(queries.open_notices(session, EDITION, opens)) == 4


def test_each_assessor_reads_only_their_own_and_says_something(
    client: FlaskClient, world: making.World, quality: Actor
) -> None:
    rows = {row.person_id: row for row in measured(quality)}
    anna, ben, _ = world.assessors
    enter(client, anna)
    page = client.get("/reviews/severity").text
    assert "12.0 points less than your colleagues" in page
    own, other = rows[making.id_of(anna)], rows[making.id_of(ben)]
    assert client.post(f"/reviews/severity/{other.id}", data={"remark": "x"}).status_code == 404
    long = client.post(f"/reviews/severity/{own.id}", data={"remark": "x" * 2001})
    assert (long.status_code, "x" * 2001 in long.text) == (422, True)
    done = client.post(f"/reviews/severity/{own.id}", data={"remark": "Hard cases."})
    assert done.status_code == 303
    assert "Hard cases." in client.get("/reviews/severity").text
    with reading() as session:
        assert session.get_one(SeverityNotice, own.id).read_at is not None
        assert session.get_one(SeverityNotice, other.id).read_at is None


def test_after_the_notice_the_officer_reads_the_figures_with_the_words(
    client: FlaskClient, world: making.World, quality: Actor
) -> None:
    rows = measured(quality, now=utcnow() - timedelta(days=20))
    with unit_of_work() as session:
        for row in rows:
            session.get_one(SeverityNotice, row.id).remark = "Hard cases."
    enter(client, quality)
    page = client.get("/office/severity").text
    assert "Anna Ahrens" in page
    assert "12.0" in page
    assert "Hard cases." in page


def test_who_works_on_a_case_does_not_see_the_severity_of_its_assessors(
    client: FlaskClient, world: making.World, quality: Actor
) -> None:
    measured(quality)
    with unit_of_work() as session:
        for notice in session.scalars(select(SeverityNotice)):
            notice.opens_on = NOW.date()
    both = make_person("Quirin", roles=[Role.QUALITY, Role.OFFICER])
    live = making.submitted("gold", name="A live case")
    ben = world.assessors[1]
    making.panel_for(live.application_id, actor_for(both, Role.OFFICER), [live.assessors[0], ben])
    enter(client, actor_for(both, Role.QUALITY))
    page = client.get("/office/severity").text
    assert ("Ben Bakker</th>" in page, "Cleo Costa</th>" in page) == (False, True)
    assert "1 assessor is left out" in page
    enter(client, quality)
    assert "Ben Bakker</th>" in client.get("/office/severity").text
    with unit_of_work() as session:
        session.get_one(Application, live.application_id).state = State.WITHDRAWN
    enter(client, actor_for(both, Role.QUALITY))
    assert "Ben Bakker</th>" in client.get("/office/severity").text


def test_a_change_from_year_to_year_is_told_with_its_doubt_under_the_same_notice(
    client: FlaskClient, world: making.World, quality: Actor
) -> None:
    with reading() as session:
        dora = actor_for(
            session.scalars(select(Person).where(Person.name == "Dora Dahl")).one(), Role.ASSESSOR
        )
    anna, ben, cleo = world.assessors
    gives = {id(anna): 56, id(ben): 50, id(cleo): 51, id(dora): 50}
    pairs = [(anna, ben), (anna, cleo), (anna, dora), (ben, cleo), (cleo, dora), (dora, ben)]
    teams = [[(one, gives[id(one)]) for one in pair] for pair in pairs]
    closed_cases(world, teams, at=NOW - timedelta(days=500))

    rows = {row.person_id: row for row in measured(quality)}

    own = rows[making.id_of(anna)]
    assert (own.change, own.difference) == (Decimal("17.67"), Decimal("3.17"))
    assert own.change is not None
    assert own.change_low is not None
    assert own.change_high is not None
    assert own.change_low <= own.change <= own.change_high
    enter(client, anna)
    page = client.get("/reviews/severity").text
    assert "you became stricter by 17.6 points" in page
    enter(client, quality)
    assert "17.6" not in client.get("/office/severity").text


def test_one_year_alone_shows_no_change(world: making.World, quality: Actor) -> None:
    assert [row.change for row in measured(quality)] == [None] * 4


def test_measuring_again_waits_a_month(world: making.World, quality: Actor) -> None:
    measured(quality)
    with pytest.raises(NotNow):
        measured(quality, NOW + timedelta(days=29))
    assert len(measured(quality, NOW + timedelta(days=31))) == 4


def test_too_few_cases_measure_nobody(client: FlaskClient, quality: Actor) -> None:
    made = making.submitted()
    anna, ben, _ = made.assessors
    closed_cases(made, [[(anna, 38), (ben, 50)]] * 3)
    with pytest.raises(NotNow):
        measured(quality)
    enter(client, quality)
    page = client.post("/office/severity", data={"edition": EDITION})
    assert (page.status_code, "There is nobody to measure yet" in page.text) == (409, True)


def test_others_may_not_measure(world: making.World) -> None:
    person = make_person("Both", roles=[Role.QUALITY, Role.ASSESSOR])
    both = Actor(
        role=Role.QUALITY, person_id=person.id, roles=frozenset({Role.QUALITY, Role.ASSESSOR})
    )
    with pytest.raises(NotAllowed):
        measured(both)
    with pytest.raises(NotFound):
        measured(world.officer)


def test_the_task_waits_until_it_is_read(world: making.World, quality: Actor) -> None:
    rows = {row.person_id: row for row in measured(quality)}
    anna = world.assessors[0]
    own = rows[making.id_of(anna)]
    with reading() as session:
        found = [one.address for one in doors.tasks_of(session, anna, NOW)]
    assert "/reviews/severity" in found
    with unit_of_work() as session:
        actions.note_read(session, actor=anna, notice_id=own.id, remark="", now=NOW)
    with reading() as session:
        found = [one.address for one in doors.tasks_of(session, anna, NOW)]
    assert "/reviews/severity" not in found


def test_it_is_in_ones_copy_erased_with_the_person_and_gone_after_three_years(
    world: making.World, quality: Actor
) -> None:
    measured(quality)
    anna = making.id_of(world.assessors[0])
    with unit_of_work() as session:
        [line] = doors.export_person(session, anna)["severity"]["severity"]
        assert (line["difference"], line["cases"]) == ("12.00", 3)
        doors.erase_person(session, anna, NOW)
        assert queries.own_notices(session, anna) == []
        assert doors.export_person(session, anna)["severity"] == {"severity": []}
        forget_old(session, NOW + timedelta(days=3 * 365))
        assert len(session.scalars(select(SeverityNotice)).all()) == 3
        forget_old(session, NOW + timedelta(days=3 * 365 + 1))
        assert session.scalars(select(SeverityNotice)).all() == []
