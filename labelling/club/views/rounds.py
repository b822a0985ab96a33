"""Rounds: announced, opened, taken through their states, frozen; seen by members and office."""

from datetime import date, datetime
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.actions.freezing import freeze_round
from labelling.club.actions.rounds import (
    announce_round,
    change_dates,
    let_take_part,
    move_round,
)
from labelling.club.dates import DATE_NAMES, dates_of, planned
from labelling.club.forms import DatesForm, FreezeForm, RoundForm, as_uuid
from labelling.club.handed_in import handed_in
from labelling.club.life import CHANGES_DATES, ORDER, TAKES_CORRECTIONS, TAKES_FIGURES, following
from labelling.club.models import ClubRound, RoundState
from labelling.club.views.blueprint import bp, is_office, notice, turn_of_part, turn_of_round
from labelling.club.words import STATE_NAMES
from labelling.core.access import require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid, NotNow, Refusal
from labelling.core.i18n import format_weekday, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.forms import whole_number
from labelling.core.web.identity import asker


@bp.route("/<uuid:club_id>/rounds/new", methods=["GET", "POST"])
def new_round(club_id: UUID) -> ResponseReturnValue:
    """Announce a round with its dates."""
    actor, form = asker(), RoundForm()
    with reading() as session:
        club = queries.get_club(session, club_id)
        require(actor, Permission.CLUB_RUN, club)
        rounds = queries.rounds_of(session, club_id)
    if form.answered():
        try:
            with unit_of_work() as session:
                row = announce_round(
                    session,
                    actor=actor,
                    club_id=club_id,
                    half_year=form.half_year.data or "",
                    dates=form.dates,
                    now=identity.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".round", round_id=row.id, done="announced"), 303)
    elif not form.errors:
        half = _next_half(rounds[0].half_year if rounds else None)
        form.half_year.data = str(half)
        form.fill(planned(half))
    status = 422 if form.errors or form.form_errors else 200
    return pages.page("club/new_round.html", status, club=club, form=form)


def _next_half(last: str | None) -> Round:
    """Return the half-year after the last round, else the last one that is over."""
    if last is not None:
        return Round.parse(last).following
    day = today(identity.now())
    present = Round(day.year, 1 if day.month <= 6 else 2)  # noqa: PLR2004 (June)
    return present.previous


@bp.get("/rounds/<uuid:round_id>", endpoint="round")
def show_round(round_id: UUID) -> ResponseReturnValue:
    """Show a round: its state, its dates, how many have sent figures."""
    return _page(round_id, FreezeForm())


def _page(round_id: UUID, form: FreezeForm, status: int = 200) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        row = queries.get_round(session, round_id)
        club = queries.get_club(session, row.club_id)
        require(actor, Permission.CLUB_VIEW, club)
        place = queries.find_own_place(session, actor, club.id, now)
        part = queries.find_part(session, row.id, place.membership.id) if place else None
        parts = queries.parts_in(session, row.id)
        bound = queries.oversight_of(session, actor, club.id, now).office_bound
        told = handed_in(session, [row], now, office=is_office(actor)).get(row.id)
        versions = queries.frozen_versions(session, row.id)
        taking_part = {one.membership_id for one in parts}
        missing = [
            (member, name)
            for member, name in queries.memberships_of(session, club.id)
            if member.id not in taking_part
        ]
    form.number.data = str(len(versions) + 1)
    office = is_office(actor)
    turn = turn_of_round(row) if office else None
    if part is not None:
        turn = turn_of_part(row, part, now)
    return pages.page(
        "club/round.html",
        status,
        club=club,
        round=row,
        place=place,
        part=part,
        handed_in=told,
        checks=bool(parts) and not bound,
        bound=bound,
        versions=versions,
        missing=missing if office and row.state in TAKES_FIGURES else [],
        dates=dates_of(row),
        today=today(now),
        date_names=DATE_NAMES,
        states=STATE_NAMES,
        order=ORDER,
        following=following(row.state),
        changes_dates=row.state in CHANGES_DATES,
        freezes=row.state is RoundState.CHECKING,
        early=_early_for(row, now),
        not_sent=sum(one.submitted_at is None for one in parts) if office else 0,
        freezes_again=row.state in TAKES_CORRECTIONS,
        office=office,
        form=form,
        turn=turn,
        notice=notice(),
    )


@bp.route("/rounds/<uuid:round_id>/dates", methods=["GET", "POST"])
def round_dates(round_id: UUID) -> ResponseReturnValue:
    """Change a round's dates."""
    actor, form = asker(), DatesForm()
    with reading() as session:
        row = queries.get_round(session, round_id)
        club = queries.get_club(session, row.club_id)
        require(actor, Permission.CLUB_RUN, club)
    if form.answered():
        try:
            with unit_of_work() as session:
                change_dates(
                    session, actor=actor, round_id=round_id, dates=form.dates, now=identity.now()
                )
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".round", round_id=round_id, done="dates"), 303)
    elif not form.errors:
        form.fill(dates_of(row))
    return pages.page(
        "club/round_dates.html", 422 if form.errors else 200, club=club, round=row, form=form
    )


@bp.post("/rounds/<uuid:round_id>/state")
def move(round_id: UUID) -> ResponseReturnValue:
    """Take a round one step further."""
    wanted = request.form.get("state", "")
    actor, now, form = asker(), identity.now(), FreezeForm()
    with reading() as session:
        row = queries.get_round(session, round_id)
        require(actor, Permission.CLUB_RUN, queries.get_club(session, row.club_id))
    if wanted not in {one.value for one in RoundState}:
        raise BadRequest
    if (row.state, wanted) == (RoundState.ANNOUNCED, RoundState.OPEN.value):
        try:
            _refuse_early(row, now, agreed=form.early.data)
        except Invalid as refusal:
            form.refuse(refusal)
            return _page(round_id, form, refusal.status)
    with unit_of_work() as session:
        move_round(
            session,
            actor=actor,
            round_id=round_id,
            state=RoundState(wanted),
            now=now,
        )
    return redirect(url_for(".round", round_id=round_id, done="moved"), 303)


@bp.post("/rounds/<uuid:round_id>/freeze")
def freeze(round_id: UUID) -> ResponseReturnValue:
    """Freeze what was sent."""
    actor, now, form = asker(), identity.now(), FreezeForm()
    there = url_for(".round", round_id=round_id, done="frozen")
    try:
        with unit_of_work() as session:
            row = queries.get_round(session, round_id)
            require(actor, Permission.CLUB_RUN, queries.get_club(session, row.club_id))
            _refuse_early(row, now, agreed=form.early.data)
            once.count(session, actor, now, leads_to=there)
            freeze_round(
                session,
                actor=actor,
                round_id=round_id,
                why=form.why.data or "",
                number=whole_number(form.number.data) or None,
                now=now,
            )
    except (Invalid, NotNow) as refusal:
        form.refuse(refusal)
        return _page(round_id, form, refusal.status)
    return redirect(there, 303)


def _announced_day(round_: ClubRound) -> date | None:
    """Return the day that members were told of the next step, where that cannot be undone."""
    return {
        RoundState.ANNOUNCED: round_.opens_on,
        RoundState.CHECKING: round_.freezes_on,
    }.get(round_.state)


def _early_for(round_: ClubRound, now: datetime) -> date | None:
    """Return the announced day of the next step while it is to come, else None."""
    day = _announced_day(round_)
    return day if day is not None and today(now) < day else None


def _refuse_early(round_: ClubRound, now: datetime, *, agreed: bool) -> None:
    """Raise Invalid where a step would come before its day and nobody said so."""
    day = _early_for(round_, now)
    if day is not None and not agreed:
        raise Invalid(
            lazy("Members were told %(day)s. Tick this if you go on earlier all the same."),
            field="early",
            day=format_weekday(day),
        )


@bp.post("/rounds/<uuid:round_id>/members")
def join(round_id: UUID) -> ResponseReturnValue:
    """Let a member that joined late take part."""
    membership_id = as_uuid(request.form.get("member"))
    actor = asker()
    with reading() as session:
        row = queries.get_round(session, round_id)
        require(actor, Permission.CLUB_RUN, queries.get_club(session, row.club_id))
    if membership_id is None:
        raise BadRequest
    with unit_of_work() as session:
        let_take_part(
            session,
            actor=actor,
            round_id=round_id,
            membership_id=membership_id,
            now=identity.now(),
        )
    return redirect(url_for(".round", round_id=round_id, done="changed"), 303)
