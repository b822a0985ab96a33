"""Mail before a date: to each about their own work only, never about anybody else's."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_days
from labelling.applications.recipients import owners
from labelling.core import mail
from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.people.models import Person
from labelling.reviews.models import FeedbackReport, PanelSeat, PanelState, Review

DAYS_BEFORE = 3


@every_minute
def remind(session: Session, now: datetime) -> None:
    """Queue what has become due; each reminder has a key and goes out once."""
    latest = today(now) + timedelta(days=DAYS_BEFORE)
    _unanswered_invitations(session, now, latest)
    _open_reviews(session, now, latest)
    _open_observations(session, now, latest)


def _unanswered_invitations(session: Session, now: datetime, latest: date) -> None:
    rows = session.execute(
        select(PanelSeat, Person)
        .join(Person, Person.id == PanelSeat.person_id)
        .join(Application, Application.id == PanelSeat.application_id)
        .where(
            PanelSeat.state == PanelState.INVITED,
            PanelSeat.answer_by <= latest,
            PanelSeat.answer_by >= today(now),
            Application.state.not_in(ENDED),
        )
        .order_by(PanelSeat.id)
    )
    for seat, person in rows:
        mail.send(
            session,
            person,
            "invitation_reminder",
            now,
            about=seat,
            key=f"invitation_reminder:{seat.id}",
            seat=str(seat.id),
            answer_by=seat.answer_by.isoformat(),
        )


def _open_reviews(session: Session, now: datetime, latest: date) -> None:
    rows = session.execute(
        select(PanelSeat, Person, Application)
        .join(Person, Person.id == PanelSeat.person_id)
        .join(Review, Review.seat_id == PanelSeat.id)
        .join(Application, Application.id == PanelSeat.application_id)
        .where(
            PanelSeat.state == PanelState.ACCEPTED,
            Review.handed_in_at.is_(None),
            or_(
                Application.state == State.SCORING,
                Application.state == State.VISIT,
                Application.state == State.COMPARISON,
            ),
        )
        .order_by(PanelSeat.id)
    ).all()
    days = due_days(session, {row[2].id for row in rows})
    for seat, person, application in rows:
        by = days.get((application.id, Step.SCORING))
        if by is None or not today(now) <= by <= latest:
            continue
        mail.send(
            session,
            person,
            "scoring_reminder",
            now,
            about=seat,
            key=f"scoring_reminder:{seat.id}:{by.isoformat()}",
            seat=str(seat.id),
            reference=application.reference,
            by=by.isoformat(),
        )


def _open_observations(session: Session, now: datetime, latest: date) -> None:
    applications = session.scalars(
        select(Application)
        .join(FeedbackReport, FeedbackReport.application_id == Application.id)
        .where(
            Application.state == State.OBSERVATIONS,
            FeedbackReport.observed_at.is_(None),
            FeedbackReport.final_at.is_(None),
        )
        .order_by(Application.id)
    ).all()
    days = due_days(session, {one.id for one in applications})
    for application in applications:
        by = days.get((application.id, Step.OBSERVATIONS))
        if by is None or not today(now) <= by <= latest:
            continue
        for owner in owners(session, application):
            mail.send(
                session,
                owner,
                "observations_reminder",
                now,
                about=application,
                key=f"observations_reminder:{application.id}:{owner.id}:{by.isoformat()}",
                application=str(application.id),
                reference=application.reference,
                by=by.isoformat(),
            )
