"""The feedback report: written by the lead, sent by the office, commented on, final, as a PDF."""

from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

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
    if request.method == "POST":
        return save_and(application_id, "report-saved")
    actor = asker()
    _, report = _load(actor, application_id)
    return _page(actor, application_id, report, feedback_form(report.sections, report.row))


class Following(Protocol):
    """What is done with a report once it is saved."""

    def __call__(
        self, session: Session, *, actor: Actor, application_id: UUID, now: datetime
    ) -> object:
        """Carry it out."""


def save_and(
    application_id: UUID,
    done: str,
    act: Following | None = None,
    finishing: FinishForm | None = None,
) -> ResponseReturnValue:
    """Save what was sent and carry on with it at once, so that nothing typed stays behind.

    What cannot be saved is shown again with what is wrong, and nothing is done. A request to carry
    on that brings no texts leaves them as they are.
    """
    actor = asker()
    _, report = _load(actor, application_id)
    form = feedback_form(report.sections, report.row)
    status = 422
    try:
        writes = act is None or "version" in request.form
        fits = not writes or form.validate()
        if (finishing is None or finishing.validate()) and fits:
            with unit_of_work() as session:
                if writes:
                    _save(session, actor, application_id, form)
                if act is not None:
                    act(session, actor=actor, application_id=application_id, now=identity.now())
            return redirect(url_for(".feedback", application_id=application_id, done=done), 303)
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
    return _page(actor, application_id, report, form, status=status, finishing=finishing)


def _load(actor: Actor, application_id: UUID) -> tuple[Application, Report]:
    with reading() as session:
        application, _ = opened_case(session, actor, application_id, Permission.FEEDBACK_VIEW)
        return application, report_of(session, application)


def _save(session: Session, actor: Actor, application_id: UUID, form: FeedbackForm) -> None:
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
        turn=_turn(
            turn,
            application,
            editor,
            edits=edits,
            sends=access.may(actor, Permission.FEEDBACK_RELEASE, case),
        ),
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
    turn: Turn, application: Application, editor: ReportEditor | None, *, edits: bool, sends: bool
) -> Turn:
    """Return whose turn it is: the technical editor's where there is one, then the office's."""
    if application.state is not State.FEEDBACK_DRAFT or editor is None:
        return turn
    if editor.done_at is not None:
        who = gettext("You act next") if sends else gettext("The office acts next")
    else:
        who = gettext("You act next") if edits else gettext("The technical editor acts next")
    return replace(turn, who=who)


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
    """Save the draft and send it to the organisation."""
    return save_and(application_id, "report-sent", actions.release_feedback)


@bp.post("/applications/<uuid:application_id>/feedback/final")
def finish_feedback(application_id: UUID) -> ResponseReturnValue:
    """Save the report and make it final."""
    return save_and(application_id, "final", actions.finish_feedback, FinishForm())


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
