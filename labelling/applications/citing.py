"""What this room tells the organisations' room: which edition asks, which evidence is cited."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assessments.editions.model import Edition
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Citation
from labelling.applications.readers import is_reader
from labelling.applications.schemes import edition_of
from labelling.core.access import Actor


def running_edition(session: Session, organisation_id: UUID) -> Edition | None:
    """Return the edition of the organisation's newest application that has not ended."""
    application = session.scalar(
        select(Application)
        .where(Application.organisation_id == organisation_id, Application.state.not_in(ENDED))
        .order_by(Application.created_at.desc(), Application.id)
        .limit(1)
    )
    return edition_of(application) if application is not None else None


def is_cited(session: Session, evidence_id: UUID) -> bool:
    """Say whether a piece of evidence is cited in an application that was not taken back."""
    return bool(
        session.scalar(
            select(
                exists()
                .where(Citation.evidence_id == evidence_id)
                .where(Application.id == Citation.application_id)
                .where(Application.state != State.WITHDRAWN)
            )
        )
    )


def reads_where_cited(session: Session, actor: Actor, evidence_id: UUID) -> bool:
    """Say whether the actor may read a submission that cites this piece."""
    submitted = session.scalars(
        select(Application.id)
        .join(Citation, Citation.application_id == Application.id)
        .where(Citation.evidence_id == evidence_id, Application.submitted_at.is_not(None))
        .distinct()
        .order_by(Application.id)
    )
    return any(is_reader(session, actor, application_id) for application_id in submitted)
