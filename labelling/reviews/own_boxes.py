"""The boxes of this room on an application's page for its organisation.

They say what the organisation may know anyway, and lead there: who assesses, what was asked, the
visit, the report. Of scores and of who has handed in they say nothing.
"""

from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from labelling.applications import own_panels
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Step
from labelling.applications.office_panels import Panel
from labelling.applications.queries import due
from labelling.core.access import Actor, Seat, may
from labelling.core.i18n import format_day, gettext, place_of_zone
from labelling.core.permissions import Permission
from labelling.core.zones import clock_at
from labelling.people.queries import names
from labelling.reviews import queries
from labelling.reviews.models import PanelSeat, PanelState
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.visiting.begun import PLANNING
from labelling.reviews.visiting.models import VisitAnswer, VisitDay
from labelling.reviews.visiting.queries import find_plan, planned_visit

BEFORE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.INELIGIBLE})


@own_panels.add
def own_boxes(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return report, visit, questions and team, as far as there is something to know."""
    if application.state in BEFORE or not may(actor, Permission.PANEL_VIEW, application):
        return []
    return [
        *_report(session, actor, application),
        *_visit(session, actor, application),
        *_questions(session, application),
        *_team(session, actor, application),
    ]


def _report(session: Session, actor: Actor, application: Application) -> list[Panel]:
    report = queries.find_report(session, application.id)
    case = queries.assessment(session, application)
    if report is None or not may(actor, Permission.FEEDBACK_VIEW, case):
        return []
    last_day = due(session, application.id, Step.OBSERVATIONS)
    waits = False
    if report.final_at is not None:
        text = gettext("Final since %(day)s.", day=format_day(report.final_at))
    elif report.observed_at is not None or last_day is None:
        text = gettext("It is a draft. The assessment team makes it final next.")
    else:
        waits = may(actor, Permission.OBSERVATIONS_WRITE, case)
        text = gettext(
            "It is a draft. Say by %(day)s whether its facts are right.", day=format_day(last_day)
        )
    address = f"/applications/{application.id}/feedback"
    button = gettext("Read the report")
    return [
        Panel(gettext("Feedback report"), text=text, button=button, address=address, is_due=waits)
    ]


def _visit(session: Session, actor: Actor, application: Application) -> list[Panel]:
    plan = find_plan(session, application.id) if application.state in PLANNING else None
    visit = planned_visit(session, application)
    if plan is None or not may(actor, Permission.VISIT_PLAN_SEE, visit):
        return []
    by_video = steps_of(application).visit == "video"
    waits = False
    if plan.starts_at is not None:
        text = gettext(
            "It begins on %(day)s at %(time)s, %(place)s time.",
            day=format_day(plan.starts_at.astimezone(ZoneInfo(plan.zone)).date()),
            time=clock_at(plan.zone)(plan.starts_at),
            place=place_of_zone(plan.zone),
        )
    else:
        waits = may(actor, Permission.VISIT_PLAN_ANSWER, visit) and _day_open(
            session, actor, application
        )
        text = (
            gettext("The assessment team asks which days suit you.")
            if waits
            else gettext("The assessment team chooses the day next.")
        )
    return [
        Panel(
            gettext("Plan of the interview") if by_video else gettext("Plan of the visit"),
            text=text,
            button=gettext("Choose days") if waits else gettext("See the plan"),
            address=f"/applications/{application.id}/visit/plan",
            is_due=waits,
        )
    ]


def _day_open(session: Session, actor: Actor, application: Application) -> bool:
    """Say whether there is a proposed day of which this person has not said whether it suits."""
    answered = exists().where(
        VisitAnswer.day_id == VisitDay.id, VisitAnswer.person_id == actor.person_id
    )
    left = select(VisitDay.id).where(VisitDay.application_id == application.id, ~answered).limit(1)
    return session.scalar(left) is not None


def _questions(session: Session, application: Application) -> list[Panel]:
    asked = queries.forwarded(session, application.id)
    if not asked:
        return []
    waits = application.state is State.SCORING and any(one.answered_at is None for one in asked)
    return [
        Panel(
            gettext("Questions of the assessors"),
            text=gettext("The assessors have asked something.") if waits else "",
            button=gettext("Read and answer") if waits else gettext("See the questions"),
            address=f"/applications/{application.id}/questions",
            is_due=waits,
        )
    ]


def _team(session: Session, actor: Actor, application: Application) -> list[Panel]:
    if application.state in ENDED:
        return []
    seats = [
        seat for seat in queries.panel(session, application.id) if queries.known_to_applicant(seat)
    ]
    if not seats:
        return []
    called = names(session, [seat.person_id for seat in seats])
    waits = actor.holds(application.organisation_id, Seat.OWNER) and any(
        seat.state is PanelState.DECLARED and seat.applicant_agreed_at is None for seat in seats
    )
    return [
        Panel(
            gettext("Your assessment team"),
            lines=tuple((called.get(seat.person_id, ""), _word(seat)) for seat in seats),
            text=gettext("A declared conflict waits for your answer.") if waits else "",
            button=gettext("Read and answer") if waits else gettext("See the team"),
            address=f"/applications/{application.id}/panel",
            is_due=waits,
        )
    ]


def _word(seat: PanelSeat) -> str:
    if seat.state is PanelState.INVITED:
        return gettext("proposed")
    if seat.state is PanelState.DECLARED:
        return gettext("declared a conflict")
    if seat.state is PanelState.HELD:
        return gettext("waits for the answer to an objection")
    return gettext("on the team")
