"""Objections to assessors: raised by an owner, answered by the office."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import reading, unit_of_work
from labelling.core.web import identity
from labelling.core.web.identity import asker
from labelling.reviews import queries
from labelling.reviews.conflicts import actions
from labelling.reviews.conflicts.forms import UPHELD, AnswerForm, ObjectionForm
from labelling.reviews.forms.teams import TeamForm
from labelling.reviews.views.blueprint import bp
from labelling.reviews.views.team_page import team_page


@bp.post("/reviews/<uuid:seat_id>/objection")
def object_to(seat_id: UUID) -> ResponseReturnValue:
    """Object, for the applicant, to an assessor."""
    actor, form = asker(), ObjectionForm()
    with reading() as session:
        application_id = queries.get_seat(session, seat_id).application_id
    if not form.validate():
        return team_page(actor, application_id, TeamForm(), refused=form, refused_seat=seat_id)
    with unit_of_work() as session:
        actions.object_to(
            session,
            actor=actor,
            seat_id=seat_id,
            reason=form.objection.data or "",
            now=identity.now(),
        )
    return redirect(url_for(".panel", application_id=application_id, done="objected"), 303)


@bp.post("/reviews/<uuid:seat_id>/objection/answer")
def answer_objection(seat_id: UUID) -> ResponseReturnValue:
    """Answer an objection for the office."""
    actor, form = asker(), AnswerForm()
    with reading() as session:
        application_id = queries.get_seat(session, seat_id).application_id
    if not form.validate():
        return team_page(actor, application_id, TeamForm(), refused=form, refused_seat=seat_id)
    upheld = form.outcome.data == UPHELD
    with unit_of_work() as session:
        actions.decide_objection(
            session,
            actor=actor,
            seat_id=seat_id,
            upheld=upheld,
            reason=form.answer.data or "",
            now=identity.now(),
        )
    done = "objection-upheld" if upheld else "objection-refused"
    return redirect(url_for(".panel", application_id=application_id, done=done), 303)
