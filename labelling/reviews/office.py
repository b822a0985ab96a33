"""The boxes of this room on an application's page for the office: the team, questions, the report.

Of scores they say nothing; of an assessor only whether the seat is answered and handed in.
"""

from sqlalchemy.orm import Session

from labelling.applications import office_panels
from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.office_panels import Panel
from labelling.core.access import Actor, may
from labelling.core.i18n import format_day, gettext
from labelling.core.permissions import Permission
from labelling.people.queries import names
from labelling.reviews import queries
from labelling.reviews.conflicts.queries import objections
from labelling.reviews.models import FeedbackReport, PanelSeat, PanelState
from labelling.reviews.own_boxes import BEFORE
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.reporting.queries import find_editor


@office_panels.add
def boxes(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return the boxes that fit the application's state."""
    if application.state in BEFORE or not may(actor, Permission.PANEL_BUILD, application):
        return []
    found = [_team(session, application)]
    case = queries.assessment(session, application)
    if may(actor, Permission.CLARIFICATION_FORWARD, case):
        found += _questions(session, application)
    if may(actor, Permission.AGREEMENT_VIEW, case):
        found.append(
            Panel(
                gettext("Agreement"),
                text=gettext("All on the team have handed in."),
                button=gettext("See the agreement"),
                address=f"/applications/{application.id}/agreement",
            )
        )
        report = queries.find_report(session, application.id)
        if report is not None:
            found.append(_report(session, application, report))
    return found


def _questions(session: Session, application: Application) -> list[Panel]:
    asked = queries.asked_of_office(session, application.id)
    waiting = [one for one in asked if not one.settled_by_office]
    waits = bool(waiting) and application.state is State.SCORING
    if not asked:
        return []
    return [
        Panel(
            gettext("Questions of the assessors"),
            text=gettext("A question waits for the office.") if waits else "",
            button=gettext("Read and forward") if waits else gettext("See the questions"),
            address=f"/applications/{application.id}/questions",
            is_due=waits,
        )
    ]


def _team(session: Session, application: Application) -> Panel:
    seats = queries.panel(session, application.id)
    called = names(session, [seat.person_id for seat in seats])
    done = queries.reviews(session, [seat.id for seat in seats])
    handed_in = {key for key, review in done.items() if review.handed_in_at is not None}
    waits = any(
        seat.state is PanelState.DECLARED and seat.office_agreed_at is None for seat in seats
    )
    raised = objections(session, application.id)
    objected = any(seat.id in raised and raised[seat.id].decided_at is None for seat in seats)
    missing = len(seats) < steps_of(application).assessors and application.state in {
        State.ELIGIBLE,
        State.ASSIGNED,
        State.SCORING,
    }
    return Panel(
        gettext("Assessment team"),
        lines=tuple(
            (called.get(seat.person_id, ""), _word(seat, handed_in=seat.id in handed_in))
            for seat in seats
        ),
        text=_team_text(missing=missing, waits=waits, objected=objected),
        button=gettext("Choose assessors") if missing else gettext("See the team"),
        address=f"/applications/{application.id}/panel",
        is_due=missing or waits or objected,
    )


def _team_text(*, missing: bool, waits: bool, objected: bool) -> str:
    if objected:
        return gettext("An objection to an assessor waits for the office’s answer.")
    if missing:
        return gettext("Choose the assessors that the level asks for.")
    return gettext("A declared conflict waits for the office's answer.") if waits else ""


def _word(seat: PanelSeat, *, handed_in: bool) -> str:
    if seat.state is PanelState.INVITED:
        return gettext("invited, answers by %(day)s", day=format_day(seat.answer_by))
    if seat.state is PanelState.DECLARED:
        return gettext("declared a conflict")
    if seat.state is PanelState.HELD:
        return gettext("waits for the answer to an objection")
    return gettext("handed in") if handed_in else gettext("accepted")


def _report(session: Session, application: Application, report: FeedbackReport) -> Panel:
    drafting = application.state is State.FEEDBACK_DRAFT
    editor = find_editor(session, application.id) if drafting else None
    edited_now = editor is not None and editor.done_at is None
    due = drafting and bool(report.summary) and not edited_now
    if report.final_at is not None:
        text = gettext("Final since %(day)s.", day=format_day(report.final_at))
    elif report.released_at is not None:
        text = gettext("With the organisation for observations.")
    elif due:
        text = gettext("Read the feedback report and send it to the organisation.")
    elif edited_now:
        text = gettext("The technical editor looks through its language.")
    else:
        text = gettext("The assessment team is writing.")
    return Panel(
        gettext("Feedback report"),
        text=text,
        button=gettext("Open the report"),
        address=f"/applications/{application.id}/feedback",
        is_due=due,
    )
