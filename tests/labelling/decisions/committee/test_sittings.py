"""A sitting from its plan to its minutes, and every way in which somebody could cheat."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from labelling.applications.models import Application
from labelling.core import files
from labelling.core.access import Role, may
from labelling.core.audit import AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    NotNow,
    SecondFactorNeeded,
)
from labelling.core.outbox import Outgoing
from labelling.core.permissions import Permission
from labelling.decisions import actions as decisions
from labelling.decisions import queries as cases
from labelling.decisions.committee import actions, queries
from labelling.decisions.committee.ballots import votes_on
from labelling.decisions.committee.entitled import recusals
from labelling.decisions.committee.jobs import print_minutes
from labelling.decisions.committee.models import (
    Choice,
    ItemResult,
    Minutes,
    Reply,
    Sitting,
    SittingItem,
    SittingKind,
    VoteEntry,
)
from labelling.decisions.committee.personal_data import sittings_of
from labelling.decisions.committee.record import read_back, sealed
from labelling.decisions.committee.reminders import remind
from labelling.decisions.committee.showing import shown_minutes
from labelling.decisions.conditions.setting import Wanted
from labelling.decisions.models import Decision, DecisionState, LabelEventKind
from labelling.decisions.ties import STAYED_OUT
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind, Person, RoleGrant
from labelling.people.queries import involvements
from labelling.reviews.models import Outcome, Recommendation
from tests.labelling.decisions.committee.making import (
    ABSTAIN,
    AGAINST,
    FOR,
    REASON,
    Committee,
    all_vote,
    attended,
    called,
    closed,
    decided_in_sitting,
    item_now,
    make_committee,
    opened,
    planned,
    put_on,
    sits,
    votes,
)
from tests.labelling.decisions.making import (
    NOW,
    acting,
    change_prepared,
    prepared,
    recommended,
)
from tests.labelling.decisions.making import label as make_label
from tests.labelling.decisions.owning import answer

IN_WRITING = SittingKind.IN_WRITING


@pytest.fixture
def committee(app: Flask) -> Committee:
    """Return the office and a committee of four."""
    return make_committee()


@pytest.fixture
def decision(committee: Committee) -> Decision:
    """Return a prepared decision to award silver."""
    return prepared(committee.office, recommended())


def decision_now(decision: Decision) -> Decision:
    with reading() as session:
        return session.get_one(Decision, decision.id)


def verbs(prefix: str = "sitting") -> list[str]:
    with reading() as session:
        found = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)).all()
    return [verb for verb in found if verb.startswith(prefix)]


def mails(prefix: str = "sitting") -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(
            select(Outgoing.name, Person.name)
            .join(Person, Person.id == Outgoing.person_id)
            .where(Outgoing.name.startswith(prefix))
            .order_by(Outgoing.created_at, Outgoing.name, Person.name)
        )
        return [(row[0], row[1]) for row in rows]


def standing(item: SittingItem) -> dict[str, Choice]:
    with reading() as session:
        said = votes_on(session, item)
        return {session.get_one(Person, key).name: choice for key, choice in said.items()}


# a meeting that awards


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


# dissent and minutes


def approved(committee: Committee, sitting: Sitting) -> Minutes:
    with unit_of_work() as session:
        return actions.approve_minutes(
            session, actor=sits(committee.chair), sitting_id=sitting.id, now=NOW
        )


def dissent(item: SittingItem, person: Person, reason: str) -> None:
    with unit_of_work() as session:
        actions.put_dissent(session, actor=sits(person), item_id=item.id, reason=reason, now=NOW)


def test_minutes_say_what_was_recorded_and_never_change(
    committee: Committee, decision: Decision
) -> None:
    bind(committee, decision, committee.members[3])
    sitting, (item,) = opened(committee, decision, present=committee.members[:3])
    attended(committee, sitting, committee.members[:3], observers="A guest")
    all_vote(committee, item, FOR, FOR, AGAINST)
    closed(committee, item)
    dissent(item, committee.members[2], "The visit was too short.")
    with unit_of_work() as session:
        actions.write_remarks(
            session, actor=committee.officer(), sitting_id=sitting.id, remarks="By noon.", now=NOW
        )
    minutes = approved(committee, sitting)
    said = read_back(minutes)
    assert (said["number"], said["observers"], said["remarks"]) == (1, "A guest", "By noon.")
    assert [one["attended"] for one in said["members"]].count(True) == 3
    (about,) = said["items"]
    one, two, three, four = (str(person.id) for person in committee.members)
    assert about["organisation"] == "Alder Valley Mobility Cluster"
    assert about["result"] == "carried"
    assert about["dissents"] == [{"person": three, "reason": "The visit was too short."}]
    assert [row["person"] for row in about["recused"]] == [four]
    with reading() as session:
        (shown,) = shown_minutes(session, said).items
    assert shown.recused == (("Member 4", "Bound up with the organisation."),)
    assert {row["person"]: row["choice"] for row in about["votes"]} == {
        one: "for",
        two: "for",
        three: "against",
    }
    assert sealed(said) == (minutes.content, minutes.sha256)
    for change in (
        lambda: attended(committee, sitting),
        lambda: dissent(item, committee.members[2], "Another."),
        lambda: approved(committee, sitting),
    ):
        with pytest.raises(NotNow, match="approved"):
            change()
    with pytest.raises(DatabaseError, match="keeps what was written"), unit_of_work() as session:
        session.execute(update(Minutes).values(content="{}"))


def test_minutes_wait_until_every_vote_is_closed(committee: Committee, decision: Decision) -> None:
    sitting, (item,) = opened(committee, decision)
    with pytest.raises(NotNow, match="Close every vote first"):
        approved(committee, sitting)
    with pytest.raises(NotNow, match="has voted"):
        dissent(item, committee.chair, "Too early.")


def test_dissent_can_be_taken_back_until_then(committee: Committee, decision: Decision) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, AGAINST)
    for reason in ("Too short.", ""):
        dissent(item, committee.members[2], reason)
    with reading() as session:
        assert queries.dissents(session, [item]) == {item.id: {}}


def test_minutes_are_printed_once_and_can_be_read_by_machines(
    committee: Committee, decision: Decision
) -> None:
    sitting, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, FOR)
    closed(committee, item)
    minutes = approved(committee, sitting)
    for _ in range(2):
        print_minutes({"minutes": str(minutes.id)}, NOW)
    with reading() as session:
        row = queries.find_printed(session, minutes.id)
    assert row is not None
    text = PdfReader(BytesIO(files.store().get(row.sha256))).pages[0].extract_text()
    for words in ("Alder Valley Mobility Cluster", "Carried", "Carla Committee", REASON[:20]):
        assert words in text


def test_a_sitting_gives_the_label_its_term(committee: Committee, decision: Decision) -> None:
    assert decided_in_sitting(committee, decision).state is DecisionState.TAKEN
    with reading() as session:
        term = cases.term_of_decision(session, decision.id)
    assert term is not None
    assert term.level_id == "silver"


def test_personal_data_tells_what_a_member_did_in_sittings(
    committee: Committee, decision: Decision
) -> None:
    _, (item,) = opened(committee, decision)
    all_vote(committee, item, FOR, FOR, AGAINST)
    dissent(item, committee.members[2], "Too short a visit.")
    with reading() as session:
        (told,) = sittings_of(session, committee.members[2].id)
        assert sittings_of(session, committee.office.officer.id) == []
    assert told == {
        "sitting": "cluster-excellence 1",
        "day": NOW.date().isoformat(),
        "reply": None,
        "attended": True,
        "votes": [{"at": NOW.isoformat(), "vote": "against"}],
        "dissents": ["Too short a visit."],
        "stayed_out": [],
    }


def bind(committee: Committee, decision: Decision, person: Person) -> None:
    """Enter in the ledger that somebody is bound up with the organisation."""
    with unit_of_work() as session:
        application = session.get_one(Application, decision.application_id)
        record_involvement(
            session,
            actor=committee.officer(),
            person_id=person.id,
            organisation_id=application.organisation_id,
            kind=InvolvementKind.CONSULTED,
            source="declaration",
            now=NOW,
        )
