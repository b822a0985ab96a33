"""The chair's screen and the projector: opened, stepped, closed."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club.meetings.mode.actions.leading import (
    close_meeting,
    is_early,
    judge_slides,
    open_meeting,
    show_slide,
)
from labelling.club.meetings.mode.views.blueprint import bp, heading, moment, notice, room_of, show
from labelling.club.meetings.models import MeetingState
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker


@bp.post("/<uuid:meeting_id>/open")
def begin(meeting_id: UUID) -> ResponseReturnValue:
    """Judge all slides together, outside any unit of work, and open the meeting.

    Where its day is far away, ask before: what is released cannot be taken back.
    """
    actor, now, early = asker(), identity.now(), "early" in request.form
    with reading() as session:
        room = room_of(session, meeting_id, Permission.MEETING_LEAD)
        planned = room.meeting.state is MeetingState.PLANNED
        if planned and is_early(room.meeting, now) and not early:
            return pages.page(
                "club/meetings/mode/early.html", 422, room=room, heading=heading(room)
            )
        judged = judge_slides(session, actor=actor, meeting_id=meeting_id, now=now)
    with unit_of_work() as session:
        open_meeting(session, actor=actor, judged=judged, early=early, now=now)
    return redirect(url_for(".chair", meeting_id=meeting_id, done="opened"), 303)


@bp.get("/<uuid:meeting_id>/chair")
def chair(meeting_id: UUID) -> ResponseReturnValue:
    """Show the chair's screen."""
    now = moment(meeting_id, "chair")
    return pages.page("club/meetings/mode/chair.html", 200, **show(now), notice=notice())


@bp.post("/<uuid:meeting_id>/step")
def step(meeting_id: UUID) -> ResponseReturnValue:
    """Put another slide on show, unless another screen has moved on meanwhile."""
    expected = whole_number(request.form.get("expected"), 99)
    wanted = whole_number(request.form.get("wanted"), 99)
    try:
        with unit_of_work() as session:
            show_slide(
                session,
                actor=asker(),
                meeting_id=meeting_id,
                expected=expected,
                wanted=wanted,
                now=identity.now(),
            )
    except Conflict:
        return redirect(url_for(".chair", meeting_id=meeting_id, done="elsewhere"), 303)
    return redirect(url_for(".chair", meeting_id=meeting_id), 303)


@bp.post("/<uuid:meeting_id>/close")
def close(meeting_id: UUID) -> ResponseReturnValue:
    """Close the meeting."""
    with unit_of_work() as session:
        close_meeting(session, actor=asker(), meeting_id=meeting_id, now=identity.now())
    return redirect(url_for(".chair", meeting_id=meeting_id, done="closed"), 303)


@bp.get("/<uuid:meeting_id>/projector")
def projector(meeting_id: UUID) -> ResponseReturnValue:
    """Show what the room sees: the slide, and names that members let be shown."""
    now = moment(meeting_id, "projector")
    return pages.page("club/meetings/mode/projector.html", 200, **show(now))
