"""The feedback report: written by the lead, sent by the office, commented on, final, as a PDF."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due, get_application
from labelling.core import access, files
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.people.queries import names
from labelling.reviews import actions, queries
from labelling.reviews.actions.feedback import (
    WRITING,
    ObservationsChanged,
    ReportChanged,
    observed_as,
)
from labelling.reviews.forms.outcome import (
    NONE_WRONG,
    WRONG,
    FeedbackForm,
    FinishForm,
    ObservationsForm,
    feedback_form,
)
from labelling.reviews.models import ConflictGrade, FeedbackReport
from labelling.reviews.reporting.checks import KIND_NAMES, Remark, remarks
from labelling.reviews.reporting.models import ReportEditor
from labelling.reviews.reporting.queries import find_editor, has_edited, people_of
from labelling.reviews.reports import Report, report_of
from labelling.reviews.subjects import Assessment
from labelling.reviews.views.agreeing import candidates_outside
from labelling.reviews.views.blueprint import bp, heading_of, notice, opened_case, turn_for


@bp.route("/applications/<uuid:application_id>/feedback", methods=["GET", "POST"])
def feedback(application_id: UUID) -> ResponseReturnValue:
    """Show the report; for lead and office, write it."""
    actor = asker()
    _, report = _load(actor, application_id)
    form = feedback_form(report.sections, report.row)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.validate():
                _save(actor, application_id, form)
                return redirect(
                    url_for(".feedback", application_id=application_id, done="report-saved"), 303
                )
        except ReportChanged as changed:
            status = 409
            form.version.data = str(changed.version)
            form.form_errors.append(
                gettext(
                    "Somebody saved the report while you were writing. Your text is below and not "
                    "saved yet; save again to keep it instead."
                )
            )
        except Invalid as refusal:
            form.refuse(refusal)
    return _page(actor, application_id, report, form, status=status)


def _load(actor: Actor, application_id: UUID) -> tuple[Application, Report]:
    with reading() as session:
        application, _ = opened_case(session, actor, application_id, Permission.FEEDBACK_VIEW)
        return application, report_of(session, application)


def _save(actor: Actor, application_id: UUID, form: FeedbackForm) -> None:
    with unit_of_work() as session:
        actions.write_feedback(
            session,
            actor=actor,
            application_id=application_id,
            summary=form.summary.data or "",
            texts=form.texts(),
            version=form.started_from(),
            next_steps=form.next_steps.data or "",
            now=identity.now(),
        )


def _page(
    actor: Actor,
    application_id: UUID,
    report: Report,
    form: FeedbackForm,
    *,
    status: int = 200,
    finishing: FinishForm | None = None,
) -> ResponseReturnValue:
    now = identity.now()
    with reading() as session:
        application, case = opened_case(session, actor, application_id, Permission.FEEDBACK_VIEW)
        heading = heading_of(session, application)
        observing_until = due(session, application_id, Step.OBSERVATIONS)
        turn = turn_for(session, actor, application, now)
        editor = find_editor(session, application_id)
        edits = editor is not None and editor.person_id == actor.person_id
        editors = (
            [
                one
                for one in candidates_outside(session, application, heading.organisation)
                if one.grade is ConflictGrade.NONE
                and one.person.id not in {actor.person_id, editor and editor.person_id}
            ]
            if access.may(actor, Permission.EDITOR_NAME, case)
            and application.state is State.FEEDBACK_DRAFT
            else []
        )
        called = names(session, [editor.person_id]) if editor is not None else {}
        mentioned = people_of(session, application)
    row = report.row
    editing = (
        application.state in WRITING
        and row.final_at is None
        and access.may(actor, Permission.FEEDBACK_EDIT, case)
        and not has_edited(editor, actor, application)
    )
    over = observing_until is not None and today(now) > observing_until
    return pages.page(
        "reviews/feedback_edit.html" if editing else "reviews/feedback.html",
        status,
        heading=heading,
        application=application,
        report=report,
        form=form,
        finishing=finishing if finishing is not None else FinishForm(),
        editing=editing,
        turn=_turn(turn, application, editor, edits=edits),
        sees_observations=access.may(actor, Permission.AGREEMENT_VIEW, case)
        or actor.holds(application.organisation_id),
        observing_until=observing_until,
        can_finish=row.released_at is not None
        and (row.observed_at is not None or over)
        and not edits,
        editor=editor,
        edits=edits,
        editors=editors,
        editor_name=called.get(editor.person_id, "") if editor is not None else "",
        remarks=_remarks(report, mentioned) if editing else [],
        kind_names=KIND_NAMES,
        rated=row.final_at is not None and access.may(actor, Permission.REPORT_RATE, case),
        notice=notice(),
        **_rights(actor, case, row),
    )


def _turn(
    turn: Turn, application: Application, editor: ReportEditor | None, *, edits: bool
) -> Turn:
    """Return whose turn it is: the technical editor's while one is at work."""
    if (
        application.state is not State.FEEDBACK_DRAFT
        or editor is None
        or editor.done_at is not None
    ):
        return turn
    return replace(
        turn, who=gettext("You act next") if edits else gettext("The technical editor acts next")
    )


def _remarks(report: Report, mentioned: list[str]) -> list[Remark]:
    """Return what to look at again in what is saved."""
    texts = report.row.content.get("parts", {})
    applying = [part.id for one in report.sections for part in one.parts if part.applies]
    return remarks(
        report.row.summary,
        {
            part_id: (text.get("strengths", ""), text.get("improvements", ""))
            for part_id in applying
            if (text := texts.get(part_id, {})) is not None
        },
        mentioned,
    )


def _rights(actor: Actor, case: Assessment, row: FeedbackReport) -> dict[str, Any]:
    return {
        "may_release": row.released_at is None
        and access.may(actor, Permission.FEEDBACK_RELEASE, case),
        "may_observe": row.final_at is None
        and access.may(actor, Permission.OBSERVATIONS_WRITE, case),
        "may_recommend": row.final_at is not None
        and access.may(actor, Permission.RECOMMENDATION_MAKE, case),
    }


@bp.post("/applications/<uuid:application_id>/feedback/release")
def release_feedback(application_id: UUID) -> ResponseReturnValue:
    """Send the draft to the organisation."""
    actor = asker()
    with unit_of_work() as session:
        actions.release_feedback(
            session, actor=actor, application_id=application_id, now=identity.now()
        )
    return redirect(url_for(".feedback", application_id=application_id, done="report-sent"), 303)


@bp.post("/applications/<uuid:application_id>/feedback/final")
def finish_feedback(application_id: UUID) -> ResponseReturnValue:
    """Make the report final."""
    actor, form = asker(), FinishForm()
    if not form.validate():
        _, report = _load(actor, application_id)
        shown = feedback_form(report.sections, report.row)
        shown.process(data={"summary": report.row.summary, "version": str(report.row.version)})
        return _page(actor, application_id, report, shown, status=422, finishing=form)
    with unit_of_work() as session:
        actions.finish_feedback(
            session, actor=actor, application_id=application_id, now=identity.now()
        )
    return redirect(url_for(".feedback", application_id=application_id, done="final"), 303)


@bp.get("/applications/<uuid:application_id>/feedback.pdf")
def feedback_pdf(application_id: UUID) -> ResponseReturnValue:
    """Return the PDF of the report's present version, once it is made."""
    actor = asker()
    _, report = _load(actor, application_id)
    if report.row.pdf_sha256 is None:
        raise NotFound
    return attachment(
        files.store().get(report.row.pdf_sha256),
        f"feedback-{report.application.reference}.pdf",
        "application/pdf",
    )


@bp.route("/applications/<uuid:application_id>/observations", methods=["GET", "POST"])
def observations(application_id: UUID) -> ResponseReturnValue:
    """Let an owner say which facts are wrong, or that none is."""
    actor, form, status = asker(), ObservationsForm(), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.answered():
        if form.answer.data == WRONG and not form.observations.data:
            form.observations.errors = [gettext("Say which facts are wrong, and what is right.")]
        else:
            try:
                with unit_of_work() as session:
                    actions.write_observations(
                        session,
                        actor=actor,
                        application_id=application_id,
                        text=_text(form),
                        started_from=form.started_from.data,
                        now=identity.now(),
                    )
                return redirect(
                    url_for(".feedback", application_id=application_id, done="observed"), 303
                )
            except ObservationsChanged as changed:
                status = HTTPStatus.CONFLICT
                form.started_from.data = changed.saved
                form.form_errors.append(_answered_meanwhile(changed.text))
            except Invalid as refusal:
                form.refuse(refusal)
    with reading() as session:
        application = get_application(session, application_id)
        case = queries.assessment(session, application)
        access.require(actor, Permission.OBSERVATIONS_WRITE, case)
        heading = heading_of(session, application)
        report = report_of(session, application)
        turn = turn_for(session, actor, application, identity.now())
    if not form.errors:
        form.started_from.data = observed_as(report.row)
    if not form.errors and report.row.observed_at is not None:
        form.answer.data = WRONG if report.row.observations else NONE_WRONG
        form.observations.data = report.row.observations
    return pages.page(
        "reviews/observations.html",
        status if form.errors else HTTPStatus.OK,
        heading=heading,
        application=application,
        report=report,
        form=form,
        turn=turn,
    )


def _text(form: ObservationsForm) -> str:
    return (form.observations.data or "") if form.answer.data == WRONG else ""


def _answered_meanwhile(text: str) -> str:
    if not text:
        return gettext(
            "Somebody of your organisation answered while you were writing: no fact is wrong. "
            "Your answer is below and not sent yet; send it again to put it in its place."
        )
    return gettext(
        "Somebody of your organisation answered while you were writing: “%(text)s” "
        "Your answer is below and not sent yet; send it again to put it in its place.",
        text=text,
    )
