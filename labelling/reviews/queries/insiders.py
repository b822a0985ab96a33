"""Who may know what a team says although they are not on it."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import ApplicationEvent
from labelling.core.access import Role
from labelling.people.models import RoleGrant


def office_since_opened(session: Session, application_id: UUID) -> frozenset[UUID]:
    """Return who works in the office, or did at any time since the team's scores were opened.

    Whoever has left it since may have read them before.
    """
    opened_at = (
        select(ApplicationEvent.at)
        .where(
            ApplicationEvent.application_id == application_id,
            ApplicationEvent.from_state == State.SCORING,
        )
        .order_by(ApplicationEvent.number)
        .limit(1)
        .scalar_subquery()
    )
    return frozenset(
        session.scalars(
            select(RoleGrant.person_id).where(
                RoleGrant.role == Role.OFFICER,
                RoleGrant.confirmed_at.is_not(None),
                or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at >= opened_at),
            )
        )
    )
