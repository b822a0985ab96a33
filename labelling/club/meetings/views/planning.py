"""Planning a meeting, changing it, cancelling it."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries as club_queries
from labelling.club.meetings.actions.planning import (
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from labelling.club.meetings.forms import CancelForm, MeetingForm
from labelling.club.meetings.models import MeetingState
from labelling.club.meetings.views.blueprint import at_meeting, bp, crumbs
from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people


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
