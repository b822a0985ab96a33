"""A member's page about its own part in an award: what it agrees to, and what keeps it out."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club.award import queries
from labelling.club.award.actions.candidates import keep_candidacy
from labelling.club.award.forms import CandidacyForm
from labelling.club.award.models import Naming, Route
from labelling.club.award.stages import standing_of
from labelling.club.award.views.blueprint import bp, notice
from labelling.club.award.words import OWN_OBSTACLES
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/rounds/<uuid:round_id>/members/<uuid:membership_id>", methods=["GET", "POST"])
def candidacy(round_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """Say what a member agrees to; take it back."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_candidacy(session, actor, round_id, membership_id, now)
        access.require(actor, Permission.CANDIDACY_KEEP, own)
        stands = standing_of(session, own.round)
        row = queries.candidacies_in(session, round_id).get(membership_id)
    by_appraisal = stands.rule is not None and stands.rule.row.route is Route.BEST_PRACTICE
    form = CandidacyForm(
        by_appraisal=by_appraisal,
        prints=own.place.membership.organisation_id is None,
        data=None if row is None else {
            "naming": row.naming.value, "by_name": row.by_name, "statement": row.statement,
            "country": row.country, "place": row.place,
        },
    )  # fmt: skip
    if form.answered():
        try:
            with unit_of_work() as session:
                keep_candidacy(
                    session,
                    actor=actor,
                    round_id=round_id,
                    membership_id=membership_id,
                    naming=Naming(form.naming.data or ""),
                    by_name=bool(form.by_name.data),
                    statement=form.statement.data or "",
                    country=form.country.data or "" if "country" in form else "",
                    place=form.place.data or "" if "place" in form else "",
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            address = url_for(
                ".candidacy", round_id=round_id, membership_id=membership_id, done="kept"
            )
            return redirect(address, 303)
    why = stands.found.obstacles.get(membership_id) if stands.found is not None else None
    return pages.page(
        "club/award/candidacy.html",
        422 if form.errors or form.form_errors else 200,
        own=own,
        stands=stands,
        by_appraisal=by_appraisal,
        why=why,
        reasons=OWN_OBSTACLES,
        form=form,
        notice=notice(),
    )
