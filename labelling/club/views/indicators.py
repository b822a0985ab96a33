"""Indicators: the set with its guidance and changes, a member's choice, another definition."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions.indicators import (
    Changed,
    change_definition,
    choose_indicators,
    faults_of_change,
)
from labelling.club.forms import ChangeForm
from labelling.club.reasons import shown
from labelling.club.sets import set_of
from labelling.club.views.blueprint import bp, is_office, notice, told_together
from labelling.club.words import DIRECTION_NAMES, EFFECT_NAMES, KIND_NAMES
from labelling.core.access import may, require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker


@bp.get("/<uuid:club_id>/indicators")
def indicators(club_id: UUID) -> ResponseReturnValue:
    """Show the set in force: what is compared, how it is counted, what changed."""
    actor, now = asker(), identity.now()
    with reading() as session:
        club = queries.get_club(session, club_id)
        require(actor, Permission.CLUB_VIEW, club)
        versions = queries.sets_of(session, club_id)
        place = queries.find_own_place(session, actor, club_id, now)
        chosen = set(queries.choices_of(session, place.membership.id)) if place else set()
        proposals = queries.proposals_of(session, club_id)
    set_ = set_of(versions[0])
    return pages.page(
        "club/indicators.html",
        club=club,
        versions=versions,
        set=set_,
        place=place,
        chosen=chosen,
        open_proposals=sum(one.result is None for one in proposals),
        kinds=KIND_NAMES,
        directions=DIRECTION_NAMES,
        effects=EFFECT_NAMES,
        sees_results=is_office(actor) or (place is not None and place.accepted),
        shown=shown,
        office=is_office(actor),
        notice=notice(),
    )


@bp.route("/members/<uuid:membership_id>/indicators", methods=["GET", "POST"])
def choose(membership_id: UUID) -> ResponseReturnValue:
    """Choose what to report beyond the core."""
    actor, now = asker(), identity.now()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.MEMBERSHIP_VIEW, place)
        set_ = set_of(queries.newest_set(session, place.club.id))
        chosen = set(queries.choices_of(session, membership_id))
    if request.method == "POST":
        with unit_of_work() as session:
            choose_indicators(
                session,
                actor=actor,
                membership_id=membership_id,
                codes=request.form.getlist("chosen"),
                now=now,
            )
        return redirect(url_for(".indicators", club_id=place.club.id, done="chosen"), 303)
    return pages.page(
        "club/choose.html",
        place=place,
        set=set_,
        chosen=chosen,
        writes=may(actor, Permission.INDICATOR_CHOOSE, place),
        kinds=KIND_NAMES,
    )


@bp.route("/<uuid:club_id>/indicators/<code>", methods=["GET", "POST"])
def redefine(club_id: UUID, code: str) -> ResponseReturnValue:
    """Change a definition in the set's next version."""
    actor, form = asker(), ChangeForm()
    with reading() as session:
        club = queries.get_club(session, club_id)
        require(actor, Permission.CLUB_RUN, club)
        set_ = set_of(queries.newest_set(session, club_id)).source
    if code not in set_.indicators:
        raise NotFound
    if request.method == "POST":
        form.validate()
        with reading() as session:
            told_together(
                form, faults_of_change(session, club_id=club_id, code=code, changed=_changed(form))
            )
        if not form.errors:
            there = url_for(".indicators", club_id=club_id, done="changed")
            with unit_of_work() as session:
                once.count(session, actor, identity.now(), leads_to=there)
                change_definition(
                    session,
                    actor=actor,
                    club_id=club_id,
                    code=code,
                    changed=_changed(form),
                    now=identity.now(),
                )
            return redirect(there, 303)
    else:
        form.definition.data = set_.indicators[code].definition
        form.guidance.data = set_.indicators[code].guidance
    return pages.page(
        "club/redefine.html",
        422 if form.errors else 200,
        club=club,
        indicator=set_.indicators[code],
        form=form,
    )


def _changed(form: ChangeForm) -> Changed:
    return Changed(
        definition=form.definition.data or "",
        guidance=form.guidance.data or "",
        effect=form.effect.data or "",
        first_round=form.first_round.data or "",
    )
