"""What is asked about among exchanges: a club's visits, one visit, a question, being asked."""

from dataclasses import dataclass
from uuid import UUID

from labelling.club.exchange.models import AskedMember, Question, Visit
from labelling.club.models import Club
from labelling.club.subjects import Place


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of a club as one person stands to them; ``place`` is None for the office."""

    club: Club
    place: Place | None


@dataclass(frozen=True, slots=True)
class OneVisit:
    """A visit; ``guests`` are the memberships that visit."""

    club: Club
    place: Place | None
    row: Visit
    guests: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question with the place of the member that asks it.

    ``office_bound`` says that the actor is of the office and bound up with a member of the club.
    """

    place: Place
    row: Question
    office_bound: bool


@dataclass(frozen=True, slots=True)
class OwnAsked:
    """A question that a member was asked, with that member's place."""

    place: Place
    row: AskedMember
