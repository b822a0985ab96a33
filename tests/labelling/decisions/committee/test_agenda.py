"""What comes onto an agenda, which level needs a sitting, and calling members in or off."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound, NotNow
from labelling.decisions import actions as decisions
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.models import ItemResult, Reply, SittingItem
from labelling.decisions.conditions.setting import Wanted
from labelling.decisions.models import Decision, DecisionState
from labelling.reviews.models import Outcome, Recommendation
from tests.labelling.decisions.committee.making import (
    FOR,
    REASON,
    Committee,
    all_vote,
    called,
    closed,
    decision_now,
    item_now,
    mails,
    opened,
    planned,
    put_on,
    sits,
)
from tests.labelling.decisions.making import NOW, prepared, recommended

# who decides on which level


def test_one_member_does_not_decide_on_a_level_that_needs_a_sitting(
    committee: Committee, decision: Decision
) -> None:
    for send_back in (False, True):
        with pytest.raises(NotAllowed, match="in a sitting"), unit_of_work() as session:
            if send_back:
                decisions.send_decision_back(
                    session,
                    actor=sits(committee.chair),
                    decision_id=decision.id,
                    reason="No.",
                    now=NOW,
                )
            else:
                decisions.take_decision(
                    session,
                    actor=sits(committee.chair),
                    decision_id=decision.id,
                    outcome=Outcome.AWARDED,
                    level_id=None,
                    reason=REASON,
                    private_reason="",
                    now=NOW,
                )


def test_bronze_needs_no_sitting_and_comes_onto_no_agenda(committee: Committee) -> None:
    decision = prepared(committee.office, recommended(level="bronze"))
    sitting = planned(committee)
    with pytest.raises(NotNow, match="One member"):
        put_on(committee, sitting, decision)


# the agenda


def test_nothing_is_on_two_agendas(committee: Committee, decision: Decision) -> None:
    put_on(committee, planned(committee), decision)
    with pytest.raises(NotNow, match="agenda of a sitting already"):
        put_on(committee, planned(committee), decision)


def test_case_that_changed_since_comes_onto_no_agenda(
    committee: Committee, decision: Decision
) -> None:
    with unit_of_work() as session:
        session.execute(update(Recommendation).values(reason="On second thought."))
    with pytest.raises(NotNow, match="Prepare it again"):
        put_on(committee, planned(committee), decision)


def test_office_prepares_again_what_is_on_no_agenda(
    committee: Committee, decision: Decision
) -> None:
    def again() -> Decision:
        with unit_of_work() as session:
            return decisions.prepare_decision(
                session,
                actor=committee.officer(),
                application_id=decision.application_id,
                outcome=Outcome.WITH_CONDITIONS,
                level_id="silver",
                note="",
                conditions=[Wanted("Fill the second post.", today(NOW) + timedelta(days=90))],
                now=NOW,
            )

    _, (item,) = opened(committee, decision)
    with pytest.raises(NotNow, match="waits for the committee"):
        again()
    with unit_of_work() as session:
        actions.put_off_item(
            session, actor=sits(committee.chair), item_id=item.id, reason="Conditions?", now=NOW
        )
    new = again()
    assert decision_now(decision).state is DecisionState.SENT_BACK
    _, (item,) = opened(committee, new)
    all_vote(committee, item, FOR, FOR, FOR)
    closed(committee, item)
    assert decision_now(new).outcome is Outcome.WITH_CONDITIONS


def test_agenda_keeps_its_order_and_what_is_taken_off_can_be_put_on_again(
    committee: Committee,
) -> None:
    first, second = (prepared(committee.office, recommended(name=name)) for name in ("One", "Two"))
    sitting = planned(committee)
    one, two = put_on(committee, sitting, first), put_on(committee, sitting, second)

    def order() -> list[SittingItem]:
        with reading() as session:
            return queries.items_of(session, sitting.id)

    for up in (True, True, False):
        with unit_of_work() as session:
            actions.move_item(session, actor=committee.officer(), item_id=two.id, up=up, now=NOW)
    assert [item.id for item in order()] == [one.id, two.id]
    with unit_of_work() as session:
        actions.move_item(session, actor=committee.officer(), item_id=two.id, up=True, now=NOW)
    assert [item.id for item in order()] == [two.id, one.id]
    with unit_of_work() as session:
        actions.take_off_agenda(
            session, actor=committee.officer(), item_id=one.id, reason="Next month.", now=NOW
        )
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.take_off_agenda(
            session, actor=committee.officer(), item_id=one.id, reason="Twice.", now=NOW
        )
    assert put_on(committee, planned(committee), first).position == 1


def test_sitting_without_an_agenda_is_not_called_and_one_is_called_once(
    committee: Committee, decision: Decision
) -> None:
    sitting = planned(committee)
    with pytest.raises(NotNow, match="Nothing is on the agenda"):
        called(committee, sitting)
    put_on(committee, sitting, decision)
    called(committee, sitting)
    with pytest.raises(NotNow, match="invited already"):
        called(committee, sitting)


def test_members_reply_and_others_do_not(committee: Committee, decision: Decision) -> None:
    sitting = planned(committee)
    put_on(committee, sitting, decision)
    actor = sits(committee.members[2])
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.reply(session, actor=actor, sitting_id=sitting.id, answer=Reply.EXCUSED, now=NOW)
    called(committee, sitting)
    for said in (Reply.ATTENDING, Reply.EXCUSED):
        with unit_of_work() as session:
            actions.reply(session, actor=actor, sitting_id=sitting.id, answer=said, now=NOW)
    with reading() as session:
        rows = queries.members_of(session, sitting.id)
        assert rows[committee.members[2].id].reply is Reply.EXCUSED
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.reply(
            session,
            actor=committee.officer(),
            sitting_id=sitting.id,
            answer=Reply.ATTENDING,
            now=NOW,
        )


def test_calling_off_frees_what_was_on_the_agenda(committee: Committee, decision: Decision) -> None:
    sitting = planned(committee)
    item = put_on(committee, sitting, decision)
    called(committee, sitting)
    with unit_of_work() as session:
        actions.call_off(
            session, actor=committee.officer(), sitting_id=sitting.id, reason="Strike.", now=NOW
        )
    assert item_now(item).result is ItemResult.TAKEN_OFF
    assert mails("sitting_called_off") == [
        ("sitting_called_off", name)
        for name in ("Carla Committee", "Cees Committee", "Member 3", "Member 4")
    ]
    put_on(committee, planned(committee), decision)


def test_sitting_that_has_decided_is_not_called_off(
    committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, FOR)
    closed(committee, item)
    with pytest.raises(NotNow, match="ends with its minutes"), unit_of_work() as session:
        actions.call_off(
            session, actor=committee.officer(), sitting_id=sitting.id, reason="Late.", now=NOW
        )
