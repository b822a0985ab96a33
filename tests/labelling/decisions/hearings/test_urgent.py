"""An urgent change is decided at once, and the holder heard right after."""

import pytest

from certificates.standing import Status
from labelling.core.clock import today
from labelling.core.database import unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.decisions import actions
from labelling.decisions.hearings import actions as hearings
from labelling.decisions.models import Label, LabelEventKind
from tests.labelling.decisions.hearings.making import (
    DAY,
    LAST,
    LIFTED,
    REVOKED,
    SUSPENDED,
    WITHDRAWN,
    decide,
    status,
    tasks,
    verbs,
)
from tests.labelling.decisions.making import (
    NOW,
    URGENT,
    Office,
    change_prepared,
    issue_all,
    lift,
    member,
    officer,
    owner,
    suspend,
)
from tests.labelling.decisions.owning import answer, heard_on, second_officer


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
