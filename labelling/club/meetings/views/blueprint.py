"""The blueprint of meetings, and what its pages share."""

from uuid import UUID

from flask import Blueprint, request, url_for
from sqlalchemy.orm import Session

from labelling.club.meetings import queries
from labelling.club.meetings.subjects import AtMeeting
from labelling.core.access import Actor
from labelling.core.i18n import Text, format_day, gettext, lazy
from labelling.core.web import identity

bp = Blueprint("meetings", __name__, url_prefix="/clubs")

DONE: dict[str, Text] = {
    "accepted": lazy("You accepted the code of conduct. It is noted with your name and today."),
    "answered": lazy("Your answer is noted."),
    "begun": lazy("Write as people talk. Every change is saved."),
    "cancelled": lazy("The meeting is cancelled. All who were told of it were told why."),
    "changed": lazy("Everything was saved."),
    "confirmed": lazy("The minutes are confirmed. All who took part were told by mail."),
    "ended": lazy("It is noted what became of the action."),
    "invited": lazy("The invitation was sent."),
    "moved": lazy("The meeting was changed. All who were told of it were told by mail."),
    "named": lazy("The person was named, and told by mail."),
    "off": lazy("The person is off the list."),
    "ordered": lazy("The pack is being made. This takes a minute; the page shows it then."),
    "planned": lazy("The meeting is planned. Every member was told by mail."),
    "released": lazy("The chair was asked to confirm the minutes."),
    "reopened": lazy("The action is open again."),
    "there": lazy("It is noted who was there."),
    "typed": lazy("The action is noted. Type the next one."),
    "wanted": lazy("Your action is planned. You and the office see it."),
}


@bp.before_request
def ask_who() -> None:
    """Send who has not signed in to do so: nothing here is public."""
    identity.asker()


def notice() -> Text | None:
    """Return the sentence that confirms what was just done, by its name in the address."""
    return DONE.get(request.args.get("done", ""))


def at_meeting(session: Session, actor: Actor, meeting_id: UUID) -> AtMeeting:
    """Return a meeting as the asker stands to it; raise NotFound."""
    return queries.at_meeting(session, actor, meeting_id, identity.now())


def crumbs(at: AtMeeting, here: str = "") -> list[dict[str, str]]:
    """Return where a page of a meeting lies, by its day; guests have no page of the club."""
    found, day = [], format_day(at.meeting.held_on)
    if at.place is not None:
        found.append(
            {"text": gettext("Meetings"), "url": url_for("meetings.of_club", club_id=at.club.id)}
        )
    if here:
        address = url_for("meetings.show", meeting_id=at.meeting.id)
        return [*found, {"text": day, "url": address}, {"text": here}]
    return [*found, {"text": day}]
