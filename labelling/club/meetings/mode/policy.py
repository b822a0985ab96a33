"""Who may do what while a meeting is held: chair and office lead, participants follow.

A name is shown by the member's own contact or owner, from that person's own device.
"""

from labelling.club import cures
from labelling.club.meetings.mode.subjects import Room
from labelling.club.meetings.policy import guest_accepts, naming
from labelling.core.access import ALLOWED, HIDDEN, Actor, Verdict, allowed_if, denied, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

LEADERS_ONLY = lazy("The chair of the meeting and the office of the club do this.")
PARTICIPANTS_ONLY = lazy("Those who were named for this meeting follow it.")


def _lead(actor: Actor, room: Room) -> Verdict:
    if room.leads(actor):
        return ALLOWED
    knows = room.acts(actor) or room.is_guest(actor)
    return denied(LEADERS_ONLY) if knows else HIDDEN


def _follow(actor: Actor, room: Room) -> Verdict:
    if room.leads(actor):
        return ALLOWED
    if room.is_guest(actor):
        if room.place is not None and room.acts(actor):
            return cures.accepted(room.place)
        return allowed_if(room.guest_accepted, cures.CODE_FIRST, guest_accepts(room.meeting))
    if room.place is None or not room.acts(actor):
        return HIDDEN
    if room.participant is None:
        return denied(PARTICIPANTS_ONLY, naming(actor, room.place, room.meeting))
    return cures.accepted(room.place)


def _give(actor: Actor, room: Room) -> Verdict:
    seen = _follow(actor, room)
    if not seen.allowed:
        return seen
    seated = room.participant is not None and room.participant.membership_id is not None
    return allowed_if(
        seated and room.answers(actor) and room.accepted(actor), cures.ANSWERABLE_ONLY
    )


def _agree(actor: Actor, room: Room) -> Verdict:
    if room.place is None or not room.acts(actor):
        knows = room.leads(actor) or room.is_guest(actor)
        return denied(cures.ANSWERABLE_ONLY) if knows else HIDDEN
    return cures.first_refusal(cures.answered(actor, room.place), cures.accepted(room.place))


register(Permission.MEETING_LEAD, Room, _lead)
register(Permission.MEETING_FOLLOW, Room, _follow)
register(Permission.NAMING_GIVE, Room, _give)
register(Permission.OPENNESS_AGREE, Room, _agree)
