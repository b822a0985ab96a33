"""The boxes on an application's page lead its organisation to team, questions, visit and report."""

from datetime import timedelta

from flask.testing import FlaskClient

from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.database import Database, reading
from labelling.core.i18n import format_day
from labelling.people.models import InvolvementKind
from labelling.reviews.own_boxes import own_boxes
from labelling.reviews.visiting.models import Suits
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World
from tests.labelling.reviews.test_agreement import compared
from tests.labelling.reviews.test_pages import enter
from tests.labelling.reviews.test_visit_plan import DAY, answer, ask, fix, propose

Box = tuple[str, str, bool]


def boxes(world: World, actor: Actor) -> list[Box]:
    """Return title, text and whether it is this actor's turn, of each box."""
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        return [(one.title, one.text, one.is_due) for one in own_boxes(session, actor, application)]


def test_the_team_is_named_from_the_invitation_on(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    key, lead = world.application_id, world.assessors[0]
    assert boxes(world, world.owner) == []
    making.panel_for(key, world.officer, [lead])
    assert boxes(world, world.owner) == [("Your assessment team", "", False)]
    enter(client, world.reader)
    page = client.get(f"/applications/{key}").text
    assert (lead.name in page, f"/applications/{key}/panel" in page) == (True, True)
    making.declare(key, lead, InvolvementKind.ACQUAINTED)
    asked = "A declared conflict waits for your answer."
    assert boxes(world, world.owner) == [("Your assessment team", asked, True)]
    assert boxes(world, world.reader) == [("Your assessment team", "", False)]
    assert boxes(world, world.assessors[1]) == []


def test_the_page_of_the_team_says_who_answers(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    key, lead = world.application_id, world.assessors[0]

    def turns() -> list[str]:
        found = []
        for who in (world.officer, world.owner, world.reader):
            enter(client, who)
            page = client.get(f"/applications/{key}/panel").text
            found.append(page.split('class="turn"')[1].split("<b>")[1].split(".</b>")[0])
        return found

    making.panel_for(key, world.officer, [lead])
    assert turns() == ["The assessment team acts next"] * 3
    making.declare(key, lead, InvolvementKind.ACQUAINTED)
    assert turns() == ["You act next", "You act next", "The organisation acts next"]
    making.consent(key, lead, world.officer)
    assert turns() == ["The organisation acts next", "You act next", "The organisation acts next"]


def test_who_has_handed_in_is_not_told(database: Database) -> None:
    world = making.submitted("gold")
    key, two = world.application_id, world.assessors[:2]
    making.panel_for(key, world.officer, two)
    making.accept_all(key, two)
    before = boxes(world, world.owner)
    making.score_all(key, two[0], 60)
    making.hand_in(key, two[0])
    assert boxes(world, world.owner) == before


def test_visit_and_report_are_found_as_they_come(client: FlaskClient) -> None:
    world, lead, _ = compared()
    key = world.application_id
    team = ("Your assessment team", "", False)
    first = propose(world, lead)
    assert boxes(world, world.owner) == [team]
    ask(world, lead)
    asks = "The assessment team asks which days suit you."
    chooses = "The assessment team chooses the day next."
    assert boxes(world, world.owner) == [("Plan of the visit", asks, True), team]
    assert boxes(world, world.reader) == [("Plan of the visit", chooses, False), team]
    answer(world, world.owner, first, Suits.YES)
    assert boxes(world, world.owner) == [("Plan of the visit", chooses, False), team]
    fix(world, lead, first)
    begins = f"It begins on {format_day(DAY)} at 09:00, Vienna time."
    assert boxes(world, world.owner) == [("Plan of the visit", begins, False), team]
    enter(client, world.owner)
    assert f"/applications/{key}/visit/plan" in client.get(f"/applications/{key}").text
    plan = client.get(f"/applications/{key}/visit/plan").text
    assert ("Entry for your calendar" in plan, "Save my answers" in plan) == (True, False)


def test_the_report_is_found_from_its_draft_on(client: FlaskClient) -> None:
    world = making.submitted("bronze")
    key, lead = world.application_id, world.assessors[0]
    making.panel_for(key, world.officer, [lead])
    making.accept_all(key, [lead])
    making.score_all(key, lead, 60)
    making.hand_in(key, lead)
    making.visit(key, lead)
    making.close_agreement(key, lead)
    making.write_feedback(key, lead)
    team = ("Your assessment team", "", False)
    assert boxes(world, world.owner) == [team]
    making.release_feedback(key, world.officer)
    last = format_day((making.NOW + timedelta(days=14)).date())
    draft = f"It is a draft. Say by {last} whether its facts are right."
    assert boxes(world, world.owner) == [("Feedback report", draft, True), team]
    assert boxes(world, world.reader) == [("Feedback report", draft, False), team]
    enter(client, world.owner)
    assert f"/applications/{key}/feedback" in client.get(f"/applications/{key}").text
    making.observe(key, world.owner)
    waits = "It is a draft. The assessment team makes it final next."
    assert boxes(world, world.owner) == [("Feedback report", waits, False), team]
    making.finish(key, lead)
    final = f"Final since {format_day(making.NOW)}."
    assert boxes(world, world.owner) == [("Feedback report", final, False), team]
