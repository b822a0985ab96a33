"""Places in status lists: random, never given twice, and a further list in time."""

from random import Random
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from certificates import statusbits
from certificates.errors import BadInput
from certificates.status import Purpose, StatusEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.worker import Worker
from labelling.issuing import statuses
from labelling.issuing.models import StatusEntry as Place
from labelling.issuing.statuses import ListName, free_places, read_name
from labelling.settings import Settings
from tests.labelling.issuing.making import NOW, add_holder, order, source_for

REVOCATION = "http://localhost/status/revocation-1"


class Stuck(Random):
    """Chance that says the same numbers in turn."""

    def __init__(self, *numbers: int) -> None:
        super().__init__()
        self._numbers = list(numbers)

    def randrange(self, *_: object) -> int:
        return self._numbers.pop(0)


@pytest.fixture
def issued(keyed: Database, settings: Settings) -> Place:
    """Return the place in the revocation list of a certificate that was issued."""
    with unit_of_work() as session:
        holder = add_holder(session)
    with source_for(holder.id):
        order()
        Worker(settings, lambda _letter, _settings: None).drain(NOW)
    with reading() as session:
        return session.query(Place).filter_by(purpose=Purpose.REVOCATION).one()


def test_first_place_is_in_the_first_list(keyed: Database) -> None:
    with reading() as session:
        places = free_places(session, Stuck(7, 9))
    assert places == {
        Purpose.REVOCATION: StatusEntry(Purpose.REVOCATION, REVOCATION, 7),
        Purpose.SUSPENSION: StatusEntry(
            Purpose.SUSPENSION, "http://localhost/status/suspension-1", 9
        ),
    }


def test_place_that_was_given_is_not_drawn_again(issued: Place) -> None:
    with reading() as session:
        places = free_places(session, Stuck(issued.index, 7, 9))
    assert places[Purpose.REVOCATION].index == 7


def test_half_full_list_begins_the_next(issued: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statusbits.free_index, "__defaults__", (2,))
    with reading() as session:
        places = free_places(session, Stuck(1, 1))
    assert places[Purpose.REVOCATION].address == "http://localhost/status/revocation-2"


def test_database_gives_no_place_twice(issued: Place) -> None:
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.add(
            Place(
                purpose=issued.purpose,
                list=issued.list,
                index=issued.index,
                certificate_id=uuid4(),
            )
        )
        session.flush()


def test_certificate_stands_in_both_lists_at_places_of_its_own(issued: Place) -> None:
    with reading() as session:
        assert statuses.list_names(session) == [
            ListName(Purpose.REVOCATION, 1),
            ListName(Purpose.SUSPENSION, 1),
        ]


@pytest.mark.parametrize(
    "name", ["", "revocation", "revocation-0", "revocation-01", "expiry-1", "revocation-1/.."]
)
def test_name_that_no_list_has_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        read_name(name)
