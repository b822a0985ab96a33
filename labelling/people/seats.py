"""What organisations, a room above this one, tell this room: people's seats, and names."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Seat

SeatSource = Callable[[Session, UUID], Mapping[UUID, Seat]]
NameSource = Callable[[Session, Iterable[UUID]], Mapping[UUID, str]]

_seats: list[SeatSource] = []
_names: list[NameSource] = []


def set_seat_source(function: SeatSource) -> None:
    """Register how a person's seats are found: organisation to seat."""
    _seats[:] = [function]


def set_name_source(function: NameSource) -> None:
    """Register how the names of organisations are found."""
    _names[:] = [function]


def seats_of(session: Session, person_id: UUID) -> Mapping[UUID, Seat]:
    """Return the person's seats, read-only; none while no room has registered a source."""
    found = dict(_seats[0](session, person_id)) if _seats else {}
    return MappingProxyType(found)


def organisation_names(session: Session, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """Return the names of organisations by their ids; none without a source."""
    wanted = set(ids)
    return _names[0](session, wanted) if _names and wanted else {}
