"""What is asked about in this room: clubs, a member's place, a member's part in a round."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_

from labelling.club.models import Club, ClubRound, Membership, RoundMember, Survey
from labelling.core.access import Actor, Role, Seat


@dataclass(frozen=True, slots=True)
class Clubs:
    """All clubs: those that there are, and one that is to be founded.

    ``chairs`` says that the actor chairs one of them.
    """

    chairs: bool = False


@dataclass(frozen=True, slots=True)
class Oversight:
    """What the office does in a club about all of its members together.

    ``office_bound`` says that the actor is of the office and bound up with a member of the club.
    """

    club: Club
    office_bound: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A member's place in a club, and whether this actor accepted the code in force for it."""

    club: Club
    membership: Membership
    accepted: bool

    def acted_for_by(self, actor: Actor) -> bool:
        """Say whether the actor acts for the member: as its contact, or on any of its seats."""
        return acts_for(actor, self.membership)

    def written_by(self, actor: Actor) -> bool:
        """Say whether the actor writes for the member: contact, owner or contributor."""
        return is_contact(actor, self.membership) or sits(
            actor, self.membership.organisation_id, Seat.OWNER, Seat.CONTRIBUTOR
        )

    def answered_for_by(self, actor: Actor) -> bool:
        """Say whether the actor answers for the member: the contact, or an owner."""
        return is_contact(actor, self.membership) or sits(
            actor, self.membership.organisation_id, Seat.OWNER
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A member's part in a round.

    ``office_bound`` says that the actor is of the office and bound up with a member of the club.
    """

    place: Place
    round: ClubRound
    row: RoundMember
    office_bound: bool


@dataclass(frozen=True, slots=True)
class OwnSurvey:
    """A survey of a member among the members of its cluster."""

    place: Place
    survey: Survey


def chairs(actor: Actor, club: Club) -> bool:
    """Say whether the actor chairs a club, a member or not."""
    return actor.person_id is not None and club.chair_id == actor.person_id


def is_contact(actor: Actor, membership: Membership) -> bool:
    """Say whether the actor is the member's designated contact."""
    return (
        actor.role is Role.MANAGER
        and actor.person_id is not None
        and membership.contact_id == actor.person_id
    )


def sits(actor: Actor, organisation_id: UUID | None, *seats: Seat) -> bool:
    """Say whether the actor sits in the organisation behind a membership."""
    return organisation_id is not None and actor.holds(organisation_id, *seats)


def acts_for(actor: Actor, membership: Membership) -> bool:
    """Say whether the actor acts for a member at all."""
    return is_contact(actor, membership) or sits(actor, membership.organisation_id)


def own_memberships(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for the places of those for whom the actor acts."""
    if actor.role is not Role.MANAGER or actor.person_id is None:
        return false()
    return or_(
        Membership.organisation_id.in_(actor.organisations()),
        Membership.contact_id == actor.person_id,
    )
