"""What the rules of complaints decide about: a complaint as one person stands to it."""

from dataclasses import dataclass
from uuid import UUID

from labelling.decisions.complaints.models import Complaint
from labelling.decisions.partaking import Part


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint that somebody wants to make."""


@dataclass(frozen=True, slots=True)
class ComplaintList:
    """The list of complaints."""


@dataclass(frozen=True, slots=True)
class ComplaintCase:
    """A complaint, with the parts that ``person_id`` had in the cases of the holder it names.

    ``falls_to_them`` says that it goes to this person: as one of those who can take it on, or as
    the one who has.
    """

    complaint: Complaint
    person_id: UUID | None
    parts: frozenset[Part]
    falls_to_them: bool
