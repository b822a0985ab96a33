"""Actions: the list, one's own planned from an indicator, the club's typed in a meeting."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club_queries
from labelling.club.forms import as_uuid
from labelling.club.meetings import queries
from labelling.club.meetings.actions.acting import (
    change_action,
    end_action,
    plan_action,
    reopen_action,
    type_club_action,
)
from labelling.club.meetings.following import club_followed, own_followed
from labelling.club.meetings.forms import ActionForm, EndForm
from labelling.club.meetings.models import ActionState
from labelling.club.meetings.owners import club_owners
from labelling.club.meetings.subjects import ClubActions, is_office
from labelling.club.meetings.views.blueprint import at_meeting, bp, crumbs, notice
from labelling.club.meetings.words import ACTION_NAMES
from labelling.club.results import wording
from labelling.club.sets import set_of
from labelling.club.subjects import Clubs
from labelling.club.ties import officer_is_bound
from labelling.core.access import may, require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people

_USUAL = timedelta(days=90)


@bp.get("/actions")
def all_actions() -> ResponseReturnValue:
    """Lead to the actions of one's club, or list the clubs."""
    actor = asker()
    require(actor, Permission.CLUB_LIST, Clubs())
    with reading() as session:
        clubs = club_queries.clubs_seen(session, actor)
    if len(clubs) == 1:
        return redirect(url_for(".actions", club_id=clubs[0].id))
    return pages.page("club/meetings/actions_index.html", clubs=clubs)


@bp.get("/<uuid:club_id>/actions")
def actions(club_id: UUID) -> ResponseReturnValue:
    """List the actions of a club, and one's own; to the office the members' by name."""
    actor, now = asker(), identity.now()
    with reading() as session:
        club = club_queries.get_club(session, club_id)
        place = club_queries.find_own_place(session, actor, club_id, now)
        subject = ClubActions(club, place)
        require(actor, Permission.CLUB_ACTION_LIST, subject)
        shared = club_followed(session, subject, queries.club_actions_of(session, club_id))
        own = (
            own_followed(session, subject, queries.own_actions_of(session, place.membership.id))
            if place is not None
            else []
        )
        bound = officer_is_bound(session, actor, club_id, today(now))
        others = (
            queries.actions_of_members(session, club_id) if is_office(actor) and not bound else []
        )
        members = club_queries.member_names(
            session, {row.membership_id for row in others if row.membership_id}
        )
        owners = people.names(
            session,
            [one.action.owner_id for one in (*shared, *own)] + [row.owner_id for row in others],
        )
    return pages.page(
        "club/meetings/actions.html",
        club=club,
        place=place,
        shared=shared,
        own=own,
        others=others,
        members=members,
        owners=owners,
        states=ACTION_NAMES,
        wording=wording,
        today=today(now),
        plans=may(actor, Permission.CLUB_ACTION_PLAN, subject),
        office=is_office(actor),
        notice=notice(),
    )


@bp.route("/members/<uuid:membership_id>/actions/new", methods=["GET", "POST"])
def new_action(membership_id: UUID) -> ResponseReturnValue:
    """Plan an action of one's own; ``indicator`` and ``meeting`` in the address fill it in."""
    actor, now = asker(), identity.now()
    with reading() as session:
        place = club_queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.CLUB_ACTION_PLAN, ClubActions(place.club, place))
        set_ = set_of(club_queries.newest_set(session, place.club.id))
        owners = queries.people_of_member(session, place.membership)
    form = ActionForm(list(set_.indicators.values()), owners)
    meeting_id = as_uuid(request.args.get("meeting"))
    if form.answered():
        try:
            there = url_for(".actions", club_id=place.club.id, done="wanted")
            with unit_of_work() as session:
                once.count(session, actor, now, leads_to=there)
                plan_action(
                    session,
                    actor=actor,
                    membership_id=membership_id,
                    draft=form.draft,
                    meeting_id=meeting_id,
                    now=now,
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(there, 303)
    elif not form.errors:
        form.indicator.data = request.args.get("indicator", "")
        form.due_on.data = today(now) + _USUAL
        form.owner.data = str(actor.person_id)
    return pages.page(
        "club/meetings/new_action.html", 422 if form.errors else 200, place=place, form=form
    )


@bp.route("/meetings/<uuid:meeting_id>/actions", methods=["GET", "POST"])
def type_action(meeting_id: UUID) -> ResponseReturnValue:
    """Type the club's actions in a meeting, one after the other."""
    actor, now = asker(), identity.now()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.CLUB_ACTION_TYPE, at)
        set_ = set_of(club_queries.newest_set(session, at.club.id))
        owners = club_owners(session, at.meeting)
        rows = [
            one
            for one in queries.club_actions_of(session, at.club.id)
            if one.meeting_id == meeting_id
        ]
        names = people.names(session, [one.owner_id for one in rows])
    form = ActionForm(list(set_.indicators.values()), owners)
    if form.answered():
        try:
            there = url_for(".type_action", meeting_id=meeting_id, done="typed")
            with unit_of_work() as session:
                once.count(session, actor, now, leads_to=there)
                type_club_action(
                    session, actor=actor, meeting_id=meeting_id, draft=form.draft, now=now
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(there, 303)
    elif not form.errors:
        form.indicator.data = request.args.get("indicator", "")
        form.due_on.data = at.meeting.held_on + _USUAL
    return pages.page(
        "club/meetings/type_action.html",
        422 if form.errors else 200,
        at=at,
        crumbs=crumbs(at, gettext("Actions")),
        rows=rows,
        names=names,
        states=ACTION_NAMES,
        form=form,
        notice=notice(),
    )


@bp.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
def action(action_id: UUID) -> ResponseReturnValue:
    """Show an action with its figures; change it, or say what became of it."""
    return _page(action_id, EndForm(data={"state": ""}), changes=request.method == "POST")


def _page(action_id: UUID, end: EndForm, *, changes: bool) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        one = queries.one_action(session, actor, action_id, now)
        row = one.action
        bound = officer_is_bound(session, actor, one.club.id, today(now))
        subject = ClubActions(one.club, one.place, bound and row.membership_id is not None)
        require(actor, Permission.CLUB_ACTION_LIST, subject)
        followed = (own_followed if row.membership_id is not None else club_followed)(
            session, subject, [row]
        )[0]
        keeps = may(actor, Permission.CLUB_ACTION_KEEP, one)
        set_ = set_of(club_queries.newest_set(session, one.club.id))
        if row.membership_id is not None and one.place is not None:
            owners = queries.people_of_member(session, one.place.membership)
        else:
            owners = club_owners(session, one.meeting.meeting) if one.meeting is not None else []
        names = people.names(session, [row.owner_id, row.ended_by])
        member = (
            club_queries.member_names(session, [row.membership_id])
            if row.membership_id is not None
            else {}
        )
    if changes:
        require(actor, Permission.CLUB_ACTION_KEEP, one)
    form = ActionForm(list(set_.indicators.values()), owners)
    if changes and form.answered():
        try:
            with unit_of_work() as session:
                change_action(session, actor=actor, action_id=action_id, draft=form.draft, now=now)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".action", action_id=action_id, done="changed"), 303)
    elif not changes:
        form.fill(row)
    return pages.page(
        "club/meetings/action.html",
        422 if form.errors or end.errors else 200,
        club=one.club,
        action=row,
        followed=followed,
        member=member.get(row.membership_id, "") if row.membership_id is not None else "",
        names=names,
        states=ACTION_NAMES,
        wording=wording,
        keeps=keeps,
        is_open=row.state is ActionState.OPEN,
        form=form,
        end=end,
        changing=bool(form.errors),
        notice=notice(),
    )


@bp.post("/actions/<uuid:action_id>/end")
def finish(action_id: UUID) -> ResponseReturnValue:
    """Say what became of an action."""
    actor, form = asker(), EndForm()
    with reading() as session:
        one = queries.one_action(session, actor, action_id, identity.now())
        require(actor, Permission.CLUB_ACTION_KEEP, one)
    if form.answered():
        try:
            with unit_of_work() as session:
                end_action(
                    session,
                    actor=actor,
                    action_id=action_id,
                    state=ActionState(form.state.data),
                    note=form.note.data or "",
                    now=identity.now(),
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".action", action_id=action_id, done="ended"), 303)
    return _page(action_id, form, changes=False)


@bp.post("/actions/<uuid:action_id>/reopen")
def reopen(action_id: UUID) -> ResponseReturnValue:
    """Take an action up again."""
    with unit_of_work() as session:
        reopen_action(session, actor=asker(), action_id=action_id, now=identity.now())
    return redirect(url_for(".action", action_id=action_id, done="reopened"), 303)
