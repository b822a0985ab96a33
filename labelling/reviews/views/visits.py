"""The record of the interview or visit."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from assessments.editions import Edition
from labelling.applications.life import State
from labelling.applications.queries import latest_submission, snapshot
from labelling.applications.schemes import edition_of
from labelling.applications.snapshots import provenance_told
from labelling.core import access, i18n
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.fact_page import read_back
from labelling.reviews import actions, queries
from labelling.reviews.actions.visits import VisitChanged, saved_as
from labelling.reviews.forms.fields import choices
from labelling.reviews.forms.outcome import VisitForm
from labelling.reviews.opinions import lines
from labelling.reviews.queries.scores import HandedIn
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.verifying import submitted_figures
from labelling.reviews.views.blueprint import bp, heading_of, notice, opened_case, turn_for
from labelling.reviews.visiting.queries import find_plan


@bp.route("/applications/<uuid:application_id>/visit", methods=["GET", "POST"])
def visit(application_id: UUID) -> ResponseReturnValue:
    """Show the questions and the record of the visit, and save it."""
    actor, form, status = asker(), VisitForm(), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.answered():
        record = form.record()
        try:
            if record is not None:
                with unit_of_work() as session:
                    actions.record_visit(
                        session,
                        actor=actor,
                        application_id=application_id,
                        record=record,
                        started_from=form.started_from.data,
                        now=identity.now(),
                    )
                return redirect(
                    url_for(".agreement", application_id=application_id, done="visited"), 303
                )
        except VisitChanged as changed:
            status = HTTPStatus.CONFLICT
            form.started_from.data = changed.saved
            form.form_errors.append(
                gettext(
                    "A colleague saved the record while you were writing. Yours is below and not "
                    "saved yet; save again to keep it instead."
                )
            )
        except Invalid as refusal:
            form.refuse(refusal)
    with reading() as session:
        application, case = opened_case(session, actor, application_id, Permission.AGREEMENT_VIEW)
        heading = heading_of(session, application)
        recorded = queries.visit(session, application_id)
        reviews = queries.handed_in_opinions(session, application_id)
        content = snapshot(session, latest_submission(session, application_id))
        plan = find_plan(session, application_id)
        turn = turn_for(session, actor, application, identity.now())
    if not form.errors:
        form.started_from.data = saved_as(recorded)
        form.fill(recorded)
        if recorded is None and plan is not None:
            form.begin_with(plan)
    form.evidence_seen.choices = choices(_pieces(content))
    form.facts_verified.choices = choices(_figures(edition_of(application), content))
    return pages.page(
        "reviews/visit.html",
        status if form.errors else HTTPStatus.OK,
        heading=heading,
        application=application,
        steps=steps_of(application),
        visit=recorded,
        questions=_questions(reviews),
        form=form,
        editing=application.state is State.VISIT
        and access.may(actor, Permission.VISIT_RECORD, case),
        turn=turn,
        notice=notice(),
    )


def _pieces(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each piece of evidence that the submission cites, by its title."""
    found = {
        piece["id"]: piece["title"]
        for answer in content["answers"].values()
        for piece in answer.get("evidence", ())
    }
    return sorted(found.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def _figures(edition: Edition, content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each submitted figure in words: name, year, value, where it comes from."""
    told = provenance_told(content)
    spoken = edition.in_language(i18n.language())
    return [
        (
            key,
            " · ".join(
                one
                for one in (
                    f"{fact.name}, {year}: {read_back(fact, value)}",
                    told.get((fact.id, year), ""),
                )
                if one
            ),
        )
        for key, fact, year, value in submitted_figures(spoken, content)
    ]


def _questions(reviews: list[HandedIn]) -> list[tuple[str, str]]:
    """Return the questions for the visit of all who have handed in, by part."""
    return [
        (part_id, question)
        for one in reviews
        for part_id, row in one.parts.items()
        for question in lines(row.questions)
    ]
