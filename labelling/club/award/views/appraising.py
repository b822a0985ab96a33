"""An appraiser's page: the candidates, what they wrote, one score each."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club
from labelling.club.award import queries
from labelling.club.award.actions.appraising import candidates_for, save_appraisal
from labelling.club.award.described import called
from labelling.club.award.forms import AppraisalForm
from labelling.club.award.views.blueprint import bp, notice
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/appraisals/<uuid:appraiser_id>", methods=["GET", "POST"])
def appraise(appraiser_id: UUID) -> ResponseReturnValue:
    """Give each candidate a score, alone; hand in once."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_appraisal(session, appraiser_id)
        access.require(actor, Permission.APPRAISAL_GIVE, own)
        rule = queries.get_rule(session, own.row.rule_id)
        round_ = club.get_round(session, rule.round_id)
        owner = club.get_club(session, round_.club_id)
        given = {
            one.membership_id: one.score for one in queries.appraisals_of(session, [appraiser_id])
        }
        handed_in = own.row.handed_in_at is not None
        candidates = list(given) if handed_in else candidates_for(session, own.row, round_, now)
        said = queries.candidacies_in(session, round_.id)
        agreed = [key for key in candidates if key in said and said[key].by_name]
        names = called(own.row, candidates, club.member_names(session, agreed))
        texts = {key: row.statement for key, row in said.items()}
    form = AppraisalForm.for_candidates(names, given)
    if form.answered():
        hand_in = request.form.get("step") == "hand-in"
        try:
            with unit_of_work() as session:
                save_appraisal(
                    session,
                    actor=actor,
                    appraiser_id=appraiser_id,
                    scores=form.scores(list(names)),
                    hand_in=hand_in,
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            done = "handed" if hand_in else "saved"
            return redirect(url_for(".appraise", appraiser_id=appraiser_id, done=done), 303)
    return pages.page(
        "club/award/appraise.html",
        422 if form.errors or form.form_errors else 200,
        club=owner,
        round=round_,
        row=own.row,
        names=names,
        texts=texts,
        given=given,
        form=form,
        notice=notice(),
    )
