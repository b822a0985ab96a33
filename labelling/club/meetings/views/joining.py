"""Taking part: a guest's code of conduct, the answer, who comes, who was there."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club_queries
from labelling.club.forms import as_uuid
from labelling.club.meetings import queries
from labelling.club.meetings.actions.participants import (
    accept_code_as_guest,
    answer_invitation,
    invite_guest,
    name_participant,
    note_attendance,
    take_participant_off,
)
from labelling.club.meetings.forms import AnswerForm, GuestForm, PersonForm
from labelling.club.meetings.models import MeetingState
from labelling.club.meetings.subjects import is_office
from labelling.club.meetings.views.blueprint import at_meeting, bp, crumbs, notice
from labelling.club.meetings.views.meetings import page_of
from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Refusal
from labelling.core.i18n import gettext, language
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker
from labelling.people.paths import own_path


@bp.post("/meetings/<uuid:meeting_id>/answer")
def answer(meeting_id: UUID) -> ResponseReturnValue:
    """Say whether one comes."""
    actor, form = asker(), AnswerForm()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_JOIN, at)
    if not form.answered():
        return page_of(meeting_id, form)
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
        shown = url_for(".show", meeting_id=meeting_id, done="accepted")
        return redirect(own_path(request.args.get("next")) or shown, 303)
    return pages.page("club/meetings/code.html", at=at, code=row, accepted=at.accepted)


@bp.route("/meetings/<uuid:meeting_id>/participants", methods=["GET", "POST"])
def participants(meeting_id: UUID) -> ResponseReturnValue:
    """Name one's own people for a meeting; the office sees all, and invites guests."""
    actor = asker()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.PARTICIPANT_NAME, at)
        attendees = queries.attendees_of(session, meeting_id)
        people = (
            queries.people_of_member(session, at.place.membership) if at.place is not None else []
        )
    office = is_office(actor)
    there = {one.person.id for one in attendees}
    form = GuestForm() if office else PersonForm([one for one in people if one.id not in there])
    if form.answered():
        done = "invited" if office else "named"
        address = url_for(".participants", meeting_id=meeting_id, done=done)
        try:
            with unit_of_work() as session:
                once.count(session, actor, identity.now(), leads_to=address)
                if isinstance(form, GuestForm):
                    invite_guest(
                        session,
                        actor=actor,
                        meeting_id=meeting_id,
                        email=form.email.data or "",
                        name=form.name.data or "",
                        language=language(),
                        now=identity.now(),
                    )
                else:
                    name_participant(
                        session,
                        actor=actor,
                        meeting_id=meeting_id,
                        person_id=as_uuid(form.person.data) or meeting_id,
                        now=identity.now(),
                    )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(address, 303)
    own = at.place.membership.id if at.place is not None else None
    return pages.page(
        "club/meetings/participants.html",
        422 if form.errors or form.form_errors else 200,
        at=at,
        crumbs=crumbs(at, gettext("Participants")),
        attendees=attendees if office else [x for x in attendees if x.row.membership_id == own],
        form=form,
        office=office,
        left=isinstance(form, GuestForm) or bool(form.person.choices),
        to_come=at.meeting.state in {MeetingState.PLANNED, MeetingState.OPEN},
        begun=at.meeting.state in {MeetingState.OPEN, MeetingState.CLOSED},
        notice=notice(),
    )


@bp.post("/participants/<uuid:participant_id>/off")
def take_off(participant_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list."""
    with unit_of_work() as session:
        meeting_id = take_participant_off(
            session, actor=asker(), participant_id=participant_id, now=identity.now()
        )
    return redirect(url_for(".participants", meeting_id=meeting_id, done="off"), 303)


@bp.post("/meetings/<uuid:meeting_id>/attendance")
def attendance(meeting_id: UUID) -> ResponseReturnValue:
    """Note who was there."""
    came = [as_uuid(one) for one in request.form.getlist("came")]
    actor = asker()
    with reading() as session:
        require(actor, Permission.ATTENDANCE_NOTE, at_meeting(session, actor, meeting_id))
    if None in came:
        raise BadRequest
    with unit_of_work() as session:
        note_attendance(
            session,
            actor=actor,
            meeting_id=meeting_id,
            came={one for one in came if one is not None},
            now=identity.now(),
        )
    return redirect(url_for(".participants", meeting_id=meeting_id, done="there"), 303)
