"""What this room opens to assessors: the frozen submission, once they are on the team.

Evidence that the submission cites opens with it.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.readers import add_reader
from labelling.core.access import Actor, Role, visible
from labelling.core.permissions import Permission
from labelling.reviews.models import PanelSeat


@add_reader
def reads_submission(session: Session, actor: Actor, application_id: UUID) -> bool:
    """Say whether an assessor sits on the team, having declared and been accepted."""
    if actor.role is not Role.ASSESSOR:
        return False
    found = session.scalar(
        select(PanelSeat.id)
        .join(Application, Application.id == PanelSeat.application_id)
        .where(
            PanelSeat.application_id == application_id,
            Application.submitted_at.is_not(None),
            visible(actor, Permission.REVIEW_VIEW),
        )
        .limit(1)
    )
    return found is not None
