"""What a sitting carries and what it does not, for awards and for changes of labels."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from labelling.applications.models import Application
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.decisions import queries as cases
from labelling.decisions.committee import actions
from labelling.decisions.committee.models import Choice, ItemResult, Sitting
from labelling.decisions.models import Decision, DecisionState, LabelEventKind
from labelling.people.models import InvolvementKind
from labelling.people.queries import involvements
from labelling.reviews.models import Outcome
from tests.labelling.decisions.committee.making import (
    ABSTAIN,
    AGAINST,
    FOR,
    REASON,
    Committee,
    all_vote,
    closed,
    decided_in_sitting,
    decision_now,
    item_now,
    mails,
    opened,
    sits,
    standing,
    verbs,
)
from tests.labelling.decisions.making import NOW, change_prepared, prepared, recommended
from tests.labelling.decisions.making import label as make_label
from tests.labelling.decisions.owning import answer


def test_sitting_awards_by_majority_and_everything_is_on_record(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, AGAINST, ABSTAIN)
    closed(committee, item)
    row = item_now(item)
    assert (
        row.result,
        row.in_favour,
        row.against,
        row.abstained,
        row.entitled,
        row.took_part,
        row.quorum,
        row.reason,
        row.closed_by,
    ) == (ItemResult.CARRIED, 2, 1, 1, 4, 4, 3, REASON, committee.chair.id)
    taken = decision_now(decision)
    assert (taken.state, taken.outcome, taken.level_id, taken.decided_by, taken.reason) == (
        DecisionState.TAKEN,
        Outcome.AWARDED,
        "silver",
        committee.chair.id,
        REASON,
    )
    assert verbs() == [
        "sitting.planned",
        "sitting_item.added",
        "sitting.called",
        "sitting.attended",
        *["sitting_vote.cast"] * 4,
        "sitting_item.closed",
    ]
    assert verbs("label") == ["label.created", "label.term_given"]
    assert mails() == [
        ("sitting_called", "Carla Committee"),
        ("sitting_called", "Cees Committee"),
        ("sitting_called", "Member 3"),
        ("sitting_called", "Member 4"),
    ]


def test_all_who_voted_stand_in_the_ledger_as_having_decided(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision, present=committee.members[:3])
    all_vote(committee, item, FOR, FOR, FOR)
    closed(committee, item)
    with reading() as session:
        application = session.get_one(Application, decision.application_id)
        kinds = [
            [row.kind for row in involvements(session, person.id, application.organisation_id)]
            for person in committee.members
        ]
    assert kinds == [[InvolvementKind.DECIDED]] * 3 + [[]]


@pytest.mark.parametrize("said", [(FOR, FOR, AGAINST, AGAINST), (FOR, AGAINST, AGAINST, ABSTAIN)])
def test_vote_without_majority_does_not_award_by_the_rule_of_the_scheme(
    said: tuple[Choice, ...], committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, *said)
    assert closed(committee, item).result is ItemResult.NOT_AWARDED
    taken = decision_now(decision)
    assert (taken.state, taken.outcome, taken.level_id) == (
        DecisionState.TAKEN,
        Outcome.NOT_AWARDED,
        None,
    )


def test_vote_without_majority_sends_back_where_the_scheme_says_so(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    with unit_of_work() as session:
        session.execute(update(Sitting).values(without_majority="sent_back"))
    all_vote(committee, item, AGAINST, AGAINST, FOR)
    assert closed(committee, item, reason="The visit is not described.").result is (
        ItemResult.SENT_BACK
    )
    row = decision_now(decision)
    assert (row.state, row.sent_back_reason, row.sent_back_by) == (
        DecisionState.SENT_BACK,
        "The visit is not described.",
        committee.chair.id,
    )
    assert mails("decision_sent_back") == [("decision_sent_back", "Olga Officer")]


def test_motion_not_to_award_that_is_lost_goes_back(committee: Committee) -> None:
    application = recommended(percent=10, outcome=Outcome.NOT_AWARDED)
    decision = prepared(committee.office, application, outcome=Outcome.NOT_AWARDED)
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, AGAINST, AGAINST, AGAINST, FOR)
    assert closed(committee, item).result is ItemResult.SENT_BACK
    assert decision_now(decision).state is DecisionState.SENT_BACK


def test_chair_puts_a_lower_level_to_the_vote_and_votes_before_it_are_gone(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, AGAINST)
    with unit_of_work() as session:
        actions.put_motion(
            session,
            actor=sits(committee.chair),
            item_id=item.id,
            outcome=Outcome.NOT_AWARDED,
            level_id=None,
            now=NOW,
        )
    assert standing(item) == {}
    all_vote(committee, item, FOR, FOR, FOR, AGAINST)
    assert closed(committee, item).result is ItemResult.CARRIED
    assert decision_now(decision).outcome is Outcome.NOT_AWARDED
    assert verbs("sitting_vote.removed") == ["sitting_vote.removed"] * 2


def test_chair_cannot_put_a_level_to_the_vote_whose_rules_fail(committee: Committee) -> None:
    application = recommended(percent=45, outcome=Outcome.LOWER_LEVEL)
    decision = prepared(
        committee.office, application, outcome=Outcome.LOWER_LEVEL, level_id="bronze"
    )
    _, (item,) = opened(committee, decision)
    with pytest.raises(Invalid, match="do not meet the rules"), unit_of_work() as session:
        actions.put_motion(
            session,
            actor=sits(committee.chair),
            item_id=item.id,
            outcome=Outcome.AWARDED,
            level_id=None,
            now=NOW,
        )


def test_change_of_a_label_is_carried_by_the_committee(committee: Committee) -> None:
    label = make_label(committee.office, level="bronze")
    change = change_prepared(committee.office, label, LabelEventKind.SUSPENDED)
    _, (item,) = opened(committee, change)
    all_vote(committee, item, FOR, FOR, AGAINST)
    closed(committee, item)
    with reading() as session:
        assert [event.kind for event in cases.events_of(session, label.id)] == [
            LabelEventKind.SUSPENDED
        ]
        assert cases.get_change(session, change.id).decided_by == committee.chair.id


def test_change_is_carried_only_after_the_holder_was_heard_and_read(committee: Committee) -> None:
    label = make_label(committee.office, level="bronze")
    change = change_prepared(committee.office, label, LabelEventKind.SUSPENDED, urgent=False)
    _, (item,) = opened(committee, change)
    all_vote(committee, item, FOR, FOR, FOR, AGAINST)
    with pytest.raises(NotNow, match="The holder can answer until"):
        closed(committee, item)
    later = NOW + timedelta(minutes=5)
    answer(label, change, now=later)
    with pytest.raises(Conflict, match="The holder has answered meanwhile"):
        closed(committee, item, now=later)
    all_vote(committee, item, FOR, FOR, FOR, AGAINST, now=later + timedelta(minutes=1))
    closed(committee, item, now=later + timedelta(minutes=2))
    with reading() as session:
        assert [event.kind for event in cases.events_of(session, label.id)] == [
            LabelEventKind.SUSPENDED
        ]


def test_change_of_a_label_that_is_lost_goes_back(committee: Committee) -> None:
    label = make_label(committee.office, level="bronze")
    change = change_prepared(committee.office, label, LabelEventKind.SUSPENDED)
    _, (item,) = opened(committee, change)
    all_vote(committee, item, FOR, AGAINST, AGAINST)
    assert closed(committee, item).result is ItemResult.SENT_BACK
    with reading() as session:
        assert cases.events_of(session, label.id) == []
        assert cases.get_change(session, change.id).state is DecisionState.SENT_BACK


def test_a_sitting_gives_the_label_its_term(committee: Committee, decision: Decision) -> None:
    assert decided_in_sitting(committee, decision).state is DecisionState.TAKEN
    with reading() as session:
        term = cases.term_of_decision(session, decision.id)
    assert term is not None
    assert term.level_id == "silver"
