"""Who may do what while a meeting is held: chair and office lead, participants follow.

A name is shown by the member's own contact or owner, from that person's own device.
"""

from labelling.club.meetings.mode.subjects import Room
from labelling.core.access import ALLOWED, HIDDEN, Actor, Verdict, allowed_if, denied, register
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

LEADERS_ONLY = lazy("The chair of the meeting and the office of the club do this.")
PARTICIPANTS_ONLY = lazy("Those who were named for this meeting follow it.")
ANSWERABLE_ONLY = lazy("The contact or an owner of the organisation does this.")
CODE_FIRST = lazy("Accept the code of conduct first.")


def _lead(actor: Actor, room: Room) -> Verdict:
    if room.leads(actor):
        return ALLOWED
    knows = room.acts(actor) or room.is_guest(actor)
    return denied(LEADERS_ONLY) if knows else HIDDEN


def _follow(actor: Actor, room: Room) -> Verdict:
    if room.leads(actor):
        return ALLOWED
    if room.is_guest(actor):
        accepted = room.accepted(actor) if room.acts(actor) else room.guest_accepted
        return allowed_if(accepted, CODE_FIRST)
    if not room.acts(actor):
        return HIDDEN
    if room.participant is None:
        return denied(PARTICIPANTS_ONLY)
    return allowed_if(room.accepted(actor), CODE_FIRST)


def _give(actor: Actor, room: Room) -> Verdict:
    seen = _follow(actor, room)
    if not seen.allowed:
        return seen
    seated = room.participant is not None and room.participant.membership_id is not None
    return allowed_if(seated and room.answers(actor) and room.accepted(actor), ANSWERABLE_ONLY)


def _agree(actor: Actor, room: Room) -> Verdict:
    if not room.acts(actor):
        return denied(ANSWERABLE_ONLY) if room.leads(actor) or room.is_guest(actor) else HIDDEN
    if not room.answers(actor):
        return denied(ANSWERABLE_ONLY)
    return allowed_if(room.accepted(actor), CODE_FIRST)


register(Permission.MEETING_LEAD, Room, _lead)
register(Permission.MEETING_FOLLOW, Room, _follow)
register(Permission.NAMING_GIVE, Room, _give)
register(Permission.OPENNESS_AGREE, Room, _agree)
