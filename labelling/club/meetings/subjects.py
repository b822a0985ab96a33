"""What is asked about among meetings: a meeting, a sealed sheet, an action, as one stands to it."""

from dataclasses import dataclass

from labelling.club.meetings.models import ClubAction, Meeting, Participant, SealedSheet
from labelling.club.models import Club
from labelling.club.subjects import Place
from labelling.core.access import Actor, Role


@dataclass(frozen=True, slots=True)
class AtMeeting:
    """A meeting as an actor stands to it.

    ``place`` is the actor's own in the club, None for who has none; ``participant`` its place at
    the table. ``accepted`` says that a guest accepted the code of conduct in force; members accept
    it for their place.
    """

    club: Club
    meeting: Meeting
    place: Place | None
    participant: Participant | None
    accepted: bool

    def knows(self, actor: Actor) -> bool:
        """Say whether the actor may know that there is this meeting."""
        return is_office(actor) or self.is_member(actor) or self.participant is not None

    def is_member(self, actor: Actor) -> bool:
        """Say whether the actor acts for a member that has not left."""
        place = self.place
        return place is not None and place.acted_for_by(actor) and place.membership.left_on is None

    def has_accepted(self, actor: Actor) -> bool:
        """Say whether the actor accepted the code in force; the office works under it anyway."""
        if is_office(actor):
            return True
        if self.is_member(actor):
            return self.place is not None and self.place.accepted
        return self.accepted

    def is_chair(self, actor: Actor) -> bool:
        """Say whether the actor chairs this meeting, as a member who accepted the code."""
        chairs = actor.person_id is not None and self.meeting.chair_id == actor.person_id
        return chairs and self.is_member(actor) and self.has_accepted(actor)

    def leads(self, actor: Actor) -> bool:
        """Say whether the actor prepares and minutes the meeting: the office, or the chair."""
        return is_office(actor) or self.is_chair(actor)


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A member's sealed sheet."""

    place: Place
    sheet: SealedSheet


@dataclass(frozen=True, slots=True)
class ClubActions:
    """The actions of a club and of the actor's own member in it (None for who has none).

    ``office_bound`` says that they are a member's own, and that the actor is of the office and
    bound up with a member of the club.
    """

    club: Club
    place: Place | None
    office_bound: bool = False


@dataclass(frozen=True, slots=True)
class OneAction:
    """An action; ``place`` is that of the member whose own it is, else the actor's in the club.

    ``meeting`` is the one in which a club's action was typed, as the actor stands to it.
    """

    club: Club
    action: ClubAction
    place: Place | None
    meeting: AtMeeting | None


def is_office(actor: Actor) -> bool:
    """Say whether somebody of the office asks."""
    return actor.role is Role.OFFICER
