"""What working together holds of a person: comments, parts to write, when they were writing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.together.models import Comment, Mention, PartPlan, Presence


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return the comments that a person wrote and the parts that they were to write."""
    comments = session.execute(
        select(Comment, Application.reference)
        .join(Application, Application.id == Comment.application_id)
        .where(Comment.by == person_id)
        .order_by(Comment.at, Comment.id)
    )
    plans = session.execute(
        select(PartPlan, Application.reference)
        .join(Application, Application.id == PartPlan.application_id)
        .where(PartPlan.assigned_to == person_id)
        .order_by(Application.reference, PartPlan.part_id)
    )
    return {
        "comments": [
            {
                "application": reference,
                "part": row.part_id,
                "text": row.text,
                "at": row.at.isoformat(),
            }
            for row, reference in comments
        ],
        "parts_to_write": [
            {
                "application": reference,
                "part": row.part_id,
                "due": row.due_on.isoformat() if row.due_on is not None else None,
            }
            for row, reference in plans
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Take the person out of plans, mentions and presences; comments stay without a name."""
    session.execute(delete(Presence).where(Presence.person_id == person_id))
    session.execute(delete(Mention).where(Mention.person_id == person_id))
    for column in (
        Comment.by,
        Comment.settled_by,
        PartPlan.assigned_to,
        PartPlan.planned_by,
        PartPlan.checked_by,
    ):
        session.execute(update(column.class_).where(column == person_id).values({column: None}))


def clear(session: Session, application_ids: Sequence[UUID], _now: datetime) -> None:
    """Delete all of it with the content of applications whose time is over."""
    comments = select(Comment.id).where(Comment.application_id.in_(application_ids))
    session.execute(delete(Mention).where(Mention.comment_id.in_(comments)))
    for table in (Comment, PartPlan, Presence):
        session.execute(delete(table).where(table.application_id.in_(application_ids)))
