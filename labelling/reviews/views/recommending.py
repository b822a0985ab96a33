"""The team's recommendation beside what the rules of the levels give."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.levels import measures
from labelling.applications.figures import percent
from labelling.applications.schemes import edition_of
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews import actions, queries
from labelling.reviews.forms.outcome import RecommendationForm
from labelling.reviews.outcomes import outcome_by_rules
from labelling.reviews.views.blueprint import bp, heading_of, notice, opened_case, turn_for


@bp.route("/applications/<uuid:application_id>/recommendation", methods=["GET", "POST"])
def recommend(application_id: UUID) -> ResponseReturnValue:
    """Show what the rules give, and take the lead's recommendation."""
    actor, form = asker(), RecommendationForm()
    with reading() as session:
        application, case = opened_case(session, actor, application_id, Permission.AGREEMENT_VIEW)
        heading = heading_of(session, application)
        rules = outcome_by_rules(session, application)
        made = queries.recommendation(session, application_id)
        report = queries.find_report(session, application_id)
        turn = turn_for(session, actor, application, identity.now())
    levels = edition_of(application).levels
    order = [level.id for level in levels]
    place = order.index(application.level_id)
    form.offer(levels[place], levels[:place])
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.recommend(
                    session,
                    actor=actor,
                    application_id=application_id,
                    outcome=form.chosen(),
                    level_id=form.level.data or None,
                    reason=form.reason.data or "",
                    now=identity.now(),
                )
            return redirect(
                url_for(".recommend", application_id=application_id, done="recommended"), 303
            )
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "reviews/recommendation.html",
        422 if form.errors else 200,
        heading=heading,
        application=application,
        level_names={level.id: level.name for level in levels},
        rules=rules,
        measures=measures(rules.score, application.level_id),
        made=made,
        form=form,
        may_recommend=made is None
        and report is not None
        and report.final_at is not None
        and access.may(actor, Permission.RECOMMENDATION_MAKE, case),
        percent=percent,
        edition=edition_of(application),
        turn=turn,
        notice=notice(),
    )
