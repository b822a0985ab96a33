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
    """A complaint, with the parts that ``person_id`` had in the cases of the holder it names."""

    complaint: Complaint
    person_id: UUID | None
    parts: frozenset[Part]
