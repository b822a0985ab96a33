"""Participants follow on their own devices, and decide there about their own name."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club.meetings.mode import queries, texts
from labelling.club.meetings.mode.actions.following import note_follower
from labelling.club.meetings.mode.actions.naming import (
    give_consent,
    judge_naming,
    withdraw_consent,
)
from labelling.club.meetings.mode.views.blueprint import (
    REQUIRED,
    bp,
    moment,
    notice,
    part,
    show,
)
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound, NotNow
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.get("/<uuid:meeting_id>")
def follow(meeting_id: UUID) -> ResponseReturnValue:
    """Show a participant what is on show, with the own figure that nobody else sees."""
    return _follow_page(meeting_id)


def _is_to_accept(meeting_id: UUID) -> bool:
    """Say whether a guest asks who has not accepted the code of conduct yet."""
    actor = asker()
    with reading() as session:
        room = queries.room_for(session, actor, meeting_id, identity.now())
    return room.is_guest(actor) and not room.leads(actor) and not room.guest_accepted


def _follow_page(meeting_id: UUID, refused: str = "") -> ResponseReturnValue:
    if _is_to_accept(meeting_id):
        return redirect(url_for("meetings.code", meeting_id=meeting_id))
    now = moment(meeting_id, "follow")
    place = now.room.place
    with reading() as session:
        given = (
            queries.consents_of(session, meeting_id, place.membership.id)
            if place is not None
            else []
        )
    return pages.page(
        "club/meetings/mode/follow.html",
        409 if refused else 200,
        **show(now),
        given=given,
        refused=refused,
        notice=notice(),
    )


@bp.get("/<uuid:meeting_id>/live/<screen>")
def live_part(meeting_id: UUID, screen: str) -> ResponseReturnValue:
    """Return the changing part of a screen, or say that nothing has changed."""
    if screen not in REQUIRED:
        raise NotFound
    return part(moment(meeting_id, screen))


@bp.post("/<uuid:meeting_id>/here")
def here(meeting_id: UUID) -> ResponseReturnValue:
    """Note that this screen follows."""
    with unit_of_work() as session:
        note_follower(session, actor=asker(), meeting_id=meeting_id, now=identity.now())
    return "", 204


@bp.get("/<uuid:meeting_id>/name/<code>")
def name(meeting_id: UUID, code: str) -> ResponseReturnValue:
    """Say what exactly would be shown, before anybody agrees to it."""
    now = moment(meeting_id, "follow")
    if now.slide is None or now.slide.indicator.code != code or not now.may_name:
        return redirect(url_for(".follow", meeting_id=meeting_id), 303)
    return pages.page("club/meetings/mode/name.html", 200, **show(now), text=texts.NAMING)


@bp.post("/<uuid:meeting_id>/name/<code>/give")
def give(meeting_id: UUID, code: str) -> ResponseReturnValue:
    """Show the own member's name with its figure, judged before outside any unit of work."""
    actor, now = asker(), identity.now()
    try:
        with reading() as session:
            judged = judge_naming(session, actor=actor, meeting_id=meeting_id, code=code, now=now)
        with unit_of_work() as session:
            give_consent(session, actor=actor, judged=judged, now=now)
    except NotNow as refusal:
        return _follow_page(meeting_id, refusal.sentence)
    return redirect(url_for(".follow", meeting_id=meeting_id, done="given"), 303)


@bp.post("/<uuid:meeting_id>/name/<code>/withdraw")
def withdraw(meeting_id: UUID, code: str) -> ResponseReturnValue:
    """Take the own name back."""
    with unit_of_work() as session:
        withdraw_consent(
            session, actor=asker(), meeting_id=meeting_id, code=code, now=identity.now()
        )
    return redirect(url_for(".follow", meeting_id=meeting_id, done="withdrawn"), 303)
