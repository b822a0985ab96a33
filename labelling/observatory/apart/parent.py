"""The parent's side: hands a file to the child and believes nothing that it answers unseen."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from benchmarking.faults import MOST_FAULTS, BadTable, Fault
from benchmarking.geography.boundaries import MOST_POINTS, MOST_REGIONS, MOST_RINGS, Rings
from labelling.core import apart
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.observatory.apart.child import OUTPUT
from labelling.observatory.checking import MOST_LINES

PATIENCE, WAIT = 60.0, 20.0  # seconds by the clock: for the child, and for a free slot before it
_CHILD = "labelling.observatory.apart.child"
_FARTHEST = 20_000  # km from the origin of EPSG:3035: all of the frame lies within
_FEWEST = 3  # points of a ring

T = TypeVar("T")

_Count = Annotated[int, Field(ge=1, le=MOST_LINES)]
_Code = Annotated[str, Field(pattern=r"^[A-Z]{2}[A-Z0-9]{0,3}$")]
_Kilometres = Annotated[int, Field(ge=-_FARTHEST, le=_FARTHEST)]
_Problem = Annotated[str, Field(min_length=1, max_length=500)]
_Line = Annotated[int, Field(ge=1, le=1_000_000_000)]
_Column = Annotated[str, Field(max_length=100)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Counted(_Said):
    """What was counted in a table of employment."""

    regions: _Count
    sectors: _Count
    areas: _Count


class _Read(_Said, Generic[T]):
    read: T


class _Refused(_Said):
    faults: Annotated[
        list[tuple[_Problem, _Line | None, _Column | None]],
        Field(min_length=1, max_length=MOST_FAULTS),
    ]
    complete: bool


_Flat = Annotated[
    dict[_Code, Annotated[list[list[_Kilometres]], Field(max_length=MOST_RINGS)]],
    Field(min_length=1, max_length=MOST_REGIONS),
]
_EMPLOYMENT: TypeAdapter[_Read[Counted] | _Refused] = TypeAdapter(_Read[Counted] | _Refused)
_BOUNDARIES: TypeAdapter[_Read[_Flat] | _Refused] = TypeAdapter(_Read[_Flat] | _Refused)


def read_employment(content: bytes) -> Counted:
    """Return what a CSV file of employment has; raise BadTable with all its faults by line.

    Raises Invalid where no process is free, or the file cannot be read within the limits.
    """
    return _taken(_EMPLOYMENT, "employment", content)


def read_boundaries(content: bytes) -> dict[str, Rings]:
    """Return the boundaries of a GeoJSON file, by code; raise BadTable, Invalid."""
    flat = _taken(_BOUNDARIES, "boundaries", content)
    if sum(len(ring) for rings in flat.values() for ring in rings) > 2 * MOST_POINTS:
        raise _unreadable()
    return {code: tuple(map(_paired, rings)) for code, rings in flat.items()}


def _paired(ring: list[int]) -> tuple[tuple[float, float], ...]:
    if len(ring) % 2 or len(ring) < 2 * _FEWEST:
        raise _unreadable()
    return tuple(zip(ring[::2], ring[1::2], strict=True))


def _taken(shape: TypeAdapter[_Read[T] | _Refused], kind: str, content: bytes) -> T:
    try:
        answer = apart.ask(_CHILD, kind, content=content, patience=PATIENCE, wait=WAIT, most=OUTPUT)
        said = shape.validate_json(answer)
    except apart.NoSlot:
        raise Invalid(
            lazy("Other files are being read just now. Try again in a minute."), field="file"
        ) from None
    except (apart.NoAnswer, ValidationError):
        raise _unreadable() from None
    if isinstance(said, _Refused):
        raise BadTable([Fault(*one) for one in said.faults], complete=said.complete)
    return said.read


def _unreadable() -> Invalid:
    return Invalid(
        lazy(
            "This file could not be read within the limits of time and memory. Look whether it is "
            "what you meant to send."
        ),
        field="file",
    )
