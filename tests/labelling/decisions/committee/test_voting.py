"""Voting: twice, late, absent, in secret, in writing; and who closes the vote."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow, SecondFactorNeeded
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.models import Choice, ItemResult, Sitting, SittingKind, VoteEntry
from labelling.decisions.committee.record import read_back
from labelling.decisions.committee.reminders import remind
from labelling.decisions.models import Decision, DecisionState
from tests.labelling.decisions.committee.making import (
    ABSTAIN,
    AGAINST,
    FOR,
    REASON,
    Committee,
    all_vote,
    approved,
    attended,
    called,
    closed,
    decision_now,
    item_now,
    mails,
    opened,
    planned,
    put_on,
    sits,
    standing,
    votes,
)
from tests.labelling.decisions.making import NOW, acting

IN_WRITING = SittingKind.IN_WRITING


# voting: twice, late, absent, barred, withdrawn


def test_last_vote_counts_and_every_one_is_kept(committee: Committee, decision: Decision) -> None:
    _, (item,) = opened(committee, decision)
    votes(item, [(committee.chair, FOR), (committee.deputy, FOR), (committee.chair, AGAINST)])
    assert standing(item) == {"Carla Committee": AGAINST, "Cees Committee": FOR}
    with reading() as session:
        kept = session.scalars(select(VoteEntry).order_by(VoteEntry.ordinal)).all()
    assert [(row.ordinal, row.person_id, row.choice) for row in kept] == [
        (1, committee.chair.id, FOR),
        (2, committee.deputy.id, FOR),
        (3, committee.chair.id, AGAINST),
    ]


def test_votes_cannot_be_changed_in_the_database(committee: Committee, decision: Decision) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR)
    with pytest.raises(DatabaseError, match="keeps what was written"), unit_of_work() as session:
        session.execute(update(VoteEntry).values(choice=Choice.AGAINST))


def test_nobody_votes_after_the_vote_is_closed(committee: Committee, decision: Decision) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, FOR)
    closed(committee, item)
    with pytest.raises(NotNow, match="closed"):
        votes(item, [(committee.members[3], AGAINST)])
    with pytest.raises(NotNow, match="closed"):
        closed(committee, item)


def test_nobody_votes_before_the_sitting_is_open(committee: Committee, decision: Decision) -> None:
    sitting = planned(committee)
    item = put_on(committee, sitting, decision)
    with pytest.raises(NotFound):
        votes(item, [(committee.chair, FOR)])
    called(committee, sitting)
    with pytest.raises(NotAllowed, match="not recorded as present"):
        votes(item, [(committee.chair, FOR)])


def test_who_is_absent_has_no_vote(committee: Committee, decision: Decision) -> None:
    sitting, (item,) = opened(committee, decision, present=committee.members[:3])
    with pytest.raises(NotAllowed, match="absent has no vote"):
        votes(item, [(committee.members[3], FOR)])
    attended(committee, sitting)
    votes(item, [(committee.members[3], FOR)])


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        (Role.OFFICER, NotAllowed),
        (Role.ASSESSOR, NotFound),
        (Role.ADMINISTRATOR, NotFound),
        (Role.MANAGER, NotFound),
    ],
)
def test_observers_have_no_vote_whatever_their_role(
    role: Role, refusal: type[Exception], committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision)
    attended(committee, sitting, observers="Otto Officer, for the office")
    for person in (committee.office.second_officer, committee.chair):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.cast_vote(
                session, actor=acting(person, role), item_id=item.id, said=FOR, now=NOW
            )


def test_chair_cannot_close_below_the_quorum(committee: Committee, decision: Decision) -> None:
    _, (item,) = opened(committee, decision, present=committee.members[:2])
    all_vote(committee, item, FOR, FOR)
    with pytest.raises(NotNow, match="no quorum: 2 members take part, 3 are needed"):
        closed(committee, item)
    assert decision_now(decision).state is DecisionState.PREPARED


def test_only_who_presides_closes_and_with_a_fresh_second_factor(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, FOR)
    with pytest.raises(NotAllowed, match="chairs this item"):
        closed(committee, item, by=committee.deputy)
    with pytest.raises(SecondFactorNeeded):
        closed(committee, item, fresh=False)
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.close_item(
            session,
            actor=committee.officer(),
            item_id=item.id,
            reason=REASON,
            private_reason="",
            now=NOW,
        )
    with pytest.raises(Invalid):
        closed(committee, item, reason="")


# a secret ballot


def test_secret_ballot_shows_nobody_what_a_member_voted(
    committee: Committee, decision: Decision
) -> None:
    sitting = planned(committee)
    with unit_of_work() as session:
        session.execute(update(Sitting).values(secret=True))
    item = put_on(committee, sitting, decision)
    called(committee, sitting)
    attended(committee, sitting)
    all_vote(committee, item, FOR, AGAINST, FOR, ABSTAIN)
    with reading() as session:
        rows = session.scalars(select(VoteEntry)).all()
        assert [row.choice for row in rows] == [None] * 4
        assert len({len(row.sealed or "") for row in rows}) == 1
    closed(committee, item)
    minutes = approved(committee, sitting)
    (said,) = read_back(minutes)["items"]
    assert (said["votes"], said["in_favour"], said["against"]) == ([], 2, 1)
    assert len(said["voters"]) == 4


# in writing


def test_vote_in_writing_ends_after_its_days_or_when_all_have_voted(
    committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision, kind=IN_WRITING)
    with reading() as session:
        assert queries.get_sitting(session, sitting.id).day == (NOW + timedelta(days=7)).date()
    all_vote(committee, item, FOR, FOR, FOR)
    with pytest.raises(NotNow, match="may still vote"):
        closed(committee, item)
    all_vote(committee, item, FOR, FOR, FOR, AGAINST)
    closed(committee, item)
    assert item_now(item).took_part == 4


def test_silence_in_writing_is_no_vote_and_late_votes_are_none(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision, kind=IN_WRITING)
    later = NOW + timedelta(days=8)
    all_vote(committee, item, FOR, FOR)
    with pytest.raises(NotNow, match="last day for voting is over"):
        all_vote(committee, item, FOR, now=later)
    with pytest.raises(NotNow, match="no quorum"):
        closed(committee, item, now=later)


def test_one_objection_takes_an_item_to_a_meeting(committee: Committee, decision: Decision) -> None:
    _, (item,) = opened(committee, decision, kind=IN_WRITING)
    all_vote(committee, item, FOR, FOR, FOR)
    with unit_of_work() as session:
        actions.object_to_writing(
            session,
            actor=sits(committee.members[3]),
            item_id=item.id,
            reason="We should talk about the visit.",
            now=NOW,
        )
    assert item_now(item).result is ItemResult.TO_MEETING
    assert mails("sitting_objected") == [
        ("sitting_objected", "Olga Officer"),
        ("sitting_objected", "Otto Officer"),
    ]
    with pytest.raises(NotNow):
        closed(committee, item)
    _, (again,) = opened(committee, decision)
    with pytest.raises(NotNow, match="a meeting already"), unit_of_work() as session:
        actions.object_to_writing(
            session, actor=sits(committee.chair), item_id=again.id, reason="No.", now=NOW
        )


def test_reminders_go_to_those_who_have_not_voted_and_then_to_the_chair(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision, kind=IN_WRITING)
    all_vote(committee, item, FOR, FOR)
    for days in (1, 5, 6, 8, 9):
        with unit_of_work() as session:
            remind(session, NOW + timedelta(days=days))
    assert mails("sitting_vote") == [("sitting_vote", "Member 3"), ("sitting_vote", "Member 4")]
    assert mails("sitting_close") == [
        ("sitting_close", "Carla Committee"),
        ("sitting_close", "Cees Committee"),
    ]
