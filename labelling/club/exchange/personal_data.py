"""What exchanges hold of one person: texts written for its member, and acts by key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.exchange.models import AskedMember, Question, Visit
from labelling.core import doors


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return what a person planned, asked, answered and settled."""
    visits = session.scalars(
        select(Visit).where(Visit.planned_by == person_id).order_by(Visit.planned_at, Visit.id)
    )
    questions = session.scalars(
        select(Question).where(Question.asked_by == person_id).order_by(Question.asked_at)
    )
    answers = session.scalars(
        select(AskedMember)
        .where(AskedMember.answered_by == person_id)
        .order_by(AskedMember.answered_at, AskedMember.id)
    )
    settled = session.scalars(
        select(Visit.settled_at).where(Visit.settled_by == person_id).order_by(Visit.settled_at)
    )
    introduced = session.scalars(
        select(AskedMember.introduced_at)
        .where(AskedMember.introduced_by == person_id)
        .order_by(AskedMember.introduced_at)
    )
    return {
        "visits_planned": [
            {"topic": one.topic, "day": one.held_on.isoformat(), "notes": one.notes}
            for one in visits
        ],
        "visits_settled": [one.isoformat() for one in settled if one is not None],
        "questions": [{"text": one.text, "at": one.asked_at.isoformat()} for one in questions],
        "answers": [
            {"answer": one.answer.value, "message": one.message}
            for one in answers
            if one.answer is not None
        ],
        "introductions": [one.isoformat() for one in introduced if one is not None],
    }


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """Keep all: acts stand by key alone, and texts are the member's."""


doors.holds_personal_data("exchanges", export, erase)
