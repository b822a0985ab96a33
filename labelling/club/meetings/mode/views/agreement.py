"""What a member is asked to open, agreed in writing before the day."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club
from labelling.club.meetings.mode import queries, texts
from labelling.club.meetings.mode.actions.agreeing import agree_to_open, take_agreement_back
from labelling.club.meetings.mode.views.blueprint import bp, heading, notice, room_of
from labelling.club.meetings.models import MeetingState
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/<uuid:meeting_id>/agreement", methods=["GET", "POST"])
def agreement(meeting_id: UUID) -> ResponseReturnValue:
    """Read what would be open to whom; agree to it."""
    now = identity.now()
    with reading() as session:
        room = room_of(session, meeting_id, Permission.OPENNESS_AGREE)
        offer = queries.find_offer(session, meeting_id)
        place = room.place
        if offer is None or not offer.indicators or place is None:
            raise NotFound
        row = queries.find_agreement(session, meeting_id, place.membership.id)
        set_ = club.round_set(session, room.round)
        member = club.member_names(session, [place.membership.id])[place.membership.id]
    if request.method == "POST":
        with unit_of_work() as session:
            agree_to_open(session, actor=asker(), meeting_id=meeting_id, now=now)
        return redirect(url_for(".agreement", meeting_id=meeting_id, done="agreed"), 303)
    codes = row.indicators if row is not None else offer.indicators
    return pages.page(
        "club/meetings/mode/agreement.html",
        room=room,
        heading=heading(room),
        member=member,
        text=texts.OPENNESS,
        version=texts.OPENNESS_VERSION,
        indicators=[set_.indicators[code] for code in codes],
        agreement=row,
        in_time=room.meeting.state is MeetingState.PLANNED and today(now) < room.meeting.held_on,
        notice=notice(),
    )


@bp.post("/<uuid:meeting_id>/agreement/withdraw")
def take_back(meeting_id: UUID) -> ResponseReturnValue:
    """Take the agreement back."""
    with unit_of_work() as session:
        take_agreement_back(session, actor=asker(), meeting_id=meeting_id, now=identity.now())
    return redirect(url_for(".agreement", meeting_id=meeting_id, done="taken_back"), 303)
