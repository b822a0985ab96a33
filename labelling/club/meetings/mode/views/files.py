"""The slides after they were opened: on a page, and as a PDF in 16:9; without any name."""

from uuid import UUID

from flask import current_app
from flask.typing import ResponseReturnValue

from benchmarking.charts.values import Chart
from labelling.club.meetings.mode.deck import DeckSlide, deck_of
from labelling.club.meetings.mode.strips import slide_strip
from labelling.club.meetings.mode.subjects import Room
from labelling.club.meetings.mode.views.blueprint import bp, heading, room_of
from labelling.club.results import queries
from labelling.core.database import reading
from labelling.core.permissions import Permission
from labelling.core.web import pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker


def _shown(meeting_id: UUID) -> tuple[Room, list[tuple[DeckSlide, Chart | None]], bool]:
    """Return the slides that the asker may see: a member those that it reported."""
    with reading() as session:
        room = room_of(session, meeting_id, Permission.MEETING_FOLLOW)
        deck = deck_of(session, room.meeting, room.round)
        final = queries.is_final(session, room.round.id)
    member = None
    if room.place is not None and not room.leads(asker()):
        member = str(room.place.membership.id)
    found = [
        (one, slide_strip(one)) for one in deck.slides if member is None or member in one.reported
    ]
    return room, found, final


@bp.get("/<uuid:meeting_id>/deck")
def deck(meeting_id: UUID) -> ResponseReturnValue:
    """Show all slides one below the other."""
    room, found, final = _shown(meeting_id)
    return pages.page(
        "club/meetings/mode/deck.html",
        room=room,
        heading=heading(room),
        slides=found,
        final=final,
    )


@bp.get("/<uuid:meeting_id>/slides.pdf")
def slides_pdf(meeting_id: UUID) -> ResponseReturnValue:
    """Return the slides as a PDF."""
    from labelling.core.printing import printed_page  # noqa: PLC0415 - WeasyPrint takes a second

    room, found, final = _shown(meeting_id)
    content = printed_page(
        "club_slides.html",
        room=room,
        slides=found,
        final=final,
        demo=bool(current_app.extensions["demo"]),
    )
    return attachment(content, f"slides-{room.round.half_year}.pdf", "application/pdf")
