"""The holder is heard before a change, nobody decides unheard, and nothing leaks."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from certificates.standing import Status
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, Invalid, NotNow
from labelling.decisions import actions
from labelling.decisions.hearings.models import LabelHearing
from labelling.decisions.models import Label, LabelChange, LabelEventKind
from labelling.issuing.models import LogLeaf
from labelling.organisations.actions.evidence import remove_evidence
from labelling.organisations.evidence_access import must_be_kept, opened_versions
from labelling.people.models import Person
from tests.labelling.decisions.hearings.making import (
    DAY,
    LAST,
    LIFTED,
    REVOKED,
    SUSPENDED,
    WITHDRAWN,
    decide,
    owner_row,
    status,
    tasks,
    verbs,
)
from tests.labelling.decisions.making import (
    NOW,
    Office,
    acting,
    change_prepared,
    issue_all,
    label,
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


def leaves() -> int:
    with reading() as session:
        return len(session.scalars(select(LogLeaf.index)).all())


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
        bound = in_two_roles(owner_row(held), held, Role.COMMITTEE)
        assert opened_versions(session, bound, cited.id) == set()
