"""Accepting an assessor who is independent, and opening reviews once a team is complete."""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.actions import move, set_due
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import latest_submission
from labelling.applications.recipients import tell_owners
from labelling.core import audit
from labelling.core.access import SYSTEM, Actor
from labelling.core.clock import today
from labelling.reviews import queries
from labelling.reviews.actions.following import follow_up
from labelling.reviews.actions.panels import end_seat
from labelling.reviews.actions.scoring import open_if_complete
from labelling.reviews.conflicts.models import Occasion
from labelling.reviews.conflicts.queries import find_objection
from labelling.reviews.conflicts.recording import keep_check
from labelling.reviews.independence import gravest
from labelling.reviews.letters import tell_holder
from labelling.reviews.models import ConflictGrade, PanelSeat, PanelState, Review, SeatKind
from labelling.reviews.queries.candidates import known_findings
from labelling.reviews.queries.seats import steps_of


def accept(
    session: Session, actor: Actor, seat: PanelSeat, application: Application, now: datetime
) -> None:
    """Put an assessor on the team, as part of a step that has required its own permission.

    What is known is looked at once more: what bars by now ends the seat; an objection that
    waits for its answer holds it, and nothing opens.
    """
    found = known_findings(session, [seat.person_id], application.organisation_id, today(now))[
        seat.person_id
    ]
    keep_check(session, actor, seat, Occasion.ACCEPTED, found, now=now)
    if gravest(one.grade for one in found) is ConflictGrade.BARRED:
        kinds = ", ".join(sorted({one.kind.value for one in found}))
        end_seat(session, SYSTEM, seat, PanelState.BARRED, now, reason=kinds)
        follow_up(session, application, seat, now, otherwise="seat_barred")
        return
    objection = find_objection(session, seat.id)
    if objection is not None and objection.decided_at is None:
        hold(session, actor, seat, now)
        return
    seat.state = PanelState.ACCEPTED
    session.flush()
    audit.record(session, actor, "panel.accepted", seat, now)
    if queries.find_review(session, seat.id) is not None:
        open_if_complete(session, actor, application, now)  # all but the held one had handed in
        return
    if seat.kind is not SeatKind.MEMBER or application.state is State.SCORING:
        _open_review(session, application, seat, now)
        by = set_due(
            session, actor=actor, application=application, step=Step.SCORING, now=now
        ).due_on.isoformat()
        tell_holder(session, seat, application, "scoring_begins", now, by=by)
        return
    members = [one for one in queries.panel(session, application.id) if one.kind is SeatKind.MEMBER]
    complete = len(members) >= steps_of(application).assessors
    if complete and all(one.state is PanelState.ACCEPTED for one in members):
        _begin_scoring(session, actor, application, members, now)


def hold(session: Session, actor: Actor, seat: PanelSeat, now: datetime) -> None:
    """Close everything to an assessor until the office has answered an objection."""
    seat.state = PanelState.HELD
    session.flush()
    audit.record(session, actor, "panel.held", seat, now)


def _begin_scoring(
    session: Session,
    actor: Actor,
    application: Application,
    members: list[PanelSeat],
    now: datetime,
) -> None:
    move(session, actor=actor, application=application, state=State.SCORING, now=now)
    by = set_due(
        session, actor=actor, application=application, step=Step.SCORING, now=now
    ).due_on.isoformat()
    for seat in members:
        _open_review(session, application, seat, now)
        tell_holder(session, seat, application, "scoring_begins", now, by=by)
    tell_owners(session, application, "team_complete", now, by=by)


def _open_review(
    session: Session, application: Application, seat: PanelSeat, now: datetime
) -> None:
    submission = latest_submission(session, application.id)
    session.add(
        Review(
            seat_id=seat.id,
            application_id=application.id,
            submission_id=submission.id,
            person_id=seat.person_id,
            started_at=now,
        )
    )
    session.flush()
