"""Nobody on the team leaves out the last part that applies: nothing could be scored then."""

import pytest

from assessments.editions.sections import Path
from labelling.applications.models import Application
from labelling.core.access import Actor
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.reviews import fitting, queries
from labelling.reviews.opinions import Judged
from labelling.reviews.outcomes import outcome_by_rules
from labelling.reviews.roundtable import actions as table
from tests.labelling.applications.building import making as building
from tests.labelling.reviews import making
from tests.labelling.reviews.making import World

PARTS = ["6.1", "6.2", "6.3"]
OPTIONAL: dict[Path, dict[str, str]] = {
    ("criteria", "6", "parts", part): {"may_not_apply": "Any."} for part in PARTS
}


def scoring() -> tuple[World, Actor, Actor]:
    """Return a gold application, all of criterion 6 optional; the first two are left out."""
    building.make_published_with(OPTIONAL)
    world = making.submitted("gold", edition_id=building.NEXT, dropped=PARTS[:2])
    lead, other = world.assessors[:2]
    making.panel_for(world.application_id, world.officer, [lead, other])
    making.accept_all(world.application_id, [lead, other])
    for one in (lead, other):
        making.score_all(world.application_id, one)
        seat = making.seat_of(world.application_id, one)
        for part in PARTS[:2]:
            making.save_part(seat.id, one, part, Judged(not_applicable=True))
    return world, lead, other


def at_table() -> tuple[World, Actor]:
    """Return the application at the round table, where the lead now thinks that 6.3 drops out."""
    world, lead, other = scoring()
    making.hand_in_all(world.application_id, [lead, other])
    with unit_of_work() as session:
        table.open_table(session, actor=lead, application_id=world.application_id, now=making.NOW)
        table.say(
            session,
            actor=lead,
            application_id=world.application_id,
            part_id=PARTS[2],
            score=None,
            not_applicable=True,
            now=making.NOW,
        )
    return world, lead


def agree_to_drop(world: World, lead: Actor, part: str) -> None:
    making.agree(
        world.application_id, lead, part, None, not_applicable=True, reason="A team of three."
    )


def test_scoring_alone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a submission that says of all three parts that they do not apply."""
    world, lead, _ = scoring()
    monkeypatch.setattr(fitting, "_is_claimed", lambda *_: True)
    seat = making.seat_of(world.application_id, lead)
    with pytest.raises(Invalid) as refused:
        making.save_part(seat.id, lead, PARTS[2], Judged(not_applicable=True))
    assert refused.value.field == "not_applicable"
    with reading() as session:
        review = queries.find_review(session, seat.id)
        assert review is not None
        kept = queries.part_reviews(session, review.id)
    assert [kept[part].not_applicable for part in PARTS] == [True, True, False]


def test_agreeing_on_one_part(database: Database) -> None:
    world, lead = at_table()
    making.settle(world.application_id, lead)
    with pytest.raises(Invalid) as refused:
        agree_to_drop(world, lead, PARTS[2])
    assert refused.value.field == "not_applicable"
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        assert outcome_by_rules(session, application).score.complete


def test_agreeing_on_all_means_at_once(database: Database) -> None:
    world, lead = at_table()
    agree_to_drop(world, lead, PARTS[2])
    with pytest.raises(NotNow, match=PARTS[0]):
        making.settle(world.application_id, lead)
    making.agree(world.application_id, lead, PARTS[0], 40, reason="It was seen on the visit.")
    assert making.settle(world.application_id, lead) > 0
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        assert outcome_by_rules(session, application).score.complete
