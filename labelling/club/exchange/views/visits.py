"""Visits between members: listed, planned, settled."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club
from labelling.club.exchange import queries
from labelling.club.exchange.actions.asking import is_open
from labelling.club.exchange.actions.visits import plan_visit, settle_visit
from labelling.club.exchange.forms import VisitForm
from labelling.club.exchange.models import VisitState
from labelling.club.exchange.views.blueprint import bp, notice
from labelling.club.exchange.words import STATES
from labelling.club.forms import as_uuid, day_of
from labelling.club.sets import set_of
from labelling.club.ties import officer_is_bound
from labelling.core import access
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker


@bp.get("/clubs/<uuid:club_id>")
def index(club_id: UUID) -> ResponseReturnValue:
    """List visits: to a member its own, to the office all, with the questions that are open."""
    actor, now = asker(), identity.now()
    with reading() as session:
        visits = queries.visits_subject(session, actor, club_id, now)
        access.require(actor, Permission.VISITS_VIEW, visits)
        office = actor.role is Role.OFFICER
        own = None if office or visits.place is None else visits.place.membership.id
        rows = queries.visits_of(session, club_id, own)
        bound = officer_is_bound(session, actor, club_id, today(now))
        questions = queries.questions_in(session, club_id) if office and not bound else []
        shown = {one for row in rows for one in (row.row.host_id, *row.guests)}
        names = club.member_names(session, shown | {one.membership_id for one in questions})
        set_ = set_of(club.newest_set(session, club_id))
    return pages.page(
        "club/exchange/visits.html",
        club=visits.club,
        own=own,
        office=office,
        bound=bound,
        may_plan=access.may(actor, Permission.VISIT_PLAN, visits),
        rows=rows,
        names=names,
        set=set_,
        states=STATES,
        questions=[(one, is_open(one, now)) for one in questions],
        notice=notice(),
    )


@bp.route("/clubs/<uuid:club_id>/visits/new", methods=["GET", "POST"])
def plan(club_id: UUID) -> ResponseReturnValue:
    """Plan a visit with members that one may know."""
    actor, now = asker(), identity.now()
    with reading() as session:
        visits = queries.visits_subject(session, actor, club_id, now)
        access.require(actor, Permission.VISIT_PLAN, visits)
        if actor.role is Role.OFFICER or visits.place is None:
            members = {row.id: name for row, name in club.memberships_of(session, club_id)}
        else:
            own = visits.place.membership
            members = club.member_names(session, [own.id])
            members |= queries.known_members(session, own)
        set_ = set_of(club.newest_set(session, club_id))
    form = VisitForm(members, set_)
    if form.answered():
        try:
            there = url_for(".index", club_id=club_id, done="planned")
            with unit_of_work() as session:
                once.count(session, actor, now, leads_to=there)
                plan_visit(
                    session,
                    actor=actor,
                    club_id=club_id,
                    host_id=as_uuid(form.host.data) or club_id,
                    guest_ids=form.guest_ids,
                    topic=form.topic.data or "",
                    indicator=form.indicator.data or "",
                    held_on=day_of(form.held_on),
                    notes=form.notes.data or "",
                    now=now,
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(there, 303)
    return pages.page(
        "club/exchange/plan.html",
        422 if form.errors or form.form_errors else 200,
        club=visits.club,
        alone=len(members) < 2,  # noqa: PLR2004 # a visit has a host and a guest
        form=form,
    )


@bp.route("/visits/<uuid:visit_id>", methods=["GET", "POST"])
def visit(visit_id: UUID) -> ResponseReturnValue:
    """Show a visit to who takes part; say that it took place, or cancel it."""
    actor, now = asker(), identity.now()
    if request.method == "POST":
        held = request.form.get("step") == "held"
        with unit_of_work() as session:
            row = settle_visit(session, actor=actor, visit_id=visit_id, held=held, now=now)
        done = "held" if held else "cancelled"
        return redirect(url_for(".index", club_id=row.club_id, done=done), 303)
    with reading() as session:
        found = queries.one_visit(session, actor, visit_id, now)
        access.require(actor, Permission.VISIT_SETTLE, found)
        names = club.member_names(session, [found.row.host_id, *found.guests])
        set_ = set_of(club.newest_set(session, found.club.id))
    host = found.place is not None and found.place.membership.id == found.row.host_id
    planned = found.row.state is VisitState.PLANNED
    return pages.page(
        "club/exchange/visit.html",
        visit=found,
        names=names,
        set=set_,
        states=STATES,
        planned=planned,
        may_hold=planned and found.row.held_on <= today(now)
        and (actor.role is Role.OFFICER or not host),
    )  # fmt: skip
