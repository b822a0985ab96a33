"""What the rules of this room decide about: an application with its team as far as it matters."""

from dataclasses import dataclass
from uuid import UUID

from labelling.applications.models import Application
from labelling.reviews.models import PanelSeat


@dataclass(frozen=True, slots=True)
class Assessment:
    """One application and its team.

    ``opened`` says that every member of the team has handed in: before that nobody learns
    anything of anybody's scores. ``waiting`` are the people who still score, further readers
    among them: they see nothing of the others in any of their roles. ``editor`` is who edits the
    language of the report, where the office named somebody, until the report is final.
    ``bound_up`` are the people bound up with the applicant, whom no office's right helps.
    """

    application: Application
    team: frozenset[UUID]
    readers: frozenset[UUID]
    waiting: frozenset[UUID]
    lead: UUID | None
    opened: bool
    released: bool
    bound_up: frozenset[UUID]
    editor: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit that is planned; ``asked`` says that the organisation was asked for a day."""

    assessment: Assessment
    asked: bool


@dataclass(frozen=True, slots=True)
class ConflictCase:
    """A declared conflict that office and applicant must agree to, with the applicant."""

    seat: PanelSeat
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class RatingBook:
    """What organisations say of their reports, all together."""


@dataclass(frozen=True, slots=True)
class WaitingCases:
    """The cases that wait for a team, all together; each is asked about again by itself."""


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """What an assessor says of countries, languages and fields."""

    person_id: UUID
