"""A holder gives its label up: an owner asks, the office prepares, a second person decides."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from certificates.standing import Status, status_on
from labelling.core import doors
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.decisions import actions, queries
from labelling.decisions.models import DecisionState, Label, LabelEventKind
from labelling.decisions.withdrawals.actions import ask_withdrawal, take_withdrawal_back
from labelling.decisions.withdrawals.models import WithdrawalRequest
from labelling.people.models import Person
from tests.labelling.decisions.making import (
    NOW,
    Office,
    change_prepared,
    issue_all,
    label,
    member,
    officer,
    owner,
    revoke,
)
from tests.labelling.decisions.making import ask_withdrawal as asked
from tests.labelling.decisions.owning import in_two_roles, seated, second_officer

DAY = timedelta(days=1)
WITHDRAWN = LabelEventKind.WITHDRAWN
PREPARE = "Prepare the withdrawal that a holder asks for"


@pytest.fixture
def held(office: Office) -> Label:
    """Return a silver label, active from NOW."""
    return label(office)


def status(held: Label) -> Status:
    with reading() as session:
        return status_on(queries.history(session, held.id), today(NOW)).status


def verbs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))


def titles(actor: Actor) -> list[str]:
    with reading() as session:
        return [task.title for task in doors.tasks_of(session, actor, NOW)]


def back(actor: Actor, request: WithdrawalRequest) -> WithdrawalRequest:
    with unit_of_work() as session:
        return take_withdrawal_back(session, actor=actor, request_id=request.id, now=NOW + DAY)


def test_label_ends_only_after_office_and_second_person(office: Office, held: Label) -> None:
    request = asked(held)
    assert (request.label_id, request.reason, request.asked_at, request.asked_by) == (
        held.id,
        "The association is dissolved.",
        NOW,
        owner(held).person_id,
    )
    assert verbs()[-1] == "withdrawal.asked"
    assert status(held) is Status.ACTIVE
    assert PREPARE in titles(officer(office))
    assert PREPARE not in titles(member(office))
    letters = [one.subject for one in issue_all()]
    assert letters.count(f"Prepare the withdrawal of label {held.number}") == 2
    assert letters.count(f"Your organisation asks that label {held.number} ends") == 2
    change = change_prepared(office, held, WITHDRAWN)
    assert change.request_id == request.id
    assert PREPARE not in titles(officer(office))
    with unit_of_work() as session, pytest.raises(NotAllowed):
        actions.decide_change(session, actor=officer(office), change_id=change.id, now=NOW)
    assert status(held) is Status.ACTIVE
    with unit_of_work() as session:
        actions.decide_change(session, actor=member(office), change_id=change.id, now=NOW)
    assert status(held) is Status.WITHDRAWN
    with pytest.raises(NotNow, match="has ended for good"):
        back(owner(held), request)


def test_any_owner_takes_it_back_before_anything_was_prepared(office: Office, held: Label) -> None:
    request = asked(held)
    kept = back(seated(held, 1), request)
    assert (kept.taken_back_at, kept.taken_back_by) == (NOW + DAY, seated(held, 1).person_id)
    assert verbs()[-1] == "withdrawal.taken_back"
    assert PREPARE not in titles(officer(office))
    with pytest.raises(NotNow, match="taken back already"):
        back(owner(held), request)
    assert asked(held).id != request.id


def test_taking_back_sends_what_was_prepared_back_and_the_decider_is_too_late(
    office: Office, held: Label
) -> None:
    request = asked(held)
    change = change_prepared(office, held, WITHDRAWN)
    back(owner(held), request)
    with reading() as session:
        row = queries.get_change(session, change.id)
    assert (row.state, row.sent_back_by, row.sent_back_reason) == (
        DecisionState.SENT_BACK,
        owner(held).person_id,
        "The holder has taken its request back.",
    )
    with unit_of_work() as session, pytest.raises(NotNow, match="no longer waits"):
        actions.decide_change(
            session, actor=member(office, now=NOW + DAY), change_id=change.id, now=NOW + DAY
        )
    assert status(held) is Status.ACTIVE
    subject = f"Label {held.number}: the holder keeps it"
    assert len([one for one in issue_all(NOW + DAY) if one.subject == subject]) == 2


def test_withdrawal_that_nobody_asked_for_goes_through_a_hearing(
    office: Office, held: Label
) -> None:
    change = change_prepared(office, held, WITHDRAWN, urgent=False)
    assert change.request_id is None
    with unit_of_work() as session, pytest.raises(NotNow, match="can answer until"):
        actions.decide_change(session, actor=member(office), change_id=change.id, now=NOW)


def test_sent_back_preparation_leaves_the_wish_standing(office: Office, held: Label) -> None:
    asked(held)
    change = change_prepared(office, held, WITHDRAWN)
    with unit_of_work() as session:
        actions.send_change_back(
            session,
            actor=second_officer(office),
            change_id=change.id,
            reason="Which day?",
            now=NOW,
        )
    assert PREPARE in titles(officer(office))
    again = change_prepared(office, held, WITHDRAWN)
    with unit_of_work() as session:
        actions.decide_change(session, actor=member(office), change_id=again.id, now=NOW)
    assert status(held) is Status.WITHDRAWN


def test_nobody_but_owners_asks_or_takes_back(office: Office, held: Label) -> None:
    elsewhere = seated(label(office, name="Birch Bay Cluster"), 0)
    with reading() as session:
        person = session.get_one(Person, owner(held).person_id)
    bound = in_two_roles(person, held, Role.OFFICER)
    refusals = [
        (seated(held, 2), NotAllowed),
        (elsewhere, NotFound),
        (officer(office), NotFound),
        (member(office), NotFound),
        (bound, NotFound),
    ]
    for actor, error in refusals:
        with unit_of_work() as session, pytest.raises(error):
            ask_withdrawal(session, actor=actor, label_id=held.id, reason="", now=NOW)
    request = asked(held)
    for actor, error in refusals:
        with pytest.raises(error):
            back(actor, request)
    with unit_of_work() as session, pytest.raises(NotFound):
        take_withdrawal_back(session, actor=owner(held), request_id=uuid4(), now=NOW)
    with unit_of_work() as session, pytest.raises(NotAllowed, match="bound up"):
        actions.prepare_change(
            session,
            actor=bound,
            label_id=held.id,
            kind=WITHDRAWN,
            public_reason="At the holder’s own wish.",
            private_reason="",
            effective_on=today(NOW),
            now=NOW,
        )


def test_second_request_long_reason_and_ended_label_are_refused(
    office: Office, held: Label
) -> None:
    def ask(reason: str = "") -> None:
        with unit_of_work() as session:
            ask_withdrawal(session, actor=owner(held), label_id=held.id, reason=reason, now=NOW)

    with pytest.raises(Invalid, match="1000 characters"):
        ask("x" * 1001)
    ask()
    with pytest.raises(NotNow, match="has asked for this already"):
        ask()
    revoke(office, held)
    assert PREPARE not in titles(officer(office))
    ended = label(office, name="Birch Bay Cluster")
    revoke(office, ended)
    with unit_of_work() as session, pytest.raises(NotNow, match="does not run today"):
        ask_withdrawal(session, actor=owner(ended), label_id=ended.id, reason="", now=NOW)
