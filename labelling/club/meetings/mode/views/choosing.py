"""The chair chooses: indicators, questions, order; what members are asked to open."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from benchmarking.charts.values import Chart
from benchmarking.disclosure.cells import Place
from benchmarking.indicators.model import Indicator, IndicatorSet
from labelling.club import queries as club
from labelling.club.meetings.mode import queries
from labelling.club.meetings.mode.actions.choosing import (
    NOT_ON_SLIDES,
    choose_slides,
    offer_openness,
    word_slides,
)
from labelling.club.meetings.mode.actions.leading import JudgedMeeting, judge_slides
from labelling.club.meetings.mode.forms import ChooseForm, OpenForm, worded_in_request
from labelling.club.meetings.mode.strips import slide_strip
from labelling.club.meetings.mode.subjects import Room
from labelling.club.meetings.mode.views.blueprint import bp, heading, notice, room_of
from labelling.club.meetings.models import Slide
from labelling.club.results import gate
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/<uuid:meeting_id>/indicators", methods=["GET", "POST"])
def indicators(meeting_id: UUID) -> ResponseReturnValue:
    """Choose six to eight indicators among those that are published."""
    with reading() as session:
        room = room_of(session, meeting_id, Permission.MEETING_LEAD)
        set_ = club.round_set(session, room.round)
        chosen = [one.indicator for one in queries.slides_of(session, meeting_id)]
        offered = _published(session, room, set_)
    form = ChooseForm(chosen)
    if form.answered():
        try:
            with unit_of_work() as session:
                choose_slides(
                    session,
                    actor=asker(),
                    meeting_id=meeting_id,
                    codes=form.indicators.data or [],
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".slides", meeting_id=meeting_id, done="chosen"), 303)
    return pages.page(
        "club/meetings/mode/indicators.html",
        422 if form.errors else 200,
        room=room,
        heading=heading(room),
        form=form,
        groups=[
            (group.name, [one for one in offered if one.group == group.id])
            for group in set_.groups
            if any(one.group == group.id for one in offered)
        ],
        ticked=form.indicators.data or [],
    )


def _published(session: Session, room: Room, set_: IndicatorSet) -> list[Indicator]:
    """Return the indicators of which the middle of the club stands published."""
    published = gate.published(session, room.club)
    found = []
    for indicator in set_.indicators.values():
        standing = published.standing(Place(room.round.half_year, indicator.code))
        if standing is not None and standing.get("median") is not None:
            found.append(indicator)
    return found


@bp.route("/<uuid:meeting_id>/slides", methods=["GET", "POST"])
def slides(meeting_id: UUID) -> ResponseReturnValue:
    """Read and write the chosen slides; see which of them are protected."""
    with reading() as session:
        room = room_of(session, meeting_id, Permission.MEETING_LEAD)
        rows = queries.slides_of(session, meeting_id)
    written = worded_in_request([one.indicator for one in rows])
    refused: Invalid | None = None
    if written:
        try:
            with unit_of_work() as session:
                word_slides(
                    session,
                    actor=asker(),
                    meeting_id=meeting_id,
                    worded=written,
                    now=identity.now(),
                )
        except Invalid as refusal:
            refused = refusal
        else:
            return redirect(url_for(".slides", meeting_id=meeting_id, done="worded"), 303)
    return _slides_page(meeting_id, room, rows, refused)


def _slides_page(
    meeting_id: UUID, room: Room, rows: list[Slide], refused: Invalid | None
) -> ResponseReturnValue:
    if not rows:
        return redirect(url_for(".indicators", meeting_id=meeting_id), 303)
    judged, waits = _judged(meeting_id)
    written = worded_in_request([one.indicator for one in rows])
    with reading() as session:
        set_ = club.round_set(session, room.round)
        offer = queries.find_offer(session, meeting_id)
        agreed = len(queries.agreements(session, meeting_id))
    names = {one.indicator: set_.indicators[one.indicator].name for one in rows}
    protected = {one.code for one in judged.deck.protected} if judged is not None else set()
    return pages.page(
        "club/meetings/mode/slides.html",
        422 if refused is not None else 200,
        room=room,
        heading=heading(room),
        rows=rows,
        names=names,
        written=written,
        refused=refused,
        judged=judged,
        pictures=previews(judged),
        waits=waits,
        protected=protected,
        form=OpenForm(names, offer.indicators if offer is not None else []),
        offer=offer,
        agreed=agreed,
        notice=notice(),
    )


def previews(judged: JudgedMeeting | None) -> dict[int, Chart | None]:
    """Return the strips of the slides as the room will see them, by number."""
    if judged is None:
        return {}
    return {one.number: slide_strip(one) for one in judged.deck.slides}


def _judged(meeting_id: UUID) -> tuple[JudgedMeeting | None, str]:
    """Return the slides as they would come out now, or why they cannot be judged."""
    try:
        with reading() as session:
            return (
                judge_slides(session, actor=asker(), meeting_id=meeting_id, now=identity.now()),
                "",
            )
    except NotNow as refusal:
        return None, refusal.sentence


@bp.post("/<uuid:meeting_id>/offer")
def offer(meeting_id: UUID) -> ResponseReturnValue:
    """Ask the members to open some of the indicators to each other."""
    with reading() as session:
        room = room_of(session, meeting_id, Permission.MEETING_LEAD)
        rows = queries.slides_of(session, meeting_id)
        set_ = club.round_set(session, room.round)
    form = OpenForm({one.indicator: set_.indicators[one.indicator].name for one in rows}, [])
    if not form.answered():
        return _slides_page(meeting_id, room, rows, Invalid(NOT_ON_SLIDES, field="open"))
    with unit_of_work() as session:
        offer_openness(
            session,
            actor=asker(),
            meeting_id=meeting_id,
            codes=form.open.data or [],
            now=identity.now(),
        )
    return redirect(url_for(".slides", meeting_id=meeting_id, done="offered"), 303)
