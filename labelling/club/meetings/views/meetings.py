"""Meetings: the list, a meeting's own page, planning, changing, cancelling, a guest's code."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings import queries
from labelling.club.meetings.actions.participants import accept_code_as_guest, answer_invitation
from labelling.club.meetings.actions.planning import (
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from labelling.club.meetings.agenda import begins, minutes_in_all, title_of
from labelling.club.meetings.calendar import calendar_of
from labelling.club.meetings.forms import AnswerForm, CancelForm, MeetingForm
from labelling.club.meetings.models import MeetingState
from labelling.club.meetings.papers import papers_for
from labelling.club.meetings.subjects import is_office
from labelling.club.meetings.times import span
from labelling.club.meetings.views.blueprint import at_meeting, bp, crumbs, notice
from labelling.club.meetings.words import STATE_NAMES
from labelling.club.models import RoundState
from labelling.club.subjects import Clubs
from labelling.core.access import may, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid, NotNow
from labelling.core.i18n import format_weekday, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
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


def _chairs(session: Session, club_id: UUID) -> list[tuple[UUID, str]]:
    """Return the contacts of a club's members, by name."""
    members = club_queries.memberships_of(session, club_id)
    names = people.names(session, [row.contact_id for row, _name in members])
    return sorted(names.items(), key=lambda one: (one[1].casefold(), str(one[0])))


@bp.route("/rounds/<uuid:round_id>/meeting", methods=["GET", "POST"])
def plan(round_id: UUID) -> ResponseReturnValue:
    """Plan the meeting over a round."""
    actor = asker()
    with reading() as session:
        round_ = club_queries.get_round(session, round_id)
        club = club_queries.get_club(session, round_.club_id)
        require(actor, Permission.CLUB_RUN, club)
        form = MeetingForm(_chairs(session, club.id))
    if form.answered():
        try:
            with unit_of_work() as session:
                row = plan_meeting(
                    session, actor=actor, round_id=round_id, plan=form.plan, now=identity.now()
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", meeting_id=row.id, done="planned"), 303)
    elif not form.errors:
        form.fill(None, round_.meeting_on, str(pages.settings().zone), club.chair_id)
    status = 422 if form.errors or form.form_errors else 200
    return pages.page(
        "club/meetings/edit.html", status, club=club, round=round_, meeting=None, form=form
    )


@bp.route("/meetings/<uuid:meeting_id>/edit", methods=["GET", "POST"])
def change(meeting_id: UUID) -> ResponseReturnValue:
    """Change when, where or by whom a meeting is held; or cancel it."""
    actor = asker()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_PLAN, at)
        round_ = club_queries.get_round(session, at.meeting.round_id)
        form = MeetingForm(_chairs(session, at.club.id))
    if at.meeting.state is not MeetingState.PLANNED:
        raise NotNow(lazy("Only a meeting that is still to be held can be changed."))
    if form.answered():
        try:
            with unit_of_work() as session:
                moved = change_meeting(
                    session, actor=actor, meeting_id=meeting_id, plan=form.plan, now=identity.now()
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            done = "moved" if moved else "changed"
            return redirect(url_for(".show", meeting_id=meeting_id, done=done), 303)
    elif not form.errors:
        form.fill(at.meeting, at.meeting.held_on, at.meeting.zone, None)
    status = 422 if form.errors or form.form_errors else 200
    return pages.page(
        "club/meetings/edit.html",
        status,
        club=at.club,
        round=round_,
        meeting=at.meeting,
        form=form,
    )


@bp.route("/meetings/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Cancel a meeting."""
    actor, form = asker(), CancelForm()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_PLAN, at)
    if form.answered():
        try:
            with unit_of_work() as session:
                cancel_meeting(
                    session,
                    actor=actor,
                    meeting_id=meeting_id,
                    why=form.why.data or "",
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", meeting_id=meeting_id, done="cancelled"), 303)
    return pages.page(
        "club/meetings/cancel.html",
        422 if form.errors else 200,
        at=at,
        crumbs=crumbs(at, gettext("Cancel")),
        form=form,
    )


@bp.get("/meetings/<uuid:meeting_id>")
def show(meeting_id: UUID) -> ResponseReturnValue:
    """Show a meeting: when and where, the agenda, who comes, its papers."""
    return _page(meeting_id, None)


def _page(meeting_id: UUID, form: AnswerForm | None) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
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
        names=may(actor, Permission.PARTICIPANT_NAME, at, now=now),
        to_come=at.meeting.state in {MeetingState.PLANNED, MeetingState.OPEN},
        turn=_turn(at.meeting, office=is_office(actor)),
        notice=notice(),
    )


def _answer(row: object) -> dict[str, object]:
    comes = getattr(row, "comes", None)
    return {
        "comes": {True: "yes", False: "no"}.get(comes, ""),
        "named": getattr(row, "named", False),
    }


def _turn(meeting: object, *, office: bool) -> Turn | None:
    state, day = getattr(meeting, "state", None), getattr(meeting, "held_on", None)
    if state is not MeetingState.PLANNED or day is None:
        return None
    who = (
        gettext("You prepare the meeting") if office else gettext("The office prepares the meeting")
    )
    return Turn(who, format_weekday(day))


@bp.post("/meetings/<uuid:meeting_id>/answer")
def answer(meeting_id: UUID) -> ResponseReturnValue:
    """Say whether one comes."""
    actor, form = asker(), AnswerForm()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_JOIN, at)
    if not form.answered():
        return _page(meeting_id, form)
    with unit_of_work() as session:
        answer_invitation(
            session,
            actor=actor,
            meeting_id=meeting_id,
            comes=form.comes.data == "yes",
            named=bool(form.named.data),
            now=identity.now(),
        )
    return redirect(url_for(".show", meeting_id=meeting_id, done="answered"), 303)


@bp.route("/meetings/<uuid:meeting_id>/code", methods=["GET", "POST"])
def code(meeting_id: UUID) -> ResponseReturnValue:
    """Show a guest the code of conduct, and accept it: before that nothing is seen."""
    actor, now = asker(), identity.now()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_JOIN, at)
        row = club_queries.code_in_force(session, at.club.id, now)
    if request.method == "POST":
        if row is None or request.form.get("code") != str(row.id):
            raise BadRequest
        with unit_of_work() as session:
            accept_code_as_guest(
                session, actor=actor, meeting_id=meeting_id, code_id=row.id, now=now
            )
        return redirect(url_for(".show", meeting_id=meeting_id, done="accepted"), 303)
    return pages.page("club/meetings/code.html", at=at, code=row, accepted=at.accepted)


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
