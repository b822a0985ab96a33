"""A notice: its holder reads what became of it and answers; an officer assesses it."""

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
from labelling.decisions.models import Label
from labelling.decisions.surveillance import actions, queries
from labelling.decisions.surveillance.duty import days_late, last_day
from labelling.decisions.surveillance.forms import SayForm, StepForm
from labelling.decisions.surveillance.models import NoticeStepKind
from labelling.decisions.surveillance.queries.notices import asked
from labelling.decisions.surveillance.views.blueprint import (
    as_officer,
    bp,
    notice,
    require_officer,
    require_owner,
)
from labelling.decisions.surveillance.words import NOTICE_NAMES, NOTICE_STEPS
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people

NEEDS_DAY = (NoticeStepKind.ASKED, NoticeStepKind.CONDITION)


@bp.get("/notices/<uuid:notice_id>")
def notice_page(notice_id: UUID) -> ResponseReturnValue:
    """Show a notice with all that became of it."""
    return _show(notice_id, SayForm(), StepForm())


@bp.post("/notices/<uuid:notice_id>/answer")
def answer_notice(notice_id: UUID) -> ResponseReturnValue:
    """Take the holder's answer to a question."""
    with reading() as session:
        require_owner(_label(session, notice_id))
    form = SayForm()
    if not form.validate():
        return _show(notice_id, form, StepForm(), 422)
    try:
        with unit_of_work() as session:
            actions.answer_notice(
                session,
                actor=asker(),
                notice_id=notice_id,
                text=form.text.data or "",
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(notice_id, form, StepForm(), refusal.status)
    return redirect(url_for(".notice_page", notice_id=notice_id, done="answered"), 303)


@bp.post("/notices/<uuid:notice_id>/assess")
def assess_notice(notice_id: UUID) -> ResponseReturnValue:
    """Take an officer's next step: ask, settle without effect, set a condition, go on."""
    with reading() as session:
        require_officer(session, _label(session, notice_id))
    form = StepForm()
    form.offer(_steps())
    if not form.validate() or not form.needs_day(NEEDS_DAY):
        return _show(notice_id, SayForm(), form, 422)
    try:
        step = _assess(notice_id, form)
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(notice_id, SayForm(), form, refusal.status)
    if step is NoticeStepKind.CHANGE:
        with reading() as session:
            label_id = queries.get_notice(session, notice_id).label_id
        there = url_for("decisions.change", label_id=label_id, because=f"notice:{notice_id}")
        return redirect(there, 303)
    done = {NoticeStepKind.ASKED: "asked", NoticeStepKind.CONDITION: "condition"}
    there = url_for(".notice_page", notice_id=notice_id, done=done.get(step, "settled"))
    return redirect(there, 303)


def _assess(notice_id: UUID, form: StepForm) -> NoticeStepKind:
    kind = NoticeStepKind(form.step.data)
    said: dict[str, Any] = {"actor": asker(), "notice_id": notice_id, "now": identity.now()}
    said["text"] = form.text.data or ""
    if kind in NEEDS_DAY:
        said["due_on"] = form.due_on.data
    with unit_of_work() as session:
        if kind is NoticeStepKind.ASKED:
            actions.ask_about_notice(session, **said)
        elif kind is NoticeStepKind.CONDITION:
            actions.set_condition(session, **said)
        elif kind is NoticeStepKind.CHANGE:
            actions.hand_notice_on(session, **said)
        else:
            actions.settle_notice(session, **said)
    return kind


def _label(session: Session, notice_id: UUID) -> Label:
    return labels.get_label(session, queries.get_notice(session, notice_id).label_id)


def _steps() -> list[tuple[str, str]]:
    return [
        (NoticeStepKind.NO_EFFECT.value, gettext("Settle: no effect on the label")),
        (NoticeStepKind.ASKED.value, gettext("Ask the holder")),
        (NoticeStepKind.CONDITION.value, gettext("Settle: set a condition")),
        (NoticeStepKind.CHANGE.value, gettext("Prepare a change of the label")),
    ]


def _show(notice_id: UUID, say: SayForm, step: StepForm, status: int = 200) -> ResponseReturnValue:
    day = today(identity.now())
    with reading() as session:
        row = queries.get_notice(session, notice_id)
        label = labels.get_label(session, row.label_id)
        officer = as_officer(session, label)
        holder = get_organisation(session, label.organisation_id)
        steps = queries.notice_steps(session, [notice_id]).get(notice_id, [])
        pieces = queries.notice_pieces(session, notice_id)
        names = people.names(session, [row.reported_by, *(one.by for one in steps)])
        held = queries.term_of(session, label, day) is not None
    step.offer(_steps())
    question, settled = asked(steps), queries.is_settled(steps)
    owner = not officer and may(asker(), Permission.HOLDING_REPORT, label)
    return pages.page(
        "decisions/surveillance/notice.html",
        status,
        row=row,
        label=label,
        holder=holder,
        name=NOTICE_NAMES[row.kind],
        steps=steps,
        step_names=NOTICE_STEPS,
        names=names,
        pieces=pieces,
        late=days_late(row.happened_on, today(row.reported_at)),
        last_day=last_day(row.happened_on),
        officer=officer,
        answers=owner and question is not None,
        assesses=officer and not settled,
        held=held,
        settled=settled,
        question=question,
        say=say,
        form=say if say.errors else step,
        step_form=step,
        turn=_turn(officer=officer, waits_for_holder=question is not None, settled=settled,
                   by=format_weekday(question.due_on) if question and question.due_on else ""),
        notice=notice(),
    )  # fmt: skip


def _turn(*, officer: bool, waits_for_holder: bool, settled: bool, by: str) -> Turn | None:
    if settled:
        return None
    if waits_for_holder:
        who = gettext("The holder acts next") if officer else gettext("You act next")
        return Turn(who, by)
    return Turn(gettext("You act next") if officer else gettext("The office acts next"))
