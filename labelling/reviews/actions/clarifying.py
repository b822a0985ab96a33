"""Questions to the applicant: an assessor asks, the office forwards or returns, owners answer.

Nobody but the assessor learns who asked: the trail keeps it for the administrator alone, and what
the team reads is the question and its answer.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.applications.recipients import tell, tell_owners
from labelling.applications.schemes import edition_of
from labelling.core import access, audit, mail
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.models import Person
from labelling.people.queries import get_person
from labelling.reviews import queries
from labelling.reviews.actions.scoring import own_review, parts_of
from labelling.reviews.letters import tell_office
from labelling.reviews.models import Clarification, PanelSeat, PanelState

QUESTION_LIMIT = 1000
ANSWER_LIMIT = 2000


def ask_applicant(
    session: Session, *, actor: Actor, seat_id: UUID, part_id: str, text: str, now: datetime
) -> Clarification:
    """Ask the applicant about a part, through the office. The same question twice is asked once.

    Raises Invalid without a text or a part of one's own, NotNow once handed in.
    """
    seat, application, _ = own_review(session, actor, seat_id, Permission.REVIEW_SCORE, now)
    _refuse_when_over(application)
    if part_id not in parts_of(edition_of(application), application, seat):
        raise Invalid(lazy("Choose one of your parts."), field="part")
    text = _fitting(text, "question", QUESTION_LIMIT)
    for earlier in queries.own_clarifications(session, seat.id):
        if (earlier.part_id, earlier.text) == (part_id, text) and earlier.returned_at is None:
            return earlier
    row = Clarification(
        application_id=application.id, seat_id=seat.id, part_id=part_id, text=text, asked_at=now
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "clarification.asked", row, now)
    tell_office(session, application, "clarification_asked", now)
    return row


def forward_clarification(
    session: Session, *, actor: Actor, clarification_id: UUID, now: datetime
) -> Clarification:
    """Forward a question to the applicant as it stands; raise NotNow where it was settled."""
    row, application = _for_office(session, actor, clarification_id)
    row.forwarded_at, row.forwarded_by = now, actor.person_id
    audit.record(session, actor, "clarification.forwarded", row, now)
    tell_owners(session, application, "clarification_forwarded", now)
    return row


def return_clarification(
    session: Session, *, actor: Actor, clarification_id: UUID, reason: str, now: datetime
) -> Clarification:
    """Give a question back to the assessor with a reason; raise NotNow where it was settled."""
    row, application = _for_office(session, actor, clarification_id)
    row.returned_reason = _fitting(reason, "reason", QUESTION_LIMIT)
    row.returned_at, row.returned_by = now, actor.person_id
    audit.record(session, actor, "clarification.returned", row, now)
    _tell_asker(session, row, application, now)
    return row


def answer_clarification(
    session: Session, *, actor: Actor, clarification_id: UUID, answer: str, now: datetime
) -> Clarification:
    """Answer a forwarded question, once; everybody on the team reads it at the same moment."""
    row = queries.get_clarification(session, clarification_id)
    application = get_application(session, row.application_id)
    access.require(actor, Permission.CLARIFICATION_ANSWER, application)
    if row.forwarded_at is None:
        raise NotFound
    if row.answered_at is not None:
        raise NotNow(lazy("This question was answered already."))
    _refuse_when_over(application)
    row.answer = _fitting(answer, "answer", ANSWER_LIMIT)
    row.answered_at, row.answered_by = now, actor.person_id
    audit.record(session, actor, "clarification.answered", row, now)
    tell(session, _team(session, application), application, "clarification_answered", now)
    return row


def _for_office(
    session: Session, actor: Actor, clarification_id: UUID
) -> tuple[Clarification, Application]:
    row = queries.get_clarification(session, clarification_id)
    application = get_application(session, row.application_id)
    case = queries.assessment(session, application)
    access.require(actor, Permission.CLARIFICATION_FORWARD, case)
    if row.settled_by_office:
        raise NotNow(lazy("This question was forwarded or returned already."))
    _refuse_when_over(application)
    return row, application


def _tell_asker(
    session: Session, asked: Clarification, application: Application, now: datetime
) -> None:
    """Write to who asked; about the question, so that the office's list of mail has no line of it.

    Nobody but the asker learns who asked.
    """
    mail.send(
        session,
        get_person(session, queries.get_seat(session, asked.seat_id).person_id),
        "clarification_returned",
        now,
        about=asked,
        reference=application.reference,
        seat=str(asked.seat_id),
    )


def _refuse_when_over(application: Application) -> None:
    if application.state is not State.SCORING:
        raise NotNow(lazy("Scoring is over, so nothing is asked any more."))


def _fitting(text: str, field: str, most: int) -> str:
    text = text.strip()
    if not text:
        raise Invalid(lazy("Fill this in."), field=field)
    if len(text) > most:
        raise Invalid(lazy("This text may have %(most)s characters."), field=field, most=most)
    return text


def _team(session: Session, application: Application) -> list[Person]:
    """Return everybody on the team, whether or not they have handed in."""
    return list(
        session.scalars(
            select(Person)
            .join(PanelSeat, PanelSeat.person_id == Person.id)
            .where(
                PanelSeat.application_id == application.id,
                PanelSeat.state == PanelState.ACCEPTED,
            )
            .order_by(Person.id)
        )
    )
