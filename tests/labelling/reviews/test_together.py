"""Tasks of one person among several: a round table, days for a visit, editing, rating."""

from datetime import timedelta

from flask.testing import FlaskClient

from labelling.core.database import Database, reading, unit_of_work
from labelling.reviews.roundtable import actions as table
from labelling.reviews.tasks import tasks
from labelling.reviews.tasks.together import RATED_WITHIN
from labelling.reviews.visiting.models import Suits
from tests.labelling.reviews import making
from tests.labelling.reviews.test_agreement import compared
from tests.labelling.reviews.test_desk import titles
from tests.labelling.reviews.test_reporting import closed, finish_editing, name, rate
from tests.labelling.reviews.test_round_table import opened
from tests.labelling.reviews.test_visit_plan import answer, ask, fix, propose

TABLE = "Take your seat: the round table is open"
DAYS = "Say which days suit you for the visit"
EDIT = "Edit the language of a feedback report"
RATE = "Say whether your feedback report helps you"


def test_table_and_days_wait_for_those_who_sit_there(client: FlaskClient) -> None:
    assert client is not None  # letters about a fixed day need the settings
    world, lead, other = compared()
    outsider = world.assessors[2]

    opened(world, lead)
    assert [TABLE in titles(one) for one in (lead, other, outsider)] == [True, True, False]
    with unit_of_work() as session:
        table.close_table(session, actor=lead, application_id=world.application_id, now=making.NOW)
    assert TABLE not in titles(lead) + titles(other)

    first, second = propose(world, lead), propose(world, lead, starts=10)
    assert DAYS not in titles(other)
    ask(world, lead)
    asked = (lead, other, outsider, world.owner, world.reader, world.officer)
    assert [DAYS in titles(one) for one in asked] == [True, True, False, True, False, False]
    answer(world, other, first, Suits.YES)
    assert DAYS in titles(other)
    answer(world, other, second, Suits.NO)
    assert (DAYS in titles(other), DAYS in titles(world.owner)) == (False, True)
    fix(world, lead, first)
    assert DAYS not in titles(world.owner) + titles(lead)


def test_editor_edits_and_an_owner_rates(database: Database) -> None:
    world, lead = closed()
    editor = world.assessors[1]
    assert titles(editor) == []
    name(world, editor)
    assert (titles(editor), EDIT in titles(lead)) == ([EDIT], False)
    with reading() as session:
        [task] = tasks(session, editor, making.NOW)
    assert task.address == f"/applications/{world.application_id}/feedback"
    finish_editing(world, editor)
    assert titles(editor) == []

    making.release_feedback(world.application_id, world.officer)
    making.observe(world.application_id, world.owner)
    assert titles(world.owner) == []
    making.finish(world.application_id, lead)
    late = (RATED_WITHIN + timedelta(days=1)).days
    assert (titles(world.owner), titles(world.reader)) == ([RATE], [])
    assert titles(world.owner, late) == []
    rate(world, world.owner)
    assert titles(world.owner) == []
