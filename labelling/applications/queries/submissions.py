"""Frozen submissions and what stands in them."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.models import Snapshot, Submission
from labelling.core.errors import NotFound


def submissions(session: Session, application_id: UUID) -> list[Submission]:
    """Return every submission of an application, oldest first."""
    return list(
        session.scalars(
            select(Submission)
            .where(Submission.application_id == application_id)
            .order_by(Submission.number)
        )
    )


def find_submission(session: Session, application_id: UUID) -> Submission | None:
    """Return the submission in force, if the application was ever submitted."""
    return session.scalar(
        select(Submission)
        .where(Submission.application_id == application_id)
        .order_by(Submission.number.desc())
        .limit(1)
    )


def latest_submission(session: Session, application_id: UUID) -> Submission:
    """Return the submission in force; raise NotFound where nothing was submitted."""
    found = find_submission(session, application_id)
    if found is None:
        raise NotFound
    return found


def snapshot(session: Session, submission: Submission) -> dict[str, Any]:
    """Return what was submitted: the parsed canonical JSON.

    Raises NotFound where its retention has ended.
    """
    content = session.scalar(select(Snapshot.content).where(Snapshot.sha256 == submission.sha256))
    if content is None:
        raise NotFound
    parsed: dict[str, Any] = json.loads(content)
    return parsed
