"""What is asked about among awards: a round's award, a second person's step, one's own part."""

from dataclasses import dataclass
from uuid import UUID

from labelling.club.award.models import Appraiser
from labelling.club.models import Club, ClubRound
from labelling.club.subjects import Place
from labelling.core.access import Actor
from labelling.core.errors import NotNow


@dataclass(frozen=True, slots=True)
class RoundAward:
    """A round's award as one person stands to it.

    ``place`` is the person's own in the club; ``appraiser`` says that the rule names the person;
    ``bound`` are the memberships that the person is bound up with.
    """

    club: Club
    round: ClubRound
    place: Place | None
    appraiser: bool
    bound: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class SecondStep:
    """What one person prepared and another confirms or decides.

    ``concerns`` are the memberships that it is about; ``independent`` says that the two count as
    two persons; ``decided_by`` is None while nobody decided.
    """

    award: RoundAward
    first: UUID
    independent: bool
    concerns: frozenset[UUID]
    decided_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class OwnCandidacy:
    """What a member says about its own part in a round's award."""

    place: Place
    round: ClubRound


@dataclass(frozen=True, slots=True)
class OwnAppraisal:
    """An appraiser's own sheet."""

    row: Appraiser


def person_of(actor: Actor) -> UUID:
    """Return the person behind an actor who was let in; raise NotNow where there is none."""
    if actor.person_id is None:
        raise NotNow
    return actor.person_id
