"""A finding: its holder reads what to do and answers; an officer asks, settles or goes on."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.core.access import may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import format_weekday, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import queries as labels
from labelling.decisions.models import Label, LabelTerm
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.describing import tell_finding
from labelling.decisions.surveillance.forms import SayForm, StepForm
from labelling.decisions.surveillance.models import (
    Finding,
    FindingCause,
    FindingStep,
    FindingStepKind,
)
from labelling.decisions.surveillance.queries.findings import WAITS_FOR_OFFICE
from labelling.decisions.surveillance.views.blueprint import (
    as_officer,
    bp,
    notice,
    require_officer,
    require_owner,
)
from labelling.decisions.surveillance.words import FINDING_STEPS
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people


@bp.get("/findings/<uuid:finding_id>")
def finding(finding_id: UUID) -> ResponseReturnValue:
    """Show a finding with all that happened to it."""
    return _show(finding_id, SayForm(), StepForm())


@bp.post("/findings/<uuid:finding_id>/answer")
def answer_finding(finding_id: UUID) -> ResponseReturnValue:
    """Take the holder's answer."""
    with reading() as session:
        require_owner(_label(session, finding_id))
    form = SayForm()
    if not form.validate():
        return _show(finding_id, form, StepForm(), 422)
    try:
        with unit_of_work() as session:
            actions.answer_finding(
                session,
                actor=asker(),
                finding_id=finding_id,
                text=form.text.data or "",
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(finding_id, form, StepForm(), refusal.status)
    return redirect(url_for(".finding", finding_id=finding_id, done="answered"), 303)


@bp.post("/findings/<uuid:finding_id>/handle")
def handle_finding(finding_id: UUID) -> ResponseReturnValue:
    """Take an officer's next step: ask, settle, go on to a change of the label."""
    with reading() as session:
        require_officer(session, _label(session, finding_id))
    form = StepForm()
    form.offer(_steps())
    if not form.validate() or not form.needs_day([FindingStepKind.ASKED]):
        return _show(finding_id, SayForm(), form, 422)
    kind = FindingStepKind(form.step.data)
    said: dict[str, Any] = {"actor": asker(), "finding_id": finding_id, "now": identity.now()}
    said["text"] = form.text.data or ""
    if kind is FindingStepKind.ASKED:
        said["due_on"] = form.due_on.data
    try:
        with unit_of_work() as session:
            row = queries.get_finding(session, finding_id)
            if kind is FindingStepKind.ASKED:
                actions.ask_about_finding(session, **said)
            elif kind is FindingStepKind.CHANGE:
                actions.hand_finding_on(session, **said)
            else:
                actions.settle_finding(session, **said)
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(finding_id, SayForm(), form, refusal.status)
    if kind is FindingStepKind.CHANGE:
        because = f"finding:{finding_id}"
        return redirect(url_for("decisions.change", label_id=row.label_id, because=because), 303)
    done = "asked" if kind is FindingStepKind.ASKED else "settled"
    return redirect(url_for(".finding", finding_id=finding_id, done=done), 303)


def _label(session: Session, finding_id: UUID) -> Label:
    return labels.get_label(session, queries.get_finding(session, finding_id).label_id)


def _steps() -> list[tuple[str, str]]:
    return [
        (FindingStepKind.ASKED.value, gettext("Ask the holder, or give more time")),
        (FindingStepKind.SETTLED.value, gettext("Settle it")),
        (FindingStepKind.CHANGE.value, gettext("Prepare a change of the label")),
    ]


def _show(finding_id: UUID, say: SayForm, step: StepForm, status: int = 200) -> ResponseReturnValue:
    day = today(identity.now())
    with reading() as session:
        row = queries.get_finding(session, finding_id)
        label = labels.get_label(session, row.label_id)
        officer = as_officer(session, label)
        holder = get_organisation(session, label.organisation_id)
        steps = queries.finding_steps(session, [finding_id]).get(finding_id, [])
        told = tell_finding(row, session.get_one(LabelTerm, row.term_id))
        names = people.names(session, [one.by for one in steps])
    step.offer(_steps())
    is_open = row.settled_at is None and row.gone_at is None
    owner = not officer and may(asker(), Permission.HOLDING_REPORT, label)
    return pages.page(
        "decisions/surveillance/finding.html",
        status,
        row=row,
        told=told,
        label=label,
        holder=holder,
        steps=[(one, _said(one, told.reported)) for one in steps],
        step_names=FINDING_STEPS,
        names=names,
        officer=officer,
        answers=owner and is_open and row.cause is not FindingCause.CONFIRMATION,
        confirms=owner and is_open and row.cause is FindingCause.CONFIRMATION,
        handles=officer and is_open,
        is_open=is_open,
        overdue=is_open and day > row.due_on,
        say=say,
        form=say if say.errors else step,
        step_form=step,
        turn=_turn(row, steps, officer=officer) if is_open else None,
        notice=notice(),
    )


def _said(step: FindingStep, reported: str) -> str:
    if step.kind in {FindingStepKind.FOUND, FindingStepKind.REPORTED, FindingStepKind.REOPENED}:
        return reported if step.number == 1 else step.text
    if step.kind is FindingStepKind.GONE:
        return gettext("The label is not held any more.") if step.text else ""
    return step.text


def _turn(row: Finding, steps: list[FindingStep], *, officer: bool) -> Turn:
    office = bool(steps) and steps[-1].kind in WAITS_FOR_OFFICE
    if office == officer:
        return Turn(gettext("You act next"), format_weekday(row.due_on))
    who = gettext("The office acts next") if office else gettext("The holder acts next")
    return Turn(who, "" if office else format_weekday(row.due_on))
