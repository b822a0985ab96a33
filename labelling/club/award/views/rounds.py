"""The page of a round's award: how far it is, who can have it, what comes next."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.actions.announcing import ANNOUNCED_IN, announce_award
from labelling.club.award.actions.deciding import (
    call_appraisers,
    prepare_award,
    work_out_award,
)
from labelling.club.award.actions.ruling import BEFORE_FIGURES, confirm_rule
from labelling.club.award.described import Outcome, criteria_of
from labelling.club.award.judging import judge_figure
from labelling.club.award.lacking import in_words
from labelling.club.award.policy import is_chair
from labelling.club.award.stages import standing_of
from labelling.club.award.views.blueprint import bp, notice
from labelling.club.award.words import (
    KINDS,
    MEASURE_NAMES,
    NAMING_NAMES,
    OBSTACLES,
    OWN_OBSTACLES,
    ROUTE_NAMES,
)
from labelling.core import access
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people


@bp.get("/rounds/<uuid:round_id>")
def show(round_id: UUID) -> ResponseReturnValue:
    """Show a round's award: to the office who can have it, to a member only about itself."""
    actor, now = asker(), identity.now()
    with reading() as session:
        award = queries.award_for(session, actor, round_id, now)
        access.require(actor, Permission.AWARD_VIEW, award)
        stands = standing_of(session, award.round)
        rule = stands.rule
        office = actor.role is Role.OFFICER
        runs = office or is_chair(actor, award)
        own = award.place.membership.id if award.place is not None and not office else None
        agreed = queries.candidacies_in(session, round_id)
        appraisers = queries.appraisers_of(session, rule.row.id) if rule else []
        named = [one.person_id for one in appraisers]
        known = [rule.row.proposed_by] if rule else []
        if stands.award is not None:
            known.append(stands.award.announced_by)
        persons = people.names(session, [*named, *known, award.club.chair_id])
        obstacles = stands.found.obstacles if stands.found is not None else {}
        told = [
            access.decide(
                actor, Permission.AWARD_NAMES, queries.file_step(session, actor, award, one, now)
            )
            for one in (stands.files if runs else ())
        ]
        outcomes = [
            (Outcome(one.row), one.decision, verdict.allowed)
            for one, verdict in zip(stands.files, told, strict=False)
        ]
        bound = office and bool(award.bound)
        lists = office and not bound and all(one.allowed for one in told)
        shown = {
            *(obstacles if lists else ()),
            *(one for outcome, _, seen in outcomes if seen for one in outcome.members),
        }
        names = club.member_names(session, shown)
        obstacles = dict(
            sorted(obstacles.items(), key=lambda one: (bool(one[1]), names.get(one[0], "")))
        )
        set_ = club.round_set(session, award.round)
        missing = stands.found.lacking if stands.found is not None else {}
        revocation = (
            queries.find_revocation(session, stands.award.id) if stands.award is not None else None
        )
        mine = next((one for one in appraisers if one.person_id == actor.person_id), None)
    return pages.page(
        "club/award/show.html",
        award=award,
        stands=stands,
        office=office,
        bound=bound,
        lists=lists,
        chair=is_chair(actor, award),
        runs=runs,
        own=own,
        agreed=agreed,
        appraisers=appraisers,
        persons=persons,
        obstacles=obstacles,
        missing={one: in_words(what, set_) for one, what in missing.items()},
        outcomes=outcomes,
        names=names,
        criteria=criteria_of(rule.row, set_) if rule else [],
        revocation=revocation,
        mine=mine,
        before=award.round.state in BEFORE_FIGURES,
        may_announce=award.round.state in ANNOUNCED_IN,
        may_read=access.may(actor, Permission.AWARD_FILE, award),
        kinds=KINDS,
        measures=MEASURE_NAMES,
        namings=NAMING_NAMES,
        reasons=OBSTACLES,
        own_reasons=OWN_OBSTACLES,
        routes=ROUTE_NAMES,
        notice=notice(),
    )


@bp.post("/rules/<uuid:rule_id>/confirm")
def confirm(rule_id: UUID) -> ResponseReturnValue:
    """Fix a rule as the chair."""
    with unit_of_work() as session:
        confirm_rule(session, actor=asker(), rule_id=rule_id, now=identity.now())
        round_id = queries.get_rule(session, rule_id).round_id
    return redirect(url_for(".show", round_id=round_id, done="confirmed"), 303)


@bp.post("/rounds/<uuid:round_id>/prepare")
def prepare(round_id: UUID) -> ResponseReturnValue:
    """Work the award out, outside any unit of work, and keep what came of it."""
    actor, now = asker(), identity.now()
    with reading() as session:
        worked = work_out_award(session, actor=actor, round_id=round_id, now=now)
    with unit_of_work() as session:
        prepare_award(session, actor=actor, worked=worked, now=now)
    return redirect(url_for(".show", round_id=round_id, done="prepared"), 303)


@bp.post("/rounds/<uuid:round_id>/call")
def call(round_id: UUID) -> ResponseReturnValue:
    """Ask the appraisers by mail."""
    with unit_of_work() as session:
        call_appraisers(session, actor=asker(), round_id=round_id, now=identity.now())
    return redirect(url_for(".show", round_id=round_id, done="called"), 303)


@bp.post("/files/<uuid:file_id>/announce")
def announce(file_id: UUID) -> ResponseReturnValue:
    """Announce the award that was decided; its figure is judged outside any unit of work."""
    actor, now = asker(), identity.now()
    with reading() as session:
        judged = judge_figure(session, actor=actor, file_id=file_id, now=now)
    with unit_of_work() as session:
        row = announce_award(session, actor=actor, judged=judged, now=now)
    return redirect(url_for(".show", round_id=row.round_id, done="announced"), 303)
