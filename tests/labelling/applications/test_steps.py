"""The steps of each level, whose turn each state is, and editions that must not change."""

import pytest

from assessments.editions import edition
from labelling.applications import queries
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application
from labelling.applications.progress import steps_of
from labelling.applications.schemes import EditionChanged, LevelSign, edition_of, level_of, sign_of
from labelling.applications.turns import DEFAULT_DAYS, DUE, stages
from labelling.core import i18n
from labelling.core.database import reading
from labelling.core.i18n import speaking
from tests.labelling.applications.making import EDITION, make_application, make_submitted

OWN = edition(EDITION)


def test_each_level_shows_its_own_steps_only() -> None:
    names = {level.id: [str(stage.name) for stage in stages(level)] for level in OWN.levels}
    before = ["Self-assessment", "Eligibility", "Assessment team", "Individual scores"]
    after = ["Feedback report", "Decision"]
    assert names == {
        "bronze": [*before, "Interview", *after],
        "silver": [*before, "Visit", *after],
        "gold": [*before, "Agreed score", "Visit", *after],
    }


def test_every_running_state_is_a_step_of_gold_and_somebody_s_turn() -> None:
    gold = OWN.levels[-1]
    shown = {state for stage in stages(gold) for state in stage.states}
    assert shown == set(State) - {State.INELIGIBLE, State.WITHDRAWN}
    assert set(DUE) == set(State) - ENDED
    assert {due.step for due in DUE.values()} <= set(DEFAULT_DAYS)


@pytest.mark.usefixtures("database")
def test_steps_tell_what_is_done_and_what_is_now() -> None:
    world = make_submitted()
    with reading() as session:
        application = queries.get_application(session, world.id)
        shown = steps_of(
            level_of(application),
            application,
            queries.events(session, world.id),
            queries.deadlines(session, world.id),
        )
    assert [(step.state, step.about) for step in shown] == [
        ("done", "22 November 2026"),
        ("now", "by 2 December 2026"),
        *[("later", "")] * 5,
    ]


def test_an_edition_that_differs_from_the_agreed_one_is_not_used() -> None:
    row = Application(edition_id=EDITION, edition_sha256=OWN.identity, level_id="silver")
    assert edition_of(row) is OWN
    with speaking("de"):
        assert i18n.language() == "de"
        assert edition_of(row).identity == OWN.identity
        assert edition_of(row).language == "de"
    assert sign_of(OWN, "silver") == LevelSign(2, 3, "Silver", "silver")
    row.edition_sha256 = "0" * 64
    with pytest.raises(EditionChanged):
        edition_of(row)


@pytest.mark.usefixtures("database")
def test_a_new_application_has_its_reference_and_states_who_signs() -> None:
    first = make_application()
    second = make_application(name="Lower Elm Food Cluster")
    assert [first.application.reference, second.application.reference] == [
        "A-2026-001",
        "A-2026-002",
    ]
    assert (first.application.authorised_name, first.application.terms_version) == (
        "Ana Lindqvist",
        "2026-11",
    )
