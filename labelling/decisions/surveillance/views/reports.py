"""A report of misuse as the office handles it."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.core import access, files
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import queries as labels
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.forms import CloseForm, LinkForm, StepForm
from labelling.decisions.surveillance.models import MisuseReport, MisuseStepKind
from labelling.decisions.surveillance.views.blueprint import bp, notice
from labelling.decisions.surveillance.words import MISUSE_STEPS, OUTCOME_NAMES
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people

NEEDS_DAY = (MisuseStepKind.CONTACT, MisuseStepKind.FINDING)
_DONE = {MisuseStepKind.CONTACT: "contact", MisuseStepKind.FINDING: "finding"}


@bp.get("/office/misuse/<uuid:report_id>")
def show_report(report_id: UUID) -> ResponseReturnValue:
    """Show a report with all that the office did about it."""
    return _show(report_id)


@bp.post("/office/misuse/<uuid:report_id>/label")
def link_report(report_id: UUID) -> ResponseReturnValue:
    """Say which label a report is about."""
    with reading() as session:
        _report(session, report_id)
    form = LinkForm()
    if not form.validate():
        return _show(report_id, link=form)
    try:
        with unit_of_work() as session:
            actions.link_report(
                session,
                actor=asker(),
                report_id=report_id,
                number=form.number.data or "",
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(report_id, link=form)
    return redirect(url_for(".show_report", report_id=report_id, done="linked"), 303)


@bp.post("/office/misuse/<uuid:report_id>/step")
def handle_report(report_id: UUID) -> ResponseReturnValue:
    """Take the next step: note, letter, mail to the holder, finding, change of the label."""
    with reading() as session:
        _report(session, report_id)
    form = StepForm()
    form.offer(_steps(about_label=True))
    if not form.validate() or not form.needs_day(NEEDS_DAY):
        return _show(report_id, step=form)
    kind = MisuseStepKind(form.step.data)
    try:
        with unit_of_work() as session:
            label_id = queries.get_report(session, report_id).label_id
            _take(session, report_id, kind, form)
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(report_id, step=form)
    if kind is MisuseStepKind.CHANGE:
        because = f"report:{report_id}"
        return redirect(url_for("decisions.change", label_id=label_id, because=because), 303)
    there = url_for(".show_report", report_id=report_id, done=_DONE.get(kind, "noted"))
    return redirect(there, 303)


@bp.post("/office/misuse/<uuid:report_id>/close")
def close_report(report_id: UUID) -> ResponseReturnValue:
    """Close a report with its outcome."""
    with reading() as session:
        _report(session, report_id)
    form = CloseForm()
    if not form.validate():
        return _show(report_id, close=form)
    try:
        with unit_of_work() as session:
            actions.close_report(
                session,
                actor=asker(),
                report_id=report_id,
                outcome=form.chosen,
                text=form.close_text.data or "",
                tell=bool(form.tell.data),
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(report_id, close=form)
    return redirect(url_for(".show_report", report_id=report_id, done="closed"), 303)


@bp.get("/office/misuse/<uuid:report_id>/attachment")
def report_file(report_id: UUID) -> ResponseReturnValue:
    """Hand out what the reporter attached, as an inert download."""
    with reading() as session:
        report = _report(session, report_id)
    if report.file_sha256 is None:
        raise NotFound
    content = files.store().get(report.file_sha256)
    return attachment(content, report.filename or "file", report.media_type or "")


def _report(session: Session, report_id: UUID) -> MisuseReport:
    report = queries.get_report(session, report_id)
    case = queries.misuse_case_for(session, report, asker().person_id, identity.now())
    access.require(asker(), Permission.MISUSE_HANDLE, case)
    return report


def _take(session: Session, report_id: UUID, kind: MisuseStepKind, form: StepForm) -> None:
    said: dict[str, Any] = {
        "actor": asker(),
        "report_id": report_id,
        "text": form.text.data or "",
        "now": identity.now(),
    }
    if kind in NEEDS_DAY:
        said["due_on"] = form.due_on.data
    if kind is MisuseStepKind.CONTACT:
        actions.contact_holder(session, **said)
    elif kind is MisuseStepKind.FINDING:
        actions.open_finding(session, **said)
    elif kind is MisuseStepKind.CHANGE:
        actions.hand_report_on(session, **said)
    else:
        actions.note_on_report(session, **said, is_letter=kind is MisuseStepKind.LETTER)


def _steps(*, about_label: bool) -> list[tuple[str, str]]:
    always = [
        (MisuseStepKind.NOTE.value, gettext("Keep a note")),
        (MisuseStepKind.LETTER.value, gettext("Keep what a letter said")),
    ]
    with_holder = [
        (MisuseStepKind.CONTACT.value, gettext("Write to the owners of the holder")),
        (MisuseStepKind.FINDING.value, gettext("Open a finding with the holder")),
        (MisuseStepKind.CHANGE.value, gettext("Prepare a change of the label")),
    ]
    return [*always, *with_holder] if about_label else always


def _show(
    report_id: UUID,
    *,
    link: LinkForm | None = None,
    step: StepForm | None = None,
    close: CloseForm | None = None,
) -> ResponseReturnValue:
    sent = next((form for form in (link, step, close) if form is not None), None)
    link, step, close = link or LinkForm(), step or StepForm(), close or CloseForm()
    day = today(identity.now())
    with reading() as session:
        report = _report(session, report_id)
        steps = queries.report_steps(session, report_id)
        label = labels.get_label(session, report.label_id) if report.label_id else None
        holder = get_organisation(session, label.organisation_id) if label else None
        held = label is not None and queries.term_of(session, label, day) is not None
        names = people.names(session, [one.by for one in steps])
    step.offer(_steps(about_label=held))
    is_open = report.closed_at is None
    return pages.page(
        "decisions/surveillance/report_of_misuse.html",
        422 if sent is not None else 200,
        report=report,
        label=label,
        holder=holder,
        steps=steps,
        step_names=MISUSE_STEPS,
        outcomes=OUTCOME_NAMES,
        names=names,
        is_open=is_open,
        held=held,
        left_address=report.email_sealed is not None,
        link=link,
        step_form=step,
        close=close,
        form=sent if sent is not None else step,
        turn=Turn(gettext("You act next")) if is_open else None,
        notice=notice(),
    )
