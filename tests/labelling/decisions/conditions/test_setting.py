"""Conditions are set with the preparation and bind with the decision."""

import pytest

from labelling.applications.life import State
from labelling.applications.queries import get_application
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.decisions import actions as deciding
from labelling.decisions import queries as decisions
from labelling.decisions.conditions import queries
from labelling.decisions.conditions.setting import Wanted
from labelling.decisions.conditions.subjects import Stand
from labelling.reviews.models import Outcome
from tests.labelling.decisions.applicants import mails, verbs
from tests.labelling.decisions.conditions.making import DUE, WANTED, prepared, stands, taken
from tests.labelling.decisions.making import NOW, Office, officer, recommended


def test_conditions_are_set_with_the_preparation_and_bind_with_the_decision(
    office: Office,
) -> None:
    application = recommended()
    decision = prepared(office, application, WANTED)
    assert stands(application) == []
    taken(office, decision)
    with reading() as session:
        rows = queries.conditions_of(session, decision.id)
        term = decisions.term_of_decision(session, decision.id)
        assert get_application(session, application.id).state is State.DECIDED
    assert [(row.number, row.text, row.due_on, row.proof) for row in rows] == [
        (number, one.text, one.due_on, one.proof) for number, one in enumerate(WANTED, start=1)
    ]
    assert term is not None
    assert term.level_id == "silver"
    assert stands(application) == [Stand.OPEN, Stand.OPEN]
    assert verbs("conditions.", "decision.", "label.") == [
        "decision.prepared",
        "conditions.set",
        "decision.taken",
        "label.created",
        "label.term_given",
    ]
    assert [template for template, _ in mails("conditions_set")] == ["conditions_set"] * 2


def test_an_award_without_them_leaves_proposed_conditions_without_force(office: Office) -> None:
    application = recommended()
    taken(office, prepared(office, application, WANTED), Outcome.AWARDED)
    assert stands(application) == []
    assert mails("conditions_set") == []


def test_without_prepared_conditions_nobody_awards_with_them(office: Office) -> None:
    application = recommended()
    with unit_of_work() as session:
        decision = deciding.prepare_decision(
            session,
            actor=officer(office),
            application_id=application.id,
            outcome=Outcome.AWARDED,
            level_id=None,
            note="",
            now=NOW,
        )
    with pytest.raises(Invalid, match="No conditions were prepared") as refused:
        taken(office, decision)
    assert refused.value.field == "outcome"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ((), "text_1"),
        ((WANTED[0], Wanted("", DUE)), "text_2"),
        ((Wanted("x" * 1001, DUE),), "text_1"),
        ((Wanted("Do it.", NOW.date()),), "due_1"),
        ((Wanted("Do it.", DUE, "x" * 501),), "proof_1"),
        ((WANTED[0],) * 6, "outcome"),
    ],
)
def test_conditions_that_lack_something_are_refused(
    office: Office, wanted: tuple[Wanted, ...], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        prepared(office, recommended(), wanted)
    assert refused.value.field == field


def test_conditions_do_not_replace_the_rules_of_the_level(office: Office) -> None:
    with pytest.raises(Invalid, match="do not meet the rules"):
        prepared(office, recommended(percent=45), WANTED)
