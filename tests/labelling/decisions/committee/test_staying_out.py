"""Who stays out of an item, is bound up, or loses the role neither reads nor counts."""

import pytest
from sqlalchemy import update

from labelling.applications.models import Application
from labelling.core.access import may
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, NotAllowed
from labelling.core.permissions import Permission
from labelling.decisions import queries as cases
from labelling.decisions.committee import actions
from labelling.decisions.committee.entitled import recusals
from labelling.decisions.committee.models import ItemResult
from labelling.decisions.models import Decision, LabelEventKind
from labelling.decisions.ties import STAYED_OUT
from labelling.people.models import RoleGrant
from labelling.reviews.models import Recommendation
from tests.labelling.decisions.committee.making import (
    AGAINST,
    FOR,
    Committee,
    all_vote,
    bind,
    closed,
    decision_now,
    item_now,
    opened,
    sits,
    standing,
    verbs,
    votes,
)
from tests.labelling.decisions.making import NOW, change_prepared, prepared, recommended
from tests.labelling.decisions.making import label as make_label


def test_recusal_after_voting_removes_the_vote_and_that_is_recorded(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, FOR, FOR)
    with unit_of_work() as session:
        actions.recuse(
            session,
            actor=sits(committee.members[3]),
            item_id=item.id,
            reason="My sister works there.",
            now=NOW,
        )
    assert "Member 4" not in standing(item)
    assert verbs("sitting_vote.removed") == ["sitting_vote.removed"]
    with pytest.raises(NotAllowed, match="You said that you stay out"):
        votes(item, [(committee.members[3], FOR)])
    closed(committee, item)
    row = item_now(item)
    assert (row.entitled, row.took_part, row.quorum, row.in_favour) == (3, 3, 3, 3)


def test_who_stays_out_of_an_item_reads_nothing_of_the_case_anywhere_nor_at_a_later_sitting(
    committee: Committee, decision: Decision
) -> None:
    out, reads = committee.members[3], committee.members[2]
    _, (item,) = opened(committee, decision)
    with unit_of_work() as session:
        actions.recuse(session, actor=sits(out), item_id=item.id, reason="A cousin.", now=NOW)
        actions.put_off_item(
            session, actor=sits(committee.chair), item_id=item.id, reason="No quorum.", now=NOW
        )
    with reading() as session:
        application = session.get_one(Application, decision.application_id)
        seen = {
            person.name: may(
                sits(person),
                Permission.DECISION_VIEW,
                cases.case_for(session, application, person.id, NOW),
            )
            for person in (reads, out)
        }
        deciders = cases.deciders(session, application, decision, NOW)
    assert seen == {"Member 3": True, "Member 4": False}
    assert out.id not in {person.id for person in deciders}
    _, (again,) = opened(committee, decision)
    with pytest.raises(NotAllowed, match="You said that you stay out"):
        votes(again, [(out, FOR)])
    all_vote(committee, again, FOR, FOR, FOR)
    closed(committee, again)
    assert item_now(again).entitled == 3


def test_who_stays_out_of_a_change_does_not_decide_it_alone_either(committee: Committee) -> None:
    out = committee.members[3]
    label = make_label(committee.office, level="bronze")
    change = change_prepared(committee.office, label, LabelEventKind.SUSPENDED)
    _, (item,) = opened(committee, change)
    with unit_of_work() as session:
        actions.recuse(session, actor=sits(out), item_id=item.id, reason="A cousin.", now=NOW)
    with reading() as session:
        case = cases.change_case_for(session, change, label, out.id, NOW)
        deciders = cases.change_deciders(session, change, label, NOW)
    assert str(case.conflict) == str(STAYED_OUT)
    assert out.id not in {person.id for person in deciders}


def test_who_is_found_to_be_bound_up_neither_reads_nor_counts(
    committee: Committee, decision: Decision
) -> None:
    bind(committee, decision, committee.members[3])
    _, (item,) = opened(committee, decision)
    with pytest.raises(NotAllowed, match="bound up"):
        votes(item, [(committee.members[3], FOR)])
    all_vote(committee, item, FOR, FOR, FOR)
    closed(committee, item)
    assert item_now(item).entitled == 3
    with reading() as session:
        out = recusals(session, [item])[item.id]
    assert [(key, str(one.grounds)) for key, one in out.items()] == [
        (committee.members[3].id, "found")
    ]


def test_a_tie_that_comes_up_after_the_vote_removes_it_at_the_closing(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, AGAINST, AGAINST)
    bind(committee, decision, committee.members[3])
    assert closed(committee, item).result is ItemResult.CARRIED
    assert standing(item) == {
        "Carla Committee": FOR,
        "Cees Committee": FOR,
        "Member 3": AGAINST,
    }


def test_role_that_is_withdrawn_during_the_sitting_takes_the_vote_along(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, AGAINST, AGAINST)
    with unit_of_work() as session:
        session.execute(
            update(RoleGrant)
            .where(RoleGrant.person_id == committee.members[3].id)
            .values(ended_at=NOW)
        )
    with pytest.raises(NotAllowed):
        votes(item, [(committee.members[3], FOR)])
    assert closed(committee, item).result is ItemResult.CARRIED
    row = item_now(item)
    assert (row.in_favour, row.against, row.entitled) == (2, 1, 3)


def test_deputy_chairs_what_the_chair_stays_out_of(
    committee: Committee, decision: Decision
) -> None:
    bind(committee, decision, committee.chair)
    _, (item,) = opened(committee, decision)
    votes(item, [(person, FOR) for person in committee.members[1:]])
    with pytest.raises(NotAllowed, match="bound up"):
        closed(committee, item)
    closed(committee, item, by=committee.deputy)
    assert decision_now(decision).decided_by == committee.deputy.id


def test_who_prepared_the_case_in_another_role_neither_votes_nor_chairs(
    committee: Committee,
) -> None:
    decision = prepared(committee.office, recommended())
    with unit_of_work() as session:
        session.execute(
            update(Decision)
            .where(Decision.id == decision.id)
            .values(prepared_by=committee.chair.id)
        )
    _, (item,) = opened(committee, decision)
    with pytest.raises(NotAllowed, match="do not count as two persons"):
        votes(item, [(committee.chair, FOR)])
    votes(item, [(person, FOR) for person in committee.members[1:]])
    closed(committee, item, by=committee.deputy)


def test_case_that_changed_meanwhile_is_not_decided_and_nothing_is_closed(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, FOR)
    with unit_of_work() as session:
        session.execute(update(Recommendation).values(reason="On second thought."))
    with pytest.raises(Conflict):
        closed(committee, item)
    assert item_now(item).result is None
    with unit_of_work() as session:
        actions.put_off_item(
            session,
            actor=sits(committee.chair),
            item_id=item.id,
            reason="The case has changed.",
            now=NOW,
        )
    assert item_now(item).result is ItemResult.TAKEN_OFF
