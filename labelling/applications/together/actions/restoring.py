"""Bringing back an earlier version of an answer: as a new version, so that nothing is lost."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import Content, Saved, save_answer
from labelling.applications.together.queries import get_revision
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.permissions import Permission


def restore_answer(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    part_id: str,
    version: int,
    seen: int,
    save_id: UUID,
    now: datetime,
) -> Saved:
    """Save what a version said as the newest one; ``seen`` is the version that stood before.

    Raises AnswerChanged where somebody has saved since, NotFound for a version that is not there.
    """
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    wanted = get_revision(session, application_id, part_id, version)
    return save_answer(
        session,
        actor=actor,
        application_id=application_id,
        part_id=part_id,
        content=Content(wanted.band, wanted.text, wanted.not_applicable),
        version=seen,
        save_id=save_id,
        origins=wanted.origins,
        now=now,
    )
