"""What is asked about in meeting mode: a meeting as somebody stands to it."""

from dataclasses import dataclass

from labelling.club.meetings.models import Meeting, MeetingState, Participant
from labelling.club.models import Club, ClubRound
from labelling.club.subjects import Place
from labelling.core.access import Actor, Role


@dataclass(frozen=True, slots=True)
class Room:
    """A meeting; ``place`` is the asker's own member, ``participant`` its seat in the room.

    Guests of the office have a seat and no place; who is of the club may have no seat.
    ``guest_accepted`` says that a guest accepted the code of conduct in force.
    """

    club: Club
    round: ClubRound
    meeting: Meeting
    place: Place | None
    participant: Participant | None
    guest_accepted: bool

    @property
    def is_open(self) -> bool:
        """Say whether the meeting is being held."""
        return self.meeting.state is MeetingState.OPEN

    def acts(self, actor: Actor) -> bool:
        """Say whether the actor acts for a member that has not left."""
        place = self.place
        return place is not None and place.acted_for_by(actor) and place.membership.left_on is None

    def accepted(self, actor: Actor) -> bool:
        """Say whether the actor acts for a member and accepted the code of conduct for it."""
        return self.acts(actor) and self.place is not None and self.place.accepted

    def answers(self, actor: Actor) -> bool:
        """Say whether the actor answers for its member: as its contact, or as an owner."""
        return self.acts(actor) and self.place is not None and self.place.answered_for_by(actor)

    def is_guest(self, actor: Actor) -> bool:
        """Say whether the actor was named for this meeting without a member."""
        seat = self.participant
        return seat is not None and seat.membership_id is None and actor.role is not Role.PUBLIC

    def leads(self, actor: Actor) -> bool:
        """Say whether the actor is of the office, or chairs this meeting as a member."""
        if actor.role is Role.OFFICER:
            return True
        chairs = actor.person_id is not None and self.meeting.chair_id == actor.person_id
        return chairs and self.accepted(actor)
