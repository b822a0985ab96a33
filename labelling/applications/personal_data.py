"""What this room holds of a person: what they wrote and did, and how it is erased."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labelling.applications.models import (
    Answer,
    AnswerRevision,
    Application,
    ApplicationEvent,
    Citation,
    Deadline,
    Declaration,
    EligibilityFinding,
)


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return what the person wrote and did in applications."""
    return {
        "applications_started": [
            {
                "reference": row.reference,
                "at": row.created_at.isoformat(),
                "terms_version": row.terms_version,
                "authorised_name": row.authorised_name,
                "authorised_function": row.authorised_function,
            }
            for row in session.scalars(
                select(Application)
                .where(Application.created_by == person_id)
                .order_by(Application.reference)
            )
        ],
        "answers_written": [
            {
                "reference": reference,
                "part": answer.part_id,
                "version": revision.version,
                "band": revision.band,
                "text": revision.text,
                "at": revision.at.isoformat(),
            }
            for revision, answer, reference in session.execute(
                select(AnswerRevision, Answer, Application.reference)
                .join(Answer, Answer.id == AnswerRevision.answer_id)
                .join(Application, Application.id == Answer.application_id)
                .where(AnswerRevision.by == person_id)
                .order_by(Application.reference, Answer.part_id, AnswerRevision.version)
            )
        ],
        "steps_taken": [
            {"state": row.to_state.value, "at": row.at.isoformat(), "message": row.message}
            for row in session.scalars(
                select(ApplicationEvent)
                .where(ApplicationEvent.by == person_id)
                .order_by(ApplicationEvent.at, ApplicationEvent.id)
            )
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Take the person out of what is kept for the organisation; the answers are the organisation's.

    Submissions are proof and keep the id of whoever submitted; the account behind it is erased.
    """
    for column in (
        Answer.updated_by,
        AnswerRevision.by,
        ApplicationEvent.by,
        Citation.added_by,
        Deadline.set_by,
        Declaration.declared_by,
        EligibilityFinding.found_by,
    ):
        session.execute(update(column.class_).where(column == person_id).values({column: None}))
    session.execute(
        update(Application)
        .where(Application.terms_accepted_by == person_id)
        .values(created_by=None, terms_accepted_by=None)
    )
