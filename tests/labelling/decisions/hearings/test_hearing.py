"""The holder is heard: first, or right after; nobody decides unheard, and nothing leaks."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from certificates.standing import Status, status_on
from labelling.core import doors
from labelling.core.access import Actor, Role
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
from labelling.decisions import actions, queries
from labelling.decisions.hearings import actions as hearings
from labelling.decisions.hearings.models import HearingAnswer, LabelHearing
from labelling.decisions.hearings.standing import is_heard_first, is_open, is_over
from labelling.decisions.models import DecisionState, Label, LabelChange, LabelEvent, LabelEventKind
from labelling.issuing.models import LogLeaf
from labelling.organisations.actions.evidence import remove_evidence
from labelling.organisations.evidence_access import must_be_kept, opened_versions
from labelling.people.models import Person
from tests.labelling.decisions.making import (
    NOW,
    URGENT,
    Office,
    acting,
    change_prepared,
    issue_all,
    label,
    lift,
    make_office,
    member,
    officer,
    owner,
    suspend,
)
from tests.labelling.decisions.owning import (
    ANSWER,
    answer,
    heard_on,
    in_two_roles,
    paper,
    seated,
    second_officer,
)

DAY = timedelta(days=1)
SUSPENDED, LIFTED = LabelEventKind.SUSPENDED, LabelEventKind.LIFTED
REVOKED, WITHDRAWN = LabelEventKind.REVOKED, LabelEventKind.WITHDRAWN
LAST = today(NOW) + 14 * DAY


@pytest.fixture
def office(app: Flask) -> Office:
    """Return the people who prepare and decide."""
    return make_office()


@pytest.fixture
def held(office: Office) -> Label:
    """Return a silver label, active from NOW until the end of May 2028."""
    return label(office)


@pytest.fixture
def change(office: Office, held: Label) -> LabelChange:
    """Return a suspension about which the holder is heard first."""
    return change_prepared(office, held, SUSPENDED, urgent=False)


def decide(
    change: LabelChange,
    office: Office,
    *,
    seen: HearingAnswer | None = None,
    now: datetime = NOW,
) -> LabelEvent:
    with unit_of_work() as session:
        return actions.decide_change(
            session,
            actor=member(office, now=now),
            change_id=change.id,
            seen_answer=seen.id if seen is not None else None,
            now=now,
        )


def status(held: Label, day: date) -> Status:
    with reading() as session:
        return status_on(queries.history(session, held.id), day).status


def verbs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def leaves() -> int:
    with reading() as session:
        return len(session.scalars(select(LogLeaf.index)).all())


def tasks(actor: Actor, now: datetime = NOW) -> list[str]:
    with reading() as session:
        return [task.title for task in doors.tasks_of(session, actor, now)]


# before a change


@pytest.mark.parametrize("kind", [SUSPENDED, REVOKED, WITHDRAWN])
def test_holder_is_asked_before_anybody_can_decide(
    office: Office, held: Label, kind: LabelEventKind
) -> None:
    before = leaves()
    change = change_prepared(office, held, kind, urgent=False)
    heard = heard_on(change)
    assert (heard.hearing.afterwards, heard.hearing.answer_by, heard.hearing.opened_at) == (
        False,
        LAST,
        NOW,
    )
    assert verbs()[-2:] == ["label_change.prepared", "hearing.opened"]
    assert leaves() == before
    for day in (0, 7, 14):
        with pytest.raises(NotNow, match="can answer until 11 June 2026"):
            decide(change, office, now=NOW + day * DAY)
    assert status(held, today(NOW)) is Status.ACTIVE
    event = decide(change, office, now=NOW + 15 * DAY)
    assert (event.kind, event.effective_on) == (kind, LAST + DAY)


def test_lifting_waits_for_no_hearing(office: Office, held: Label) -> None:
    suspend(office, held)
    change = change_prepared(office, held, LIFTED, now=NOW + DAY)
    with reading() as session:
        query = select(LabelHearing).where(LabelHearing.change_id == change.id)
        assert session.scalars(query).all() == []
    decide(change, office, now=NOW + DAY)


def test_owners_are_told_without_reasons_and_deciders_not_yet(
    office: Office, held: Label, change: LabelChange
) -> None:
    letters = [one for one in issue_all() if "to be suspended" in one.subject]
    assert [one.subject for one in letters] == [
        f"Answer by 11 June 2026: label {held.number} is to be suspended"
    ] * 2
    link = f"http://localhost/hearings/{heard_on(change).hearing.id}"
    for letter in letters:
        assert link in letter.body
        assert change.public_reason not in letter.body
        assert change.private_reason not in letter.body
    assert not any("Decide on a change" in one.subject for one in issue_all())


def test_owner_gets_the_mail_in_their_own_language(office: Office, held: Label) -> None:
    with unit_of_work() as session:
        person = session.get_one(Person, owner(held).person_id)
        person.language = "de"
        address = person.email
    change_prepared(office, held, SUSPENDED, urgent=False)
    subjects = [one.subject for one in issue_all() if one.address == address]
    assert any("11. Juni 2026" in subject for subject in subjects)


def test_answer_lets_a_second_person_decide_who_has_seen_it(
    office: Office, held: Label, change: LabelChange
) -> None:
    piece = paper(held)
    given = answer(held, change, evidence_ids=(piece.id,), now=NOW + DAY)
    heard = heard_on(change)
    assert heard.answer is not None
    assert (heard.answer.text, heard.answer.answered_at, heard.answer.asks_lifting) == (
        ANSWER,
        NOW + DAY,
        False,
    )
    assert [(one.evidence_id, one.version) for one in heard.pieces] == [(piece.id, 1)]
    told = [one.subject for one in issue_all(NOW + DAY)]
    assert told.count(f"Decide on a change of label {held.number} by Thursday 28 May 2026") == 3
    with pytest.raises(Conflict, match="The holder has answered meanwhile"):
        decide(change, office, now=NOW + DAY)
    event = decide(change, office, seen=given, now=NOW + DAY)
    assert event.effective_on == today(NOW + DAY)


def test_late_answer_is_taken_until_the_decision_and_refused_after_it(
    office: Office, held: Label, change: LabelChange
) -> None:
    late = answer(held, change, now=NOW + 20 * DAY)
    with pytest.raises(Conflict):
        decide(change, office, now=NOW + 20 * DAY)
    decide(change, office, seen=late, now=NOW + 20 * DAY)
    other = label(office, name="Birch Bay Cluster")
    second = change_prepared(office, other, REVOKED, urgent=False)
    decide(second, office, now=NOW + 15 * DAY)
    with pytest.raises(NotNow, match="This hearing is over"):
        answer(other, second, now=NOW + 15 * DAY)


def test_deciders_are_told_once_when_the_last_day_has_passed(
    office: Office, held: Label, change: LabelChange
) -> None:
    issue_all()
    assert not any("Decide on a change" in one.subject for one in issue_all(NOW + 14 * DAY))
    told = [one for one in issue_all(NOW + 15 * DAY) if "Decide on a change" in one.subject]
    assert len(told) == 3
    assert not any("Decide on a change" in one.subject for one in issue_all(NOW + 16 * DAY))


def test_tasks_follow_whose_turn_it_is(office: Office, held: Label, change: LabelChange) -> None:
    decider = acting(office.second_officer, Role.OFFICER)
    hearing, deciding = (
        "You are heard about your label: Suspension",
        "Decide on a change: Suspension",
    )
    assert hearing in tasks(owner(held))
    assert hearing not in tasks(seated(held, 2))
    assert deciding not in tasks(decider)
    answer(held, change)
    assert hearing not in tasks(owner(held))
    assert deciding in tasks(decider)
    assert deciding not in tasks(officer(office))


def test_change_sent_back_ends_the_hearing_and_tells_the_owners(
    office: Office, held: Label, change: LabelChange
) -> None:
    issue_all()
    with unit_of_work() as session:
        actions.send_change_back(
            session,
            actor=second_officer(office),
            change_id=change.id,
            reason="The list came in.",
            now=NOW,
        )
    told = [one for one in issue_all() if one.subject == f"Label {held.number} stays as it is"]
    assert len(told) == 2
    assert not any("The list came in." in one.body for one in told)
    with pytest.raises(NotNow, match="This hearing is over"):
        answer(held, change)
    change_prepared(office, held, REVOKED)


def test_one_answer_is_taken_from_any_owner(
    office: Office, held: Label, change: LabelChange
) -> None:
    answer(held, change)
    with pytest.raises(NotNow, match="answered already"):
        answer(held, change)


@pytest.mark.parametrize("said", ["", "x" * 5001])
def test_answer_that_cannot_be_taken_is_refused(
    office: Office, held: Label, change: LabelChange, said: str
) -> None:
    with pytest.raises(Invalid, match="Write up to 5000 characters"):
        answer(held, change, text=said)
    assert heard_on(change).answer is None


def test_evidence_of_others_removed_or_too_much_is_refused(
    office: Office, held: Label, change: LabelChange
) -> None:
    other = paper(label(office, name="Birch Bay Cluster"))
    gone = paper(held)
    with unit_of_work() as session:
        remove_evidence(session, actor=owner(held), evidence_id=gone.id, now=NOW)
    for chosen in ((other.id,), (gone.id,), (uuid4(),)):
        with pytest.raises(Invalid, match="no longer in your library"):
            answer(held, change, evidence_ids=chosen)
    many = tuple(paper(held, f"Paper {n}").id for n in range(11))
    with pytest.raises(Invalid, match="up to 10 pieces"):
        answer(held, change, evidence_ids=many)


def test_cited_evidence_is_kept_and_opened_to_the_committee_alone(
    office: Office, held: Label, change: LabelChange
) -> None:
    cited, other = paper(held), paper(held, "Another")
    answer(held, change, evidence_ids=(cited.id,))
    with reading() as session:
        assert must_be_kept(session, cited.id)
        assert not must_be_kept(session, other.id)
        assert opened_versions(session, member(office), cited.id) == {1}
        assert opened_versions(session, member(office), other.id) == set()
        stranger = seated(label(office, name="Birch Bay Cluster"), 0)
    with reading() as session:
        assert opened_versions(session, stranger, cited.id) == set()
        bound = in_two_roles(_owner_row(held), held, Role.COMMITTEE)
        assert opened_versions(session, bound, cited.id) == set()


def _owner_row(held: Label) -> Person:
    with reading() as session:
        return session.get_one(Person, owner(held).person_id)


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
        in_two_roles(_owner_row(held), held, Role.OFFICER),
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
    bound = in_two_roles(_owner_row(held), held, role)
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


# urgent


@pytest.mark.parametrize("kind", [SUSPENDED, REVOKED])
def test_urgent_change_is_decided_at_once_and_the_holder_heard_afterwards(
    office: Office, held: Label, kind: LabelEventKind
) -> None:
    change = change_prepared(office, held, kind)
    assert change.urgent_reason == URGENT
    decide(change, office)
    heard = heard_on(change)
    assert (heard.hearing.afterwards, heard.hearing.answer_by) == (True, LAST)
    assert [verb for verb in verbs() if verb != "letter.written"][-2:] == [
        f"label.{kind.value}",
        "hearing.opened",
    ]
    subject = f"Answer by 11 June 2026: the urgent change of label {held.number}"
    letters = [one for one in issue_all() if one.subject == subject]
    assert len(letters) == 2
    assert all(URGENT not in one.body for one in letters)
    assert ("ask that the suspension is lifted" in letters[0].body) is (kind is SUSPENDED)


@pytest.mark.parametrize("kind", [LIFTED, WITHDRAWN])
def test_nothing_else_is_urgent(office: Office, held: Label, kind: LabelEventKind) -> None:
    suspend(office, held)
    with unit_of_work() as session, pytest.raises(Invalid, match="can be urgent"):
        actions.prepare_change(
            session,
            actor=officer(office),
            label_id=held.id,
            kind=kind,
            public_reason="A reason.",
            private_reason="",
            urgent_reason=URGENT,
            effective_on=today(NOW),
            now=NOW,
        )


def test_holder_asks_for_lifting_and_the_office_lifts_or_replies(
    office: Office, held: Label
) -> None:
    change = change_prepared(office, held, SUSPENDED)
    decide(change, office)
    asks = "The holder asks that a suspension is lifted"
    answer(held, change, asks_lifting=True, now=NOW + DAY)
    assert asks in tasks(second_officer(office))
    told = [one for one in issue_all(NOW + DAY) if "Reply to the holder" in one.subject]
    assert len(told) == 2
    lift(office, held, now=NOW + 2 * DAY)
    assert asks not in tasks(second_officer(office))
    assert status(held, today(NOW + 3 * DAY)) is Status.ACTIVE


def test_reply_closes_an_urgent_hearing_and_changes_nothing(office: Office, held: Label) -> None:
    change = change_prepared(office, held, REVOKED)
    decide(change, office)
    with pytest.raises(Invalid, match="no suspension here"):
        answer(held, change, asks_lifting=True)
    hearing_id = heard_on(change).hearing.id
    with unit_of_work() as session, pytest.raises(NotNow, match="no answer here"):
        hearings.reply_to_holder(
            session, actor=officer(office), hearing_id=hearing_id, text="No.", now=NOW
        )
    answer(held, change)
    for actor, error in ((member(office), NotAllowed), (owner(held), NotFound)):
        with unit_of_work() as session, pytest.raises(error):
            hearings.reply_to_holder(
                session, actor=actor, hearing_id=hearing_id, text="No.", now=NOW
            )
    with unit_of_work() as session:
        hearings.reply_to_holder(
            session, actor=officer(office), hearing_id=hearing_id, text="It stays.", now=NOW
        )
    assert verbs()[-1] == "hearing.replied"
    assert "Reply to a holder’s answer" not in tasks(second_officer(office))
    assert status(held, today(NOW)) is Status.REVOKED
    with unit_of_work() as session, pytest.raises(NotNow, match="replied already"):
        hearings.reply_to_holder(
            session, actor=officer(office), hearing_id=hearing_id, text="Again.", now=NOW
        )
    subject = f"The office has replied about label {held.number}"
    assert len([one for one in issue_all() if one.subject == subject]) == 2


def test_answer_to_an_urgent_change_comes_by_its_last_day(office: Office, held: Label) -> None:
    change = change_prepared(office, held, SUSPENDED)
    decide(change, office)
    with pytest.raises(NotNow, match="This hearing is over"):
        answer(held, change, now=NOW + 15 * DAY)
    answer(held, change, now=NOW + 14 * DAY)


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


# the rule over days


@given(
    answered=st.booleans(),
    afterwards=st.booleans(),
    state=st.sampled_from([DecisionState.PREPARED, DecisionState.TAKEN, DecisionState.SENT_BACK]),
    offset=st.integers(-30, 30),
)
def test_a_hearing_is_open_or_over_by_answer_and_day(
    answered: bool, afterwards: bool, state: DecisionState, offset: int
) -> None:
    last = date(2026, 6, 11)
    hearing = LabelHearing(afterwards=afterwards, answer_by=last)
    given_ = HearingAnswer(text="x") if answered else None
    change = LabelChange(kind=SUSPENDED, state=state, urgent_reason="")
    day = last + offset * DAY
    assert is_over(hearing, given_, day) is (answered or offset > 0)
    in_time = offset <= 0 if afterwards else state is DecisionState.PREPARED
    assert is_open(hearing, given_, change, day) is (in_time and not answered)


@given(
    kind=st.sampled_from(list(LabelEventKind)),
    urgent=st.booleans(),
    asked=st.booleans(),
)
def test_holder_is_heard_first_unless_urgent_good_or_its_own_wish(
    kind: LabelEventKind, urgent: bool, asked: bool
) -> None:
    change = LabelChange(
        kind=kind, urgent_reason="x" if urgent else "", request_id=uuid4() if asked else None
    )
    assert is_heard_first(change) is not (kind is LIFTED or urgent or asked)
