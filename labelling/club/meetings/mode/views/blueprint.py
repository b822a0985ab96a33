"""The blueprint of meeting mode, and what its pages share."""

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy.orm import Session

from labelling.club.meetings.mode import queries
from labelling.club.meetings.mode.live import Live, Screen, live
from labelling.club.meetings.mode.subjects import Room
from labelling.core import access
from labelling.core.database import reading
from labelling.core.i18n import Text, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity
from labelling.core.web import live as changing
from labelling.core.web.identity import asker

bp = Blueprint("meeting_mode", __name__, url_prefix="/meeting-mode")

DONE: dict[str, Text] = {
    "agreed": lazy("Your agreement is on record. You may take it back at any time."),
    "chosen": lazy("The slides are chosen. Read their questions, then open the meeting."),
    "closed": lazy("The meeting is closed. Names are shown no more."),
    "elsewhere": lazy("Another screen had moved on. This is what is on show now."),
    "given": lazy("Your name is shown now. You may take it back at any time."),
    "offered": lazy("Saved. Members can agree up to the day before the meeting."),
    "opened": lazy("The meeting is open. Participants follow from now on."),
    "taken_back": lazy("Your agreement was taken back."),
    "withdrawn": lazy("Your name is shown no more."),
    "worded": lazy("The slides were saved."),
}
REQUIRED: dict[Screen, Permission] = {
    "follow": Permission.MEETING_FOLLOW,
    "chair": Permission.MEETING_LEAD,
    "projector": Permission.MEETING_LEAD,
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def room_of(session: Session, meeting_id: UUID, permission: Permission) -> Room:
    """Return a meeting as the asker stands to it, once the asker may do this there."""
    actor = asker()
    room = queries.room_for(session, actor, meeting_id, identity.now())
    access.require(actor, permission, room)
    return room


def moment(meeting_id: UUID, screen: Screen) -> Live:
    """Return what a screen of the asker shows at this moment."""
    with reading() as session:
        room = room_of(session, meeting_id, REQUIRED[screen])
        return live(session, asker(), room, screen, identity.now())


def show(now: Live) -> dict[str, object]:
    """Return what the templates of a screen are given."""
    return {
        "live": now,
        "room": now.room,
        "heading": heading(now.room),
        "address": url_for(".live_part", meeting_id=now.room.meeting.id, screen=now.screen),
    }


def heading(room: Room) -> str:
    """Return what a meeting is called."""
    return gettext("Meeting of %(half)s", half=room.round.half_year)


def part(now: Live) -> Response:
    """Return the changing part of a screen; 304 where the asker shows it already."""
    template = f"club/meetings/mode/live_{now.screen}.html"
    return changing.part(now.tag, lambda: render_template(template, **show(now)))
