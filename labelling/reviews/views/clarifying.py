"""Questions to the applicant: an assessor's own, and those that office and applicant see."""

from dataclasses import replace
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.life import State
from labelling.applications.queries import get_application
from labelling.applications.schemes import edition_of
from labelling.core import access
from labelling.core.access import Actor, Role
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.reviews import actions, queries
from labelling.reviews.actions.scoring import parts_of
from labelling.reviews.forms.clarifying import AnswerForm, ReturnForm, question_form
from labelling.reviews.models import Clarification
from labelling.reviews.views.blueprint import bp, heading_of, notice, turn_for


@bp.route("/reviews/<uuid:seat_id>/questions", methods=["GET", "POST"])
def own_questions(seat_id: UUID) -> ResponseReturnValue:
    """Show one's own questions and all answers, and ask."""
    actor = asker()
    with reading() as session:
        seat = queries.get_seat(session, seat_id)
        access.require(actor, Permission.REVIEW_VIEW, seat)
        application = get_application(session, seat.application_id)
        edition = edition_of(application)
        review = queries.find_review(session, seat.id)
        own = queries.own_clarifications(session, seat.id)
        answers = queries.answered(session, application.id)
        heading = heading_of(session, application)
    scope = [edition.parts[part_id] for part_id in parts_of(edition, application, seat)]
    form = question_form(scope, request.args.get("part", ""))
    if request.method == "POST":
        try:
            with unit_of_work() as session:
                actions.ask_applicant(
                    session,
                    actor=actor,
                    seat_id=seat_id,
                    part_id=form.part.data or "",
                    text=form.question.data or "",
                    now=identity.now(),
                )
            return redirect(url_for(".own_questions", seat_id=seat_id, done="asked"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "reviews/own_questions.html",
        422 if form.errors else 200,
        seat=seat,
        heading=heading,
        form=form,
        own=own,
        answers=answers,
        asking=review is not None and review.handed_in_at is None,
        notice=notice(),
    )


@bp.get("/applications/<uuid:application_id>/questions")
def questions(application_id: UUID) -> ResponseReturnValue:
    """Show the office what was asked, and the applicant what was forwarded."""
    return _questions_page(asker(), application_id)


def _questions_page(
    actor: Actor, application_id: UUID, form: Form | None = None, wrong: UUID | None = None
) -> ResponseReturnValue:
    with reading() as session:
        application = get_application(session, application_id)
        office = actor.role is Role.OFFICER
        if office:
            case = queries.assessment(session, application)
            access.require(actor, Permission.CLARIFICATION_FORWARD, case)
            found = queries.asked_of_office(session, application_id)
        else:
            access.require(actor, Permission.PANEL_VIEW, application)
            found = queries.forwarded(session, application_id)
        may_answer = not office and access.may(actor, Permission.CLARIFICATION_ANSWER, application)
        heading = heading_of(session, application)
        turn = turn_for(session, actor, application, identity.now())
    open_still = application.state is State.SCORING
    who = _who_acts(found, office=office, may_answer=may_answer) if open_still else ""
    empty = ReturnForm if office else AnswerForm
    return pages.page(
        "reviews/questions.html",
        200 if form is None else 422,
        heading=heading,
        application=application,
        office=office,
        may_answer=may_answer,
        open_still=open_still,
        parts=edition_of(application).parts,
        found=[(one, _form_of(one.id, empty, form if one.id == wrong else None)) for one in found],
        wrong=form,
        turn=replace(turn, who=who) if who else turn,
        notice=notice(),
    )


def _who_acts(found: list[Clarification], *, office: bool, may_answer: bool) -> str:
    """Return who acts on the questions next, nothing while none of them waits."""
    if office and any(not one.settled_by_office for one in found):
        return gettext("You act next")
    if any(one.forwarded_at is not None and one.answered_at is None for one in found):
        return gettext("You act next") if may_answer else gettext("The organisation acts next")
    return ""


def _form_of(clarification_id: UUID, kind: type[Form], sent: Form | None) -> Form:
    """Return what was sent about a question, or an empty form; ids are unique on the page."""
    form = sent if sent is not None else kind()
    if sent is None:
        form.process()
    for field in form:
        field.id = f"{field.name}-{clarification_id}"
    return form


@bp.post("/questions/<uuid:clarification_id>/forward")
def forward_question(clarification_id: UUID) -> ResponseReturnValue:
    """Forward a question to the applicant."""
    actor = asker()
    with unit_of_work() as session:
        row = actions.forward_clarification(
            session, actor=actor, clarification_id=clarification_id, now=identity.now()
        )
        application_id = row.application_id
    return redirect(url_for(".questions", application_id=application_id, done="forwarded"), 303)


@bp.post("/questions/<uuid:clarification_id>/return")
def return_question(clarification_id: UUID) -> ResponseReturnValue:
    """Give a question back with a reason."""
    actor, form = asker(), ReturnForm()
    try:
        with unit_of_work() as session:
            row = actions.return_clarification(
                session,
                actor=actor,
                clarification_id=clarification_id,
                reason=form.reason.data or "",
                now=identity.now(),
            )
            application_id = row.application_id
    except Invalid as refusal:
        form.refuse(refusal)
        return _questions_page(actor, _application_of(clarification_id), form, clarification_id)
    return redirect(url_for(".questions", application_id=application_id, done="returned"), 303)


@bp.post("/questions/<uuid:clarification_id>/answer")
def answer_question(clarification_id: UUID) -> ResponseReturnValue:
    """Answer a question for the applicant."""
    actor, form = asker(), AnswerForm()
    try:
        with unit_of_work() as session:
            row = actions.answer_clarification(
                session,
                actor=actor,
                clarification_id=clarification_id,
                answer=form.answer.data or "",
                now=identity.now(),
            )
            application_id = row.application_id
    except Invalid as refusal:
        form.refuse(refusal)
        return _questions_page(actor, _application_of(clarification_id), form, clarification_id)
    return redirect(url_for(".questions", application_id=application_id, done="answered"), 303)


def _application_of(clarification_id: UUID) -> UUID:
    with reading() as session:
        return queries.get_clarification(session, clarification_id).application_id
