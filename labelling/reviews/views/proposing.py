"""The team that the solver proposes: who, why, who else, or what makes it impossible."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from assessments.assigning.task import Rule
from labelling.applications.queries import get_application
from labelling.core.database import reading
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews.actions.proposing import propose_team
from labelling.reviews.proposing.words import (
    LEAVABLE,
    RULES,
    conflict_in_words,
    reasons_in_words,
)
from labelling.reviews.views.blueprint import bp, heading_of


@bp.get("/applications/<uuid:application_id>/panel/proposal")
def proposal(application_id: UUID) -> ResponseReturnValue:
    """Show the proposal; the address says which rules of good practice are left out."""
    leaving = [rule for rule in Rule if rule.value in request.args.getlist("leave")]
    with reading() as session:
        answer = propose_team(
            session,
            actor=asker(),
            application_id=application_id,
            leaving=leaving,
            now=identity.now(),
        )
        application = get_application(session, application_id)
        heading = heading_of(session, application)
    question, found = answer.question, answer.proposal
    return pages.page(
        "reviews/proposal.html",
        heading=heading,
        application=application,
        people=question.people,
        team=[
            (choice, reasons_in_words(choice.reasons, question.language)) for choice in found.team
        ],
        lead=found.lead,
        standing=[
            question.people[one.key] for one in question.case.standing if one.key in question.people
        ],
        conflict=conflict_in_words(found, question) if found.impossible else [],
        leavable=LEAVABLE,
        rules=RULES,
        left_out=answer.left_out,
    )
