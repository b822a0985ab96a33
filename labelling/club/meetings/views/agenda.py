"""The agenda: shown to all, arranged by the chair and the office."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club_queries
from labelling.club.meetings import queries
from labelling.club.meetings.actions.agenda import add_item, change_item, drop_item, move_item
from labelling.club.meetings.agenda import begins, minutes_in_all, title_of
from labelling.club.meetings.doubts import doubts_of
from labelling.club.meetings.forms import ItemForm
from labelling.club.meetings.models import ActionState, MeetingState, Topic
from labelling.club.meetings.subjects import AtMeeting
from labelling.club.meetings.views.blueprint import at_meeting, bp, crumbs, notice
from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.zones import clock_at


@bp.route("/meetings/<uuid:meeting_id>/agenda", methods=["GET", "POST"])
def agenda(meeting_id: UUID) -> ResponseReturnValue:
    """Show the agenda with what is known for it; add an item."""
    actor, form = asker(), ItemForm()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.MEETING_VIEW, at)
        if request.method == "POST":
            require(actor, Permission.AGENDA_EDIT, at)
        items = queries.agenda_of(session, meeting_id)
        round_ = club_queries.get_round(session, at.meeting.round_id)
        doubts = doubts_of(session, at.club, round_)
        actions = queries.club_actions_of(session, at.club.id)
    if form.answered():
        try:
            with unit_of_work() as session:
                add_item(
                    session,
                    actor=actor,
                    meeting_id=meeting_id,
                    item=form.item(),
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".agenda", meeting_id=meeting_id, done="changed"), 303)
    elif not form.errors:
        form.lasts.data = "10"
    return pages.page(
        "club/meetings/agenda.html",
        422 if form.errors else 200,
        at=at,
        crumbs=crumbs(at, gettext("Agenda")),
        agenda=list(zip(items, begins(at.meeting, items), strict=True)),
        title_of=title_of,
        clock_at=clock_at(at.meeting.zone),
        topics=Topic,
        lasts=minutes_in_all(items),
        doubts=doubts,
        open_actions=sum(one.state is ActionState.OPEN for one in actions),
        member=at.place is not None or at.leads(actor),
        edits=_edits(at) and at.leads(actor),
        form=form,
        notice=notice(),
    )


def _edits(at: AtMeeting) -> bool:
    return at.meeting.state in {MeetingState.PLANNED, MeetingState.OPEN}


@bp.route("/agenda/<uuid:item_id>", methods=["GET", "POST"])
def item(item_id: UUID) -> ResponseReturnValue:
    """Change an item of the agenda."""
    actor, form = asker(), ItemForm()
    with reading() as session:
        row = queries.get_item(session, item_id)
        at = at_meeting(session, actor, row.meeting_id)
        require(actor, Permission.AGENDA_EDIT, at)
    if form.answered():
        try:
            with unit_of_work() as session:
                change_item(
                    session,
                    actor=actor,
                    item_id=item_id,
                    item=form.item(title_of(row) if not row.title else ""),
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".agenda", meeting_id=row.meeting_id, done="changed"), 303)
    elif not form.errors:
        form.fill(row, title_of(row))
    return pages.page(
        "club/meetings/item.html",
        422 if form.errors else 200,
        at=at,
        crumbs=crumbs(at, gettext("Change an item")),
        item=row,
        form=form,
    )


@bp.post("/agenda/<uuid:item_id>/move")
def move(item_id: UUID) -> ResponseReturnValue:
    """Move an item of the agenda up or down."""
    with unit_of_work() as session:
        row = queries.get_item(session, item_id)
        move_item(
            session,
            actor=asker(),
            item_id=item_id,
            down=request.form.get("to") == "down",
            now=identity.now(),
        )
    return redirect(url_for(".agenda", meeting_id=row.meeting_id) + f"#item-{item_id}", 303)


@bp.post("/agenda/<uuid:item_id>/drop")
def drop(item_id: UUID) -> ResponseReturnValue:
    """Take an item off the agenda."""
    with unit_of_work() as session:
        meeting_id = queries.get_item(session, item_id).meeting_id
        drop_item(session, actor=asker(), item_id=item_id, now=identity.now())
    return redirect(url_for(".agenda", meeting_id=meeting_id, done="changed"), 303)
