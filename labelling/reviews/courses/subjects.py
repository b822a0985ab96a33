"""What the rules of courses decide about."""

from dataclasses import dataclass
from uuid import UUID

from labelling.reviews.courses.library import Audience


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A course as one person takes it."""

    person_id: UUID
    audience: Audience


@dataclass(frozen=True, slots=True)
class Trainings:
    """Who takes part in courses, and who trained whom."""
