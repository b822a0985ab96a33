"""Who answers and who decides after a hearing; and what the tables keep."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from labelling.core.access import Role
from labelling.core.database import unit_of_work
from labelling.core.errors import NotAllowed, NotFound, NotNow, SecondFactorNeeded
from labelling.decisions import actions
from labelling.decisions.hearings import actions as hearings
from labelling.decisions.models import Label, LabelChange
from tests.labelling.decisions.hearings.making import decide, owner_row
from tests.labelling.decisions.making import NOW, Office, acting, label, member, officer, owner
from tests.labelling.decisions.owning import (
    ANSWER,
    answer,
    heard_on,
    in_two_roles,
    paper,
    seated,
    second_officer,
)

# who


def test_nobody_but_owners_of_the_holder_answers(
    office: Office, held: Label, change: LabelChange
) -> None:
    elsewhere = seated(label(office, name="Birch Bay Cluster"), 0)
    hearing_id = heard_on(change).hearing.id
    strangers = [
        seated(held, 2),
        elsewhere,
        officer(office),
        member(office),
        in_two_roles(owner_row(held), held, Role.OFFICER),
    ]
    for actor in strangers:
        with unit_of_work() as session, pytest.raises(NotFound):
            hearings.answer_hearing(
                session, actor=actor, hearing_id=hearing_id, text=ANSWER, now=NOW
            )
    with unit_of_work() as session, pytest.raises(NotFound):
        hearings.answer_hearing(
            session, actor=owner(held), hearing_id=uuid4(), text=ANSWER, now=NOW
        )
    assert heard_on(change).answer is None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COMMITTEE])
def test_owner_who_also_works_for_the_office_decides_nothing_of_it(
    office: Office, held: Label, change: LabelChange, role: Role
) -> None:
    bound = in_two_roles(owner_row(held), held, role)
    given = answer(held, change)
    with unit_of_work() as session, pytest.raises(NotAllowed, match="bound up"):
        actions.decide_change(
            session, actor=bound, change_id=change.id, seen_answer=given.id, now=NOW
        )


def test_of_two_who_race_one_decides(office: Office, held: Label, change: LabelChange) -> None:
    given = answer(held, change)
    decide(change, office, seen=given)
    with unit_of_work() as session, pytest.raises(NotNow, match="no longer waits"):
        actions.decide_change(
            session,
            actor=second_officer(office),
            change_id=change.id,
            seen_answer=given.id,
            now=NOW,
        )
    with unit_of_work() as session, pytest.raises(NotNow, match="no longer waits"):
        actions.send_change_back(
            session, actor=second_officer(office), change_id=change.id, reason="No.", now=NOW
        )


# the tables


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE label_hearings SET answer_by = '2020-01-01'",
        "UPDATE hearing_answers SET text = 'We agree.'",
        "DELETE FROM hearing_answers",
        "DELETE FROM hearing_pieces",
    ],
)
def test_what_was_said_in_a_hearing_stays(
    office: Office, held: Label, change: LabelChange, statement: str
) -> None:
    answer(held, change, evidence_ids=(paper(held).id,))
    with pytest.raises(DBAPIError), unit_of_work() as session:
        session.execute(text(statement))


def test_decision_still_needs_a_fresh_second_factor(
    office: Office, held: Label, change: LabelChange
) -> None:
    given = answer(held, change)
    with unit_of_work() as session, pytest.raises(SecondFactorNeeded):
        actions.decide_change(
            session,
            actor=acting(office.member, Role.COMMITTEE, fresh=False),
            change_id=change.id,
            seen_answer=given.id,
            now=NOW,
        )
