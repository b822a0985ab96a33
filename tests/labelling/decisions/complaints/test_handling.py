"""Complaints are handled by somebody without a part, and answered."""

from datetime import date

import pytest
from sqlalchemy import select

from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound, NotNow
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.complaints import actions, queries
from labelling.decisions.complaints.models import ComplaintOutcome, ComplaintState, Concern
from labelling.decisions.receipts import new_key
from labelling.people.models import Person
from tests.labelling.decisions import making
from tests.labelling.decisions.complaints.making import (
    admitted,
    answered,
    current,
    letters_sent,
    made,
    office,
    panel,
    taken_on,
    waiting,
)
from tests.labelling.decisions.making import NOW
from tests.labelling.people.making import make_person


def listed_for(actor: Actor) -> list[str]:
    with reading() as session:
        listed = queries.complaints_for(session, actor, NOW)
        return [row.complaint.receipt for row in (*listed.waiting, *listed.ended)]


def test_somebody_takes_it_on_and_answers_and_the_complainer_is_told(officer: Person) -> None:
    key = new_key()
    complaint = made(key, email="ann@place.example")
    answered(complaint, office(officer))
    row = current(complaint)
    assert (row.state, row.outcome, row.answer, row.handled_by) == (
        ComplaintState.ANSWERED,
        ComplaintOutcome.IN_PART,
        "One leaflet was withdrawn.",
        officer.id,
    )
    told = [one for one in letters_sent() if one.address == "ann@place.example"]
    assert {one.subject for one in told} == {
        "Your complaint has arrived, and somebody looks at it",
        "Your complaint is being looked into",
        "Our answer to your complaint",
    }
    assert len(told) == 3
    assert all(f"/complaints/{key}" in one.body for one in told)
    with reading() as session:
        verbs = session.scalars(
            select(AuditEntry.verb)
            .where(AuditEntry.subject_id == complaint.id)
            .order_by(AuditEntry.seq)
        ).all()
    assert verbs == [
        "complaint.made",
        "complaint.taken_on",
        "complaint.admitted",
        "complaint.answered",
    ]


def test_what_is_about_the_office_goes_to_the_panels_and_no_officer_sees_it(
    officer: Person, member: Person
) -> None:
    complaint = made(concern=Concern.OFFICE)
    with pytest.raises(NotFound):
        taken_on(complaint, office(officer))
    assert waiting(office(officer)) == []
    with reading() as session:
        assert queries.complaints_for(session, office(officer), NOW).waiting == []
        assert len(queries.complaints_for(session, panel(member), NOW).waiting) == 1
    assert [task.title for task in waiting(panel(member))] == ["Take on a complaint"]
    taken_on(complaint, panel(member))


def test_who_had_a_part_in_the_holders_cases_does_not_handle_it(
    officer: Person, member: Person
) -> None:
    staff = making.make_office()
    held = making.label(staff)
    complaint = made(number=held.number)
    with pytest.raises(NotAllowed):
        taken_on(complaint, office(staff.officer))
    taken_on(complaint, office(officer))


def test_it_goes_to_the_panels_where_every_officer_had_a_part(member: Person) -> None:
    staff = making.make_office()
    held = making.label(staff)
    with unit_of_work() as session:
        second = session.get_one(Person, staff.second_officer.id)
        second.suspended_at = NOW
    complaint = made(number=held.number)
    assert [task.title for task in waiting(panel(member))] == ["Take on a complaint"]
    assert listed_for(panel(member)) == [complaint.receipt]
    taken_on(complaint, panel(member))


def test_the_panels_see_nothing_of_what_an_officer_can_deal_with(
    officer: Person, member: Person
) -> None:
    complaint = made()
    assert listed_for(panel(member)) == []
    with pytest.raises(NotFound):
        taken_on(complaint, panel(member))
    assert listed_for(office(officer)) == [complaint.receipt]


def test_only_who_took_it_on_goes_on_with_it(officer: Person) -> None:
    other = make_person("Conrad Clerk", roles=[Role.OFFICER])
    complaint = made()
    with pytest.raises(NotAllowed), unit_of_work() as session:
        actions.admit_complaint(session, actor=office(officer), complaint_id=complaint.id, now=NOW)
    taken_on(complaint, office(officer))
    for step in (actions.admit_complaint, actions.give_back_complaint, actions.forget_complainer):
        with pytest.raises(NotAllowed), unit_of_work() as session:
            step(session, actor=office(other), complaint_id=complaint.id, now=NOW)
    with pytest.raises(NotNow):
        taken_on(complaint, office(officer))
    with unit_of_work() as session:
        actions.give_back_complaint(
            session, actor=office(officer), complaint_id=complaint.id, now=NOW
        )
    taken_on(complaint, office(other))


def test_answer_needs_a_hearing_and_dismissal_a_reason(officer: Person) -> None:
    first, second = made(), made()
    taken_on(first, office(officer))
    with pytest.raises(Invalid), unit_of_work() as session:
        actions.dismiss_complaint(
            session, actor=office(officer), complaint_id=first.id, answer="", now=NOW
        )
    with unit_of_work() as session:
        actions.dismiss_complaint(
            session, actor=office(officer), complaint_id=first.id, answer="Ask them.", now=NOW
        )
    assert current(first).state is ComplaintState.INADMISSIBLE
    admitted(second, office(officer))
    for heard, answer, field in (("", "No.", "heard"), ("Yes.", "", "answer")):
        with pytest.raises(Invalid) as refusal, unit_of_work() as session:
            actions.answer_complaint(
                session, actor=office(officer), complaint_id=second.id,
                outcome=ComplaintOutcome.UPHELD, heard=heard, answer=answer, now=NOW,
            )  # fmt: skip
        assert refusal.value.field == field


def test_date_is_extended_until_the_answer(officer: Person) -> None:
    complaint = made()
    taken_on(complaint, office(officer))

    def extend(step: Clock = Clock.OUTCOME) -> None:
        with unit_of_work() as session:
            actions.extend_complaint(
                session, actor=office(officer), complaint_id=complaint.id, step=step,
                day=date(2026, 9, 1), reason="A hearing abroad.", now=NOW,
            )  # fmt: skip

    extend()
    with pytest.raises(NotNow):
        extend(Clock.PANEL)
    with reading() as session:
        assert due_dates(session, [complaint.id])[complaint.id, Clock.OUTCOME] == date(2026, 9, 1)
