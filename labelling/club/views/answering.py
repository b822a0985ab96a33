"""The page on which a member of a cluster answers a survey by its link, without an account."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions.answering import Rated, answer_survey, refuse_answered
from labelling.club.models import SurveyQuestion
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.web import identity, pages
from labelling.core.web.forms import whole_number

bp = Blueprint("surveys", __name__, url_prefix="/surveys")
_TOO_HIGH = 99


@bp.route("/<token>", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """Show the questions; take the answers once."""
    now = identity.now()
    with reading() as session:
        invitation, survey = queries.invitation_for(session, token)
        questions = queries.questions_of(session, survey.id)
        member = queries.member_names(session, [survey.membership_id])
    refuse_answered(invitation, survey, now)
    shown: dict[str, Any] = {
        "survey": survey,
        "questions": questions,
        "member": member[survey.membership_id],
    }
    if request.method == "GET":
        return pages.page("club/answer.html", rated={}, problem=None, **shown)
    rated = {one.id: _rated(one) for one in questions}
    try:
        with unit_of_work() as session:
            answer_survey(session, token=token, rated=rated, now=now)
    except Invalid as refusal:
        return pages.page("club/answer.html", refusal.status, rated=rated, problem=refusal, **shown)
    return pages.page("club/answered.html", **shown)


def _rated(question: SurveyQuestion) -> Rated:
    return Rated(_step(f"rating-{question.id}"), _step(f"desired-{question.id}"))


def _step(name: str) -> int | None:
    sent = request.form.get(name)
    return whole_number(sent, _TOO_HIGH) if sent else None
