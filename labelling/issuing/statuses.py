"""Status lists: a place for each certificate, and the bits as they follow from dated facts.

No bit is stored. A list is made and signed when it is asked for, so that what was decided a
moment ago stands in it; places are random, and never given to another certificate.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random, SystemRandom
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from certificates import keys as signing
from certificates.errors import BadInput
from certificates.standing import ONE_DAY
from certificates.status import (
    VALID_FOR,
    Purpose,
    StatusEntry,
    StatusList,
    list_credential,
)
from certificates.statusbits import bits_of, free_index
from labelling.core import clock
from labelling.issuing import issuer
from labelling.issuing.models import StatusEntry as Place
from labelling.settings import in_use

PATH = "/status"
LIST_NAME = "^(revocation|suspension)-([1-9][0-9]{0,5})$"

Marks = Callable[[Purpose, date], Select[UUID]]

_NAME = re.compile(LIST_NAME, re.ASCII)
_marks: list[Marks] = []
_chance = SystemRandom()


@dataclass(frozen=True, slots=True)
class ListName:
    """One list: what its bits say, and its number, counted from 1."""

    purpose: Purpose
    number: int

    def __str__(self) -> str:
        return f"{self.purpose.value}-{self.number}"

    @property
    def address(self) -> str:
        """The address under which credentials name the list."""
        return f"{in_use().public_url}{PATH}/{self}"


def marks(function: Marks) -> Marks:
    """Register what finds a room's certificates whose bit is set, for a purpose and a day."""
    _marks.append(function)
    return function


def read_name(text: str) -> ListName:
    """Return the list of this name; raise BadInput where no list could have it."""
    found = _NAME.fullmatch(text)
    if found is None:
        raise BadInput("There is no status list of this name.")
    return ListName(Purpose(found[1]), int(found[2]))


def free_places(session: Session, chance: Random = _chance) -> Mapping[Purpose, StatusEntry]:
    """Return a place in each purpose's newest list; a list that is half full begins the next."""
    last = select(Place.purpose, func.max(Place.list).label("list")).group_by(Place.purpose)
    newest = last.subquery()
    filled = session.execute(
        select(Place.purpose, Place.list, func.count())
        .join(newest, and_(newest.c.purpose == Place.purpose, newest.c.list == Place.list))
        .group_by(Place.purpose, Place.list)
    )
    known = {purpose: (number, taken) for purpose, number, taken in filled}
    return {
        purpose: _free_place(session, purpose, *known.get(purpose, (1, 0)), chance)
        for purpose in Purpose
    }


def take_places(
    session: Session, places: Mapping[Purpose, StatusEntry], certificate_id: UUID
) -> None:
    """Give places to a certificate for ever, in the unit of work that found them free."""
    for purpose, place in places.items():
        number = read_name(place.address.rpartition("/")[2]).number
        session.add(
            Place(purpose=purpose, list=number, index=place.index, certificate_id=certificate_id)
        )
    session.flush()


def list_names(session: Session) -> list[ListName]:
    """Return all lists that a certificate stands in, by purpose and number."""
    found = session.execute(
        select(Place.purpose, Place.list).distinct().order_by(Place.purpose, Place.list)
    )
    return [ListName(purpose, number) for purpose, number in found]


def signed_list(session: Session, name: ListName, now: datetime) -> bytes:
    """Return a list as it stands now, signed; raise CannotSign without a key.

    It holds for 24 hours, or until the day ends where the next one changes it: a suspension that
    was announced must not be covered by yesterday's list.
    """
    begins = now.replace(microsecond=0)
    today = clock.today(now)
    present = _marked(session, name, today)
    until = begins + VALID_FOR
    if _marked(session, name, today + ONE_DAY) != present:
        until = min(until, clock.end_of_day(today, clock.scheme_zone()))
    content = list_credential(
        StatusList(
            address=name.address,
            issuer=issuer.did(),
            purpose=name.purpose,
            valid_from=begins,
            valid_until=until,
            bits=bits_of(present),
        )
    )
    return issuer.signed(session, content, signing.Purpose.STATUS, now)


def signed_lists(session: Session, now: datetime) -> tuple[bytes, ...]:
    """Return all lists as they stand now, signed; raise CannotSign without a key."""
    return tuple(signed_list(session, name, now) for name in list_names(session))


def _marked(session: Session, name: ListName, day: date) -> frozenset[int]:
    return frozenset(
        index
        for find in _marks
        for index in session.scalars(
            select(Place.index).where(
                Place.purpose == name.purpose,
                Place.list == name.number,
                Place.certificate_id.in_(find(name.purpose, day)),
            )
        )
    )


def _free_place(
    session: Session, purpose: Purpose, number: int, taken: int, chance: Random
) -> StatusEntry:
    name = ListName(purpose, number)
    try:
        index = free_index(_Taken(session, name, taken), chance)
    except BadInput:
        name = ListName(purpose, number + 1)
        index = free_index((), chance)
    return StatusEntry(purpose, name.address, index)


class _Taken(Collection[int]):
    """The places of a list that were handed out, asked one by one rather than all read."""

    def __init__(self, session: Session, name: ListName, count: int) -> None:
        self._session, self._count = session, count
        self._of_list = (Place.purpose == name.purpose, Place.list == name.number)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, index: object) -> bool:
        found = select(Place.certificate_id).where(*self._of_list, Place.index == index)
        return self._session.scalar(found) is not None

    def __iter__(self) -> Iterator[int]:
        return iter(self._session.scalars(select(Place.index).where(*self._of_list)))
