"""The plan of a visit: kept by the team; the organisation reads its part and says what suits."""

from contextlib import AbstractContextManager
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import gettext, place_of_zone
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.zones import clock_at
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries as reviews
from labelling.reviews.forms.visits import (
    SUITS_NAMES,
    DayForm,
    PlanForm,
    answers_in_request,
    plan_form,
)
from labelling.reviews.opinions import lines
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.views.blueprint import bp, heading_of, notice
from labelling.reviews.visiting import actions, queries
from labelling.reviews.visiting.actions import PlanChanged
from labelling.reviews.visiting.actions.planning import how_many
from labelling.reviews.visiting.begun import PLANNING
from labelling.reviews.visiting.models import Suits
from labelling.reviews.visiting.people import FUNCTION_NAMES, shortcomings
from labelling.reviews.visiting.telling import entry_of

_AT = "/applications/<uuid:application_id>/visit"


@bp.get(f"{_AT}/plan")
def visit_plan(application_id: UUID) -> ResponseReturnValue:
    """Show the plan, as far as the asker may see it."""
    return _page(asker(), application_id)


@bp.post(f"{_AT}/plan")
def save_visit_plan(application_id: UUID) -> ResponseReturnValue:
    """Save the plan."""
    actor, form = asker(), plan_form(None, [])
    try:
        if form.validate():
            with unit_of_work() as session:
                actions.save_plan(
                    session,
                    actor=actor,
                    application_id=application_id,
                    written=form.written(),
                    version=form.started_from(),
                    now=identity.now(),
                )
            return _back(application_id, "plan-saved")
    except PlanChanged as changed:
        form.version.data = str(changed.version)
        form.form_errors.append(
            gettext(
                "A colleague saved the plan while you were writing. Yours is below and not saved "
                "yet; save again to keep it instead."
            )
        )
        return _page(actor, application_id, plan=form, status=409)
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(actor, application_id, plan=form, status=422)


@bp.post(f"{_AT}/days")
def propose_visit_day(application_id: UUID) -> ResponseReturnValue:
    """Propose a day."""
    actor, form = asker(), DayForm()
    with reading() as session:
        case = queries.planned_visit(session, get_application(session, application_id))
        access.require(actor, Permission.VISIT_PLAN_KEEP, case)
    try:
        if form.answered() and form.day.data and form.starts.data and form.ends.data:
            with _once(application_id, "day-proposed") as session:
                actions.propose_day(
                    session,
                    actor=actor,
                    application_id=application_id,
                    day=form.day.data,
                    starts=form.starts.data,
                    ends=form.ends.data,
                    zone=form.zone.data,
                    now=identity.now(),
                )
            return _back(application_id, "day-proposed")
    except Invalid as refusal:
        form.refuse(refusal)
    return _page(actor, application_id, day=form, status=422)


@bp.post(f"{_AT}/days/<uuid:day_id>/withdraw")
def withdraw_visit_day(application_id: UUID, day_id: UUID) -> ResponseReturnValue:
    """Take a proposed day back."""
    with _once(application_id, "day-withdrawn") as session:
        actions.withdraw_day(
            session,
            actor=asker(),
            application_id=application_id,
            day_id=day_id,
            now=identity.now(),
        )
    return _back(application_id, "day-withdrawn")


@bp.post(f"{_AT}/days/<uuid:day_id>/fix")
def fix_visit_day(application_id: UUID, day_id: UUID) -> ResponseReturnValue:
    """Fix a day."""
    with _once(application_id, "day-fixed") as session:
        actions.fix_day(
            session,
            actor=asker(),
            application_id=application_id,
            day_id=day_id,
            now=identity.now(),
        )
    return _back(application_id, "day-fixed")


@bp.post(f"{_AT}/days/ask")
def ask_visit_days(application_id: UUID) -> ResponseReturnValue:
    """Ask all concerned which days suit."""
    with _once(application_id, "days-asked") as session:
        actions.ask_days(session, actor=asker(), application_id=application_id, now=identity.now())
    return _back(application_id, "days-asked")


@bp.post(f"{_AT}/answers")
def answer_visit_days(application_id: UUID) -> ResponseReturnValue:
    """Say which days suit."""
    with unit_of_work() as session:
        actions.answer_days(
            session,
            actor=asker(),
            application_id=application_id,
            answers=answers_in_request(queries.days(session, application_id)),
            now=identity.now(),
        )
    return _back(application_id, "days-answered")


@bp.post(f"{_AT}/agenda")
def send_visit_agenda(application_id: UUID) -> ResponseReturnValue:
    """Send the agenda; say what it lacks where it cannot be sent."""
    actor = asker()
    try:
        with _once(application_id, "agenda-sent") as session:
            actions.send_agenda(
                session, actor=actor, application_id=application_id, now=identity.now()
            )
    except NotNow as refusal:
        return _page(actor, application_id, refused=refusal.sentence, status=409)
    return _back(application_id, "agenda-sent")


@bp.get(f"{_AT}/calendar.ics")
def visit_calendar(application_id: UUID) -> ResponseReturnValue:
    """Return the visit for a calendar."""
    with reading() as session:
        application = get_application(session, application_id)
        access.require(
            asker(), Permission.VISIT_PLAN_SEE, queries.planned_visit(session, application)
        )
        plan = queries.find_plan(session, application_id)
        organisation = get_organisation(session, application.organisation_id)
    if plan is None or plan.starts_at is None:
        raise NotFound
    settings = pages.settings()
    entry = entry_of(
        plan,
        gettext("Visit: %(name)s", name=organisation.name),
        settings.public_url,
        settings.office_email.rpartition("@")[2],
        identity.now(),
    )
    return attachment(entry.encode(), "visit.ics", "text/calendar")


def _once(application_id: UUID, done: str) -> AbstractContextManager[Session]:
    """Lend a unit of work for a form that counts once: each of these sends mail, or adds a day."""
    return once.carrying_out(asker(), identity.now(), leads_to=_there(application_id, done))


def _back(application_id: UUID, done: str) -> ResponseReturnValue:
    return redirect(_there(application_id, done), 303)


def _there(application_id: UUID, done: str) -> str:
    return url_for(".visit_plan", application_id=application_id, done=done)


def _page(
    actor: Actor,
    application_id: UUID,
    *,
    plan: PlanForm | None = None,
    day: DayForm | None = None,
    refused: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    with reading() as session:
        application = get_application(session, application_id)
        case = queries.planned_visit(session, application)
        access.require(actor, Permission.VISIT_PLAN_SEE, case)
        heading = heading_of(session, application)
        found = queries.find_plan(session, application_id)
        days = queries.days(session, application_id)
        answered = queries.answers(session, days)
        inside = access.may(actor, Permission.AGREEMENT_VIEW, case.assessment)
        noted = reviews.handed_in_opinions(session, application_id) if inside else []
    steps = steps_of(application)
    if steps.visit == "none":
        raise NotFound
    open_ = application.state in PLANNING
    keeps = open_ and access.may(actor, Permission.VISIT_PLAN_KEEP, case)
    questions = [
        f"{part_id} {question}"
        for one in noted
        for part_id, row in one.parts.items()
        for question in lines(row.questions)
    ]
    if day is None:
        day = DayForm()
        day.zone.data = found.zone if found is not None else str(pages.settings().zone)
    return pages.page(
        "reviews/visit_plan.html",
        status,
        heading=heading,
        application=application,
        steps=steps,
        plan=found,
        days=days,
        answered=answered,
        own={
            row.day_id: row.suits.value
            for rows in answered.values()
            for row, _ in rows
            if row.person_id == actor.person_id
        },
        suits=[(one.value, SUITS_NAMES[one]) for one in Suits],
        suits_names={one.value: name for one, name in SUITS_NAMES.items()},
        inside=inside,
        keeps=keeps,
        answers=open_ and access.may(actor, Permission.VISIT_PLAN_ANSWER, case),
        lacks=shortcomings(how_many(found)) if found is not None and steps.visit != "video" else [],
        functions=FUNCTION_NAMES,
        questions=questions,
        text_lines=lines,
        place_of_zone=place_of_zone,
        clock=clock_at(found.zone if found is not None else str(pages.settings().zone)),
        form=plan if plan is not None else plan_form(found, questions),
        day_form=day,
        refused=refused,
        notice=notice(),
    )
