"""Pages of the second person: what was worked out, the file, taking an award back."""

from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.actions.deciding import check_file, decide_award, holds
from labelling.club.award.actions.revoking import (
    ask_revocation,
    decide_revocation,
    drop_revocation,
)
from labelling.club.award.described import Outcome
from labelling.club.award.forms import RevocationForm
from labelling.club.award.policy import is_chair
from labelling.club.award.views.blueprint import bp, notice
from labelling.club.award.words import KINDS, ROUTE_NAMES
from labelling.core import access
from labelling.core.access import Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound, Refusal
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people


@bp.route("/files/<uuid:file_id>", methods=["GET", "POST"])
def decide(file_id: UUID) -> ResponseReturnValue:
    """Show what was worked out, and decide on it as the second person."""
    actor, now = asker(), identity.now()
    if request.method == "POST":
        with reading() as session:
            checked = check_file(session, actor=actor, file_id=file_id, now=now)
        with unit_of_work() as session:
            decide_award(
                session,
                actor=actor,
                checked=checked,
                sha256=request.form.get("sha256", ""),
                now=now,
            )
            round_id = queries.get_rule(session, queries.get_file(session, file_id).row.rule_id)
        return redirect(url_for(".show", round_id=round_id.round_id, done="decided"), 303)
    with reading() as session:
        known = queries.get_file(session, file_id)
        rule = queries.get_rule(session, known.row.rule_id)
        award = queries.award_for(session, actor, rule.round_id, now)
        access.require(actor, Permission.AWARD_VIEW, award)
        step = queries.file_step(session, actor, award, known, now)
        access.require(actor, Permission.AWARD_NAMES, step)
        verdict = access.decide(actor, Permission.AWARD_DECIDE, step)
        outcome = Outcome(known.row)
        names = club.member_names(session, outcome.members)
        by = [known.row.prepared_by, known.decision.decided_by if known.decision else None]
        persons = people.names(session, by)
        whole = holds(session, known.row)
    return pages.page(
        "club/award/file.html",
        award=award,
        known=known,
        rule=rule,
        outcome=outcome,
        names=names,
        persons=persons,
        whole=whole,
        verdict=verdict,
        may_read=access.may(actor, Permission.AWARD_FILE, award),
        kinds=KINDS,
        routes=ROUTE_NAMES,
    )


@bp.get("/files/<uuid:file_id>/award.json")
def file(file_id: UUID) -> Response:
    """Return the file from which anybody recomputes the award, byte for byte as kept.

    It holds all candidates: who may not read among whom it was decided does not get it either.
    """
    actor, now = asker(), identity.now()
    with reading() as session:
        known = queries.get_file(session, file_id)
        rule = queries.get_rule(session, known.row.rule_id)
        award = queries.award_for(session, actor, rule.round_id, now)
        access.require(actor, Permission.AWARD_FILE, award)
        step = queries.file_step(session, actor, award, known, now)
        access.require(actor, Permission.AWARD_NAMES, step)
    response = Response(known.row.content.encode(), mimetype="application/json")
    name = f"award-{award.club.code}-{award.round.half_year}-{known.row.number}.json"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.cache_control.no_store = True
    return response


@bp.route("/revocations/<uuid:award_id>", methods=["GET", "POST"])
def revoke(award_id: UUID) -> ResponseReturnValue:
    """Ask that an award be taken back; show what was asked."""
    actor, now, form = asker(), identity.now(), RevocationForm()
    with reading() as session:
        row = queries.get_award(session, award_id)
        award = queries.award_for(session, actor, row.round_id, now)
        access.require(actor, Permission.AWARD_VIEW, award)
        found = queries.find_revocation(session, award_id)
        if actor.role is not Role.OFFICER and not is_chair(actor, award):
            raise NotFound
        persons = people.names(session, [found.asked_by, found.decided_by]) if found else {}
    if form.answered():
        try:
            with unit_of_work() as session:
                ask_revocation(
                    session,
                    actor=actor,
                    award_id=award_id,
                    public_reason=form.public_reason.data or "",
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".revoke", award_id=award_id, done="asked"), 303)
    return pages.page(
        "club/award/revoke.html",
        422 if form.errors or form.form_errors else 200,
        award=award,
        row=row,
        found=found,
        persons=persons,
        own=found is not None and found.asked_by == actor.person_id,
        form=form,
        routes=ROUTE_NAMES,
        notice=notice(),
    )


@bp.post("/revocations/<uuid:award_id>/decide")
def decide_revoke(award_id: UUID) -> ResponseReturnValue:
    """Take an award back, or leave it, as the second person."""
    with unit_of_work() as session:
        actor, now = asker(), identity.now()
        if request.form.get("step") == "drop":
            drop_revocation(session, actor=actor, award_id=award_id, now=now)
            done = "dropped"
        else:
            decide_revocation(session, actor=actor, award_id=award_id, now=now)
            done = "revoked"
    return redirect(url_for(".revoke", award_id=award_id, done=done), 303)
