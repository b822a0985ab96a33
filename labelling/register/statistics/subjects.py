"""What the rules of statistics decide about."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of a year as they were counted."""


@dataclass(frozen=True, slots=True)
class DraftRelease:
    """A release that an officer made, as ``person_id`` stands to that officer."""

    made_by: UUID
    person_id: UUID | None
    independent: bool
