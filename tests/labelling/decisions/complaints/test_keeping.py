"""What a complaint said is forgotten in time, and its dates are not."""

from datetime import datetime

import pytest

from labelling.core.database import reading, unit_of_work
from labelling.core.mail import Letter
from labelling.decisions.complaints import actions, queries
from labelling.decisions.complaints.keeping import clear_ended, export
from labelling.decisions.complaints.models import ComplaintOutcome, Concern
from labelling.decisions.complaints.tasks import remind
from labelling.decisions.receipts import new_key
from labelling.people.models import Person
from tests.labelling.decisions.complaints.making import (
    DAY,
    answered,
    current,
    letters_sent,
    made,
    office,
    taken_on,
)
from tests.labelling.decisions.making import NOW


def test_name_and_address_are_erased_when_asked_for(officer: Person) -> None:
    key = new_key()
    complaint = made(key, name="Ann Other", email="ann@place.example")
    taken_on(complaint, office(officer))
    with unit_of_work() as session:
        actions.forget_complainer(
            session, actor=office(officer), complaint_id=complaint.id, now=NOW
        )
    row = current(complaint)
    assert (row.name, row.contact_sealed, row.text) == ("", None, complaint.text)
    with reading() as session:
        assert queries.find_by_key(session, key) is not None


def test_everything_written_is_erased_24_months_after_the_answer(officer: Person) -> None:
    complaint = made(name="Ann Other", email="ann@place.example")
    answered(complaint, office(officer))
    for days, kept in ((730, True), (731, False)):
        with unit_of_work() as session:
            clear_ended(session, NOW + days * DAY)
        row = current(complaint)
        assert bool(row.text and row.name and row.answer and row.heard) is kept
    assert (row.outcome, row.concern, row.contact_sealed) == (
        ComplaintOutcome.IN_PART,
        Concern.HOLDER,
        None,
    )
    with reading() as session:
        [known] = export(session, officer.id)["complaints"]
    assert known["receipt"] == complaint.receipt


@pytest.mark.parametrize(("days", "subjects"), [(4, 0), (5, 1), (7, 1), (8, 1), (14, 1), (15, 0)])
def test_reminder_goes_out_before_and_after_the_date_once(
    officer: Person, days: int, subjects: int
) -> None:
    made()
    letters_sent()
    for _ in range(2):
        with unit_of_work() as session:
            remind(session, NOW + days * DAY)
    assert len(letters_sent_at(NOW + days * DAY)) == subjects


def letters_sent_at(moment: datetime) -> list[Letter]:
    return [one for one in letters_sent(moment) if "due" in one.subject]
