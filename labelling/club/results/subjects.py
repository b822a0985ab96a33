"""What is asked about among results: a member's own, and the club's."""

from dataclasses import dataclass

from labelling.club.models import Club
from labelling.club.subjects import Place


@dataclass(frozen=True, slots=True)
class OwnResults:
    """Everything that is shown to one member of its own figures beside the others'."""

    place: Place


@dataclass(frozen=True, slots=True)
class ClubResults:
    """What the club sees together; ``place`` is the asker's own, None for who has none in it."""

    club: Club
    place: Place | None


@dataclass(frozen=True, slots=True)
class Releases:
    """The ledger of a club: what was published, and what is to be published next."""

    club: Club
    place: Place | None
