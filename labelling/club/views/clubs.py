"""Clubs: the list, a new one, a club's own page, its code of conduct, its kinds of member."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions.clubs import add_kind, found_club, write_code
from labelling.club.dates import DATE_NAMES, dates_of
from labelling.club.forms import ClubForm, CodeForm, KindForm, day_of
from labelling.club.handed_in import handed_in
from labelling.club.models import MadeOf
from labelling.club.subjects import Clubs, chairs
from labelling.club.views.blueprint import bp, is_office, notice, own_part, turn_of_part
from labelling.club.words import MADE_OF_NAMES, STATE_NAMES
from labelling.core.access import may, require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.get("/")
def index() -> ResponseReturnValue:
    """List the clubs that the asker may see."""
    actor = asker()
    with reading() as session:
        chaired = queries.chaired_clubs(session, actor)
        require(actor, Permission.CLUB_LIST, Clubs(chairs=bool(chaired)))
        clubs = queries.clubs_seen(session, actor)
        seen = {one.id for one in clubs}
        clubs += [one for one in chaired if one.id not in seen]
        places = queries.own_places(session, actor)
    if not is_office(actor) and len(clubs) == 1:
        return redirect(url_for(".show", club_id=clubs[0].id))
    return pages.page(
        "club/index.html",
        clubs=clubs,
        places={club.id: name for club, _row, name in places},
        founds=may(actor, Permission.CLUB_FOUND, Clubs()),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Found a club."""
    actor = asker()
    require(actor, Permission.CLUB_FOUND, Clubs())
    form = ClubForm()
    if not form.answered():
        return pages.page("club/new.html", 422 if form.errors else 200, form=form)
    try:
        with unit_of_work() as session:
            club = found_club(
                session,
                actor=actor,
                code=form.code.data or "",
                name=form.name.data or "",
                about=form.about.data or "",
                language=form.language.data,
                kinds={form.kind.data or "": MadeOf(form.made_of.data)},
                now=identity.now(),
            )
    except Refusal as refusal:
        form.refuse(refusal)
        return pages.page("club/new.html", refusal.status, form=form)
    return redirect(url_for(".show", club_id=club.id, done="founded"), 303)


@bp.get("/<uuid:club_id>")
def show(club_id: UUID) -> ResponseReturnValue:
    """Show a club: to a member its own next step, to the office how far the round is."""
    actor, now = asker(), identity.now()
    with reading() as session:
        club = queries.get_club(session, club_id)
        if chairs(actor, club) and not may(actor, Permission.CLUB_VIEW, club):
            return pages.page(
                "club/chaired.html",
                club=club,
                rounds=queries.rounds_of(session, club_id),
                states=STATE_NAMES,
            )
        require(actor, Permission.CLUB_VIEW, club)
        place = queries.find_own_place(session, actor, club_id, now)
        rounds = queries.rounds_of(session, club_id)
        sent = handed_in(session, rounds, now, office=is_office(actor))
        code = queries.code_in_force(session, club_id, now)
        kinds = queries.kinds_of(session, club_id)
        round_, part = own_part(session, place) if place is not None else (None, None)
        ids = [place.membership.id] if place is not None else []
        member = queries.member_names(session, ids)
        members = len(queries.memberships_of(session, club_id)) if is_office(actor) else 0
    return pages.page(
        "club/show.html",
        club=club,
        place=place,
        member=member.get(place.membership.id, "") if place is not None else "",
        members=members,
        rounds=rounds,
        sent=sent,
        code=code,
        kinds=kinds,
        running=round_,
        part=part,
        dates=dates_of(round_) if round_ is not None else None,
        date_names=DATE_NAMES,
        states=STATE_NAMES,
        made_of=MADE_OF_NAMES,
        form=KindForm() if is_office(actor) else None,
        office=is_office(actor),
        chair=chairs(actor, club),
        today=today(now),
        turn=turn_of_part(round_, part, now) if round_ is not None and part is not None else None,
        notice=notice(),
    )


@bp.post("/<uuid:club_id>/kinds")
def new_kind(club_id: UUID) -> ResponseReturnValue:
    """Let the club take another kind of member."""
    actor, form = asker(), KindForm()
    with reading() as session:
        require(actor, Permission.CLUB_RUN, queries.get_club(session, club_id))
    if form.validate():
        try:
            with unit_of_work() as session:
                add_kind(
                    session,
                    actor=actor,
                    club_id=club_id,
                    name=form.kind.data or "",
                    made_of=MadeOf(form.made_of.data),
                    now=identity.now(),
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", club_id=club_id, done="changed"), 303)
    with reading() as session:
        club = queries.get_club(session, club_id)
    return pages.page("club/kind.html", 422, club=club, form=form)


@bp.route("/<uuid:club_id>/code", methods=["GET", "POST"])
def code(club_id: UUID) -> ResponseReturnValue:
    """Write the next version of the code of conduct."""
    actor, now, form = asker(), identity.now(), CodeForm()
    with reading() as session:
        club = queries.get_club(session, club_id)
        require(actor, Permission.CLUB_RUN, club)
        present = queries.code_in_force(session, club_id, now)
    if form.answered():
        try:
            with unit_of_work() as session:
                write_code(
                    session,
                    actor=actor,
                    club_id=club_id,
                    text=form.text.data or "",
                    in_force_on=day_of(form.in_force_on),
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", club_id=club_id, done="written"), 303)
    elif not form.errors:
        form.text.data = present.text if present is not None else ""
        form.in_force_on.data = today(now)
    return pages.page(
        "club/code_edit.html", 422 if form.errors else 200, club=club, form=form, present=present
    )
