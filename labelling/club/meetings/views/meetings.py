"""Meetings: the lists, and a meeting's own page."""

from uuid import UUID

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club_queries
from labelling.club.meetings import queries
from labelling.club.meetings.agenda import begins, minutes_in_all, title_of
from labelling.club.meetings.calendar import calendar_of
from labelling.club.meetings.doors import opens_figures
from labelling.club.meetings.forms import AnswerForm
from labelling.club.meetings.models import Meeting, MeetingState, Participant
from labelling.club.meetings.papers import papers_for
from labelling.club.meetings.subjects import is_office
from labelling.club.meetings.times import span
from labelling.club.meetings.views.blueprint import at_meeting, bp, crumbs, notice
from labelling.club.meetings.words import STATE_NAMES
from labelling.club.models import RoundState
from labelling.club.subjects import Clubs
from labelling.core.access import may, require
from labelling.core.database import reading
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.core.zones import clock_at
from labelling.people import queries as people


@bp.get("/meetings")
def index() -> ResponseReturnValue:
    """List the meetings of all clubs that the asker may see."""
    actor = asker()
    require(actor, Permission.CLUB_LIST, Clubs())
    with reading() as session:
        clubs = club_queries.clubs_seen(session, actor)
        rows = queries.meetings_of(session, [club.id for club in clubs])
    if len(clubs) == 1:
        return redirect(url_for(".of_club", club_id=clubs[0].id))
    names = {club.id: club.name for club in clubs}
    return pages.page(
        "club/meetings/index.html", clubs=clubs, names=names, rows=rows, states=STATE_NAMES
    )


@bp.get("/<uuid:club_id>/meetings")
def of_club(club_id: UUID) -> ResponseReturnValue:
    """List a club's meetings; the office plans the next from here."""
    actor = asker()
    with reading() as session:
        club = club_queries.get_club(session, club_id)
        require(actor, Permission.CLUB_VIEW, club)
        rows = queries.meetings_of(session, [club_id])
        rounds = club_queries.rounds_of(session, club_id)
    planned = {meeting.round_id for meeting, _ in rows if meeting.cancelled_at is None}
    return pages.page(
        "club/meetings/of_club.html",
        club=club,
        rows=rows,
        states=STATE_NAMES,
        span=span,
        to_plan=[
            one for one in rounds if one.id not in planned and one.state is not RoundState.FINAL
        ]
        if is_office(actor)
        else [],
        notice=notice(),
    )


@bp.get("/meetings/<uuid:meeting_id>")
def show(meeting_id: UUID) -> ResponseReturnValue:
    """Show a meeting: when and where, the agenda, who comes, its papers."""
    return page_of(meeting_id, None)


def page_of(meeting_id: UUID, form: AnswerForm | None) -> ResponseReturnValue:
    """Show a meeting's page, with an answer to the invitation that needs a change."""
    actor = asker()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        if at.participant is not None and not at.has_accepted(actor) and at.place is None:
            require(actor, Permission.MEETING_JOIN, at)
            return redirect(url_for(".code", meeting_id=meeting_id))
        require(actor, Permission.MEETING_VIEW, at)
        round_ = club_queries.get_round(session, at.meeting.round_id)
        items = queries.agenda_of(session, meeting_id)
        attendees = queries.attendees_of(session, meeting_id)
        minutes = queries.newest_minutes(session, meeting_id)
        confirmed = queries.newest_confirmed(session, meeting_id)
        papers = papers_for(session, actor, at)
        chair = people.names(session, [at.meeting.chair_id])
        opens = opens_figures(session, meeting_id)
    own = at.place.membership.id if at.place is not None else None
    seen, more = queries.seen_by_others(attendees, own)
    status = 422 if form is not None else 200
    if form is None:
        form = AnswerForm(data=_answer(at.participant))
    return pages.page(
        "club/meetings/show.html",
        status,
        at=at,
        round=round_,
        crumbs=crumbs(at),
        state=STATE_NAMES[at.meeting.state],
        span=span(at.meeting),
        agenda=list(zip(items, begins(at.meeting, items), strict=True)),
        title_of=title_of,
        clock_at=clock_at(at.meeting.zone),
        lasts=minutes_in_all(items),
        seen=seen,
        more=more,
        coming=sum(one.row.comes is True for one in attendees),
        answered=sum(one.row.comes is not None for one in attendees),
        invited=len(attendees),
        minutes=minutes,
        confirmed=confirmed,
        papers=papers,
        chair=chair.get(at.meeting.chair_id, "") if at.meeting.chair_id is not None else "",
        form=form,
        office=is_office(actor),
        leads=at.leads(actor),
        names=may(actor, Permission.PARTICIPANT_NAME, at),
        follows=at.participant is not None or at.leads(actor),
        going_on=at.meeting.state is MeetingState.OPEN,
        offered=opens
        and at.meeting.state is MeetingState.PLANNED
        and at.place is not None
        and at.place.answered_for_by(actor),
        to_come=at.meeting.state in {MeetingState.PLANNED, MeetingState.OPEN},
        turn=_turn(at.meeting, office=is_office(actor)),
        notice=notice(),
    )


def _answer(row: Participant | None) -> dict[str, object]:
    if row is None:
        return {}
    return {"comes": {True: "yes", False: "no", None: ""}[row.comes], "named": row.named}


def _turn(meeting: Meeting, *, office: bool) -> Turn | None:
    if meeting.state is not MeetingState.PLANNED:
        return None
    who = (
        gettext("You prepare the meeting") if office else gettext("The office prepares the meeting")
    )
    return Turn(who, format_weekday(meeting.held_on))


@bp.get("/meetings/<uuid:meeting_id>/meeting.ics")
def calendar(meeting_id: UUID) -> Response:
    """Return the meeting for a calendar."""
    actor = asker()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_VIEW, at)
        round_ = club_queries.get_round(session, at.meeting.round_id)
    settings = pages.settings()
    domain = settings.office_email.rpartition("@")[2]
    title = f"{at.club.name} {round_.half_year}"
    content = calendar_of(at.meeting, title, settings.public_url, domain, identity.now())
    return attachment(content.encode(), f"{at.club.code}-{round_.half_year}.ics", "text/calendar")
