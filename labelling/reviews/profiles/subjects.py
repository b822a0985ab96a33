"""What the rules about assessors decide about."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Assessors:
    """The list of all assessors."""


@dataclass(frozen=True, slots=True)
class AssessorFile:
    """What is known of one assessor."""

    person_id: UUID
