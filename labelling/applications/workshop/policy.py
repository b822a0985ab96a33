"""Who takes part in a workshop: whoever has its code, while it is open."""

from labelling.applications.workshop.subjects import Room
from labelling.core.access import Actor, Verdict, known_if, register
from labelling.core.permissions import Permission


def _joins(_actor: Actor, room: Room) -> Verdict:
    return known_if(room.is_open)


register(Permission.WORKSHOP_JOIN, Room, _joins)
