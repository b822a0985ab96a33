"""Complaints are made by anyone and kept with the hash of their key."""

from datetime import date

import pytest

from labelling.core.database import reading
from labelling.core.errors import Invalid
from labelling.decisions.clocks.dates import due_dates
from labelling.decisions.clocks.spans import Clock
from labelling.decisions.complaints import letters, queries
from labelling.decisions.complaints.models import ComplaintState
from labelling.decisions.receipts import key_hash, new_key
from labelling.people.models import Person
from tests.labelling.decisions.complaints.making import current, letters_sent, made


def test_complaint_is_kept_with_the_hash_of_its_key_and_starts_its_clocks(officer: Person) -> None:
    key = new_key()
    row = current(made(key, name="Ann Other", email="ann@place.example", may_be_named=True))
    assert (row.state, row.key_sha256, row.name, row.may_be_named) == (
        ComplaintState.RECEIVED,
        key_hash("complaint", key),
        "Ann Other",
        True,
    )
    assert letters.contact(row) == ("ann@place.example", key)
    assert b"ann@place" not in (row.contact_sealed or b"")
    with reading() as session:
        assert due_dates(session, [row.id]) == {
            (row.id, Clock.ACKNOWLEDGE): date(2026, 6, 4),
            (row.id, Clock.ADMISSIBILITY): date(2026, 6, 11),
            (row.id, Clock.OUTCOME): date(2026, 7, 27),
        }
        assert queries.find_by_key(session, key.lower().replace("-", " ")) is not None
        assert queries.find_by_key(session, new_key()) is None
    # Nothing goes to an address that a stranger typed before somebody has read the complaint.
    assert [letter.address for letter in letters_sent()] == [officer.email]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 8001}, "text"),
        ({"number": "CE-2026-0001-X"}, "number"),
        ({"email": "nobody"}, "email"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_complaint_that_cannot_be_taken_is_refused(
    officer: Person, told: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        made(**told)
    assert refusal.value.field == field


def test_nobody_who_gave_no_name_is_marked_as_to_be_named(officer: Person) -> None:
    assert current(made(may_be_named=True)).may_be_named is False
