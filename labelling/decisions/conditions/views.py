"""Pages of conditions: all of an award, and one with what was reported and answered."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.access import Role, may
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.i18n import Text, format_weekday, gettext, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.core.web.pages import Turn
from labelling.decisions import proofs
from labelling.decisions.conditions import actions, queries
from labelling.decisions.conditions.forms import (
    AcceptForm,
    AskAgainForm,
    MoreTimeForm,
    ReportForm,
)
from labelling.decisions.conditions.subjects import ConditionCase, Stand, stand_of
from labelling.decisions.views.blueprint import bp, notice
from labelling.organisations.queries import get_organisation
from labelling.people import queries as people

STAND_NAMES: dict[Stand, Text] = {
    Stand.OPEN: lazy("to be reported on"),
    Stand.OVERDUE: lazy("overdue"),
    Stand.REPORTED: lazy("reported"),
    Stand.MET: lazy("met"),
}


@bp.get("/applications/<uuid:application_id>/conditions")
def conditions(application_id: UUID) -> ResponseReturnValue:
    """List the conditions of an award and how they stand, for the holder and the office."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = get_application(session, application_id)
        rows = queries.binding_on(session, application_id, today(now))
        if not rows:
            raise NotFound
        case = queries.case_of(session, rows[0].condition.id, actor.person_id, now)
        access.require(actor, Permission.CONDITION_VIEW, case)
        holder = get_organisation(session, application.organisation_id)
    return pages.page(
        "decisions/conditions/index.html",
        application=application,
        holder=holder,
        rows=rows,
        names=STAND_NAMES,
        up=_up(actor.role, application_id),
        notice=notice(),
    )


@bp.get("/conditions/<uuid:condition_id>")
def condition(condition_id: UUID) -> ResponseReturnValue:
    """Show a condition with what was reported and answered, and the form of the next step."""
    return _show(condition_id)


@bp.post("/conditions/<uuid:condition_id>/report")
def report_on_condition(condition_id: UUID) -> ResponseReturnValue:
    """Take the holder's report."""
    form = ReportForm()
    with reading() as session:
        case = queries.case_of(session, condition_id, asker().person_id, identity.now())
        access.require(asker(), Permission.CONDITION_REPORT, case)
        form.offer(proofs.offered(session, case.application.organisation_id))
    if not form.validate():
        return _show(condition_id, report=form)
    try:
        with unit_of_work() as session:
            actions.report_on_condition(
                session,
                actor=asker(),
                condition_id=condition_id,
                text=form.text.data or "",
                evidence_ids=form.chosen,
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(condition_id, report=form)
    return _done(condition_id, "condition-reported")


@bp.post("/conditions/<uuid:condition_id>/accept")
def accept_report(condition_id: UUID) -> ResponseReturnValue:
    """Accept what was reported."""
    _require_judge(condition_id)
    form = AcceptForm()
    if not form.validate():
        return _show(condition_id, accept=form)
    with unit_of_work() as session:
        actions.accept_report(
            session,
            actor=asker(),
            condition_id=condition_id,
            text=form.text.data or "",
            now=identity.now(),
        )
    return _done(condition_id, "condition-met")


@bp.post("/conditions/<uuid:condition_id>/ask")
def ask_again(condition_id: UUID) -> ResponseReturnValue:
    """Say what a report lacks."""
    _require_judge(condition_id)
    form = AskAgainForm()
    if not form.validate():
        return _show(condition_id, again=form)
    try:
        with unit_of_work() as session:
            actions.ask_again(
                session,
                actor=asker(),
                condition_id=condition_id,
                text=form.text.data or "",
                day=form.day.data,
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(condition_id, again=form)
    return _done(condition_id, "condition-asked")


@bp.post("/conditions/<uuid:condition_id>/time")
def give_more_time(condition_id: UUID) -> ResponseReturnValue:
    """Give a condition a later date."""
    _require_judge(condition_id)
    form = MoreTimeForm()
    if not form.validate() or form.day.data is None:
        return _show(condition_id, time=form)
    try:
        with unit_of_work() as session:
            actions.give_more_time(
                session,
                actor=asker(),
                condition_id=condition_id,
                day=form.day.data,
                reason=form.reason.data or "",
                now=identity.now(),
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return _show(condition_id, time=form)
    return _done(condition_id, "condition-moved")


def _require_judge(condition_id: UUID) -> None:
    """Turn away who does not judge reports, whatever was sent."""
    with reading() as session:
        case = queries.case_of(session, condition_id, asker().person_id, identity.now())
    access.require(asker(), Permission.CONDITION_JUDGE, case)


def _show(condition_id: UUID, **sent: Form) -> ResponseReturnValue:
    """Show a condition; ``sent`` is the form that could not be taken, by its name."""
    actor, now = asker(), identity.now()
    with reading() as session:
        case = queries.case_of(session, condition_id, actor.person_id, now)
        access.require(actor, Permission.CONDITION_VIEW, case)
        holder = get_organisation(session, case.application.organisation_id)
        reports = queries.reports_of(session, condition_id)
        pieces = {
            report_id: proofs.pieces(session, rows)
            for report_id, rows in queries.pieces_of(session, [one.id for one in reports]).items()
        }
        names = people.names(
            session,
            [who for one in reports for who in (one.reported_by, one.answered_by)],
        )
        report_form = sent.get("report") or ReportForm()
        if may(actor, Permission.CONDITION_REPORT, case) and isinstance(report_form, ReportForm):
            report_form.offer(proofs.offered(session, holder.id))
    stand = stand_of(case.condition, reports[-1] if reports else None, today(now))
    forms = {
        "report": report_form,
        "accept": sent.get("accept") or AcceptForm(),
        "again": sent.get("again") or AskAgainForm(),
        "time": sent.get("time") or MoreTimeForm(),
    }
    return pages.page(
        "decisions/conditions/condition.html",
        422 if sent else 200,
        condition=case.condition,
        application=case.application,
        holder=holder,
        stand=stand.value,
        stand_name=STAND_NAMES[stand],
        reports=reports,
        pieces=pieces,
        names=names,
        forms=forms,
        sent=next(iter(sent.values()), None),
        reports_now=_reports_now(case, stand),
        judges=may(actor, Permission.CONDITION_JUDGE, case),
        turn=_turn(case, stand),
        notice=notice(),
    )


def _reports_now(case: ConditionCase, stand: Stand) -> bool:
    may_report = may(asker(), Permission.CONDITION_REPORT, case)
    return may_report and stand in {Stand.OPEN, Stand.OVERDUE}


def _turn(case: ConditionCase, stand: Stand) -> Turn | None:
    if stand is Stand.MET:
        return None
    if stand is Stand.REPORTED:
        own = may(asker(), Permission.CONDITION_JUDGE, case)
        return Turn(gettext("You act next") if own else gettext("The office acts next"))
    own = may(asker(), Permission.CONDITION_REPORT, case)
    who = gettext("You act next") if own else gettext("The organisation acts next")
    return Turn(who, format_weekday(case.condition.due_on))


def _up(role: Role, application_id: UUID) -> str:
    page = "applications.office" if role is Role.OFFICER else "applications.show"
    return url_for(page, application_id=application_id)


def _done(condition_id: UUID, what: str) -> ResponseReturnValue:
    return redirect(url_for(".condition", condition_id=condition_id, done=what), 303)
