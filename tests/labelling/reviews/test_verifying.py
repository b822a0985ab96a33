"""Figures proved on the visit are marked so on the fact sheet, once the record is closed."""

from uuid import uuid4

from flask.testing import FlaskClient

from labelling.applications.actions import withdraw_application
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.database import Database, reading, unit_of_work
from labelling.organisations.models import FactValue
from labelling.organisations.queries import fact_values
from labelling.organisations.verified import Verified, verified_facts
from labelling.people.queries import get_person
from labelling.reviews import actions
from labelling.reviews.actions import VisitRecord
from tests.labelling.people.making import sign_in
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World


def on_visit() -> World:
    """Return a bronze world whose team is to record its visit."""
    world = making.submitted("bronze")
    lead = world.assessors[0]
    making.panel_for(world.application_id, world.officer, [lead])
    making.accept_all(world.application_id, [lead])
    making.score_all(world.application_id, lead, 60)
    making.hand_in(world.application_id, lead)
    return world


def figure(world: World) -> FactValue:
    with reading() as session:
        values = fact_values(session, world.organisation_id)
    return max((row for row in values.values() if row.fact_id == "members-total"), key=_year)


def _year(row: FactValue) -> int:
    return row.year


def enter(client: FlaskClient, actor: Actor) -> None:
    assert actor.person_id is not None
    with reading() as session:
        person = get_person(session, actor.person_id)
    sign_in(client, person, actor.role)


def test_what_was_proved_on_the_visit_is_marked_on_the_fact_sheet(client: FlaskClient) -> None:
    world, lead = (found := on_visit()), found.assessors[0]
    row, base = figure(world), f"/applications/{world.application_id}"
    sheet = f"/organisations/{world.organisation_id}/facts"
    enter(client, lead)
    page = client.get(f"{base}/visit").text
    assert f'value="members-total.{row.year}"' in page
    day = making.NOW.date()
    record = {
        "took_place_on": [str(day.day), str(day.month), str(day.year)],
        "management": "Manager",
        "facts_verified": [f"members-total.{row.year}", "members-total.1999", "other"],
    }
    assert client.post(f"{base}/visit", data=record).status_code == 303
    enter(client, world.owner)
    assert "Verified by assessors" not in client.get(sheet).text
    making.close_agreement(world.application_id, lead)
    with reading() as session:
        reference = session.get_one(Application, world.application_id).reference
        assert verified_facts(session, world.organisation_id) == {
            ("members-total", row.year): Verified(row.value, day, reference)
        }
    assert f"in {reference}." in (shown := client.get(sheet).text)
    assert "Verified by assessors" in shown
    more = str(int(row.value) + 1)
    sent = {"value": more, "note": "", "version": row.version, "save_id": str(uuid4())}
    assert client.put(f"{sheet}/members-total/{row.year}", json=sent).status_code == 200
    shown = client.get(sheet).text
    assert ("Verified by assessors" in shown, f"assessors verified {row.value}" in shown) == (
        False,
        True,
    )


def record(world: World) -> None:
    """Record the visit, with a figure that was proved on it."""
    with unit_of_work() as session:
        actions.record_visit(
            session,
            actor=world.assessors[0],
            application_id=world.application_id,
            record=VisitRecord(
                took_place_on=making.NOW.date(),
                present={"management": "Manager"},
                facts_verified=[f"members-total.{figure(world).year}"],
            ),
            now=making.NOW,
        )


def test_nothing_is_marked_of_another_organisation(database: Database) -> None:
    world, other = on_visit(), making.submitted("bronze", name="Another Cluster")
    record(world)
    making.close_agreement(world.application_id, world.assessors[0])
    with reading() as session:
        assert len(verified_facts(session, world.organisation_id)) == 1
        assert verified_facts(session, other.organisation_id) == {}
        assert verified_facts(session, world.application_id) == {}


def test_what_was_recorded_in_a_case_withdrawn_before_its_end_is_not_marked(
    database: Database,
) -> None:
    world = on_visit()
    record(world)
    with unit_of_work() as session:
        withdraw_application(
            session,
            actor=world.owner,
            application_id=world.application_id,
            reason="",
            now=making.NOW,
        )
    with reading() as session:
        assert verified_facts(session, world.organisation_id) == {}
