"""Whose severity a quality officer does not see for now: those of a live case of their own.

In a small office one person may be quality officer and programme officer. Whoever chose a team,
moved its case on, or sits on it, learns nothing of its assessors' severity before the case ends.
"""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from labelling.applications.life import ENDED
from labelling.applications.models import Application, ApplicationEvent
from labelling.reviews.models import PanelSeat
from labelling.reviews.queries.seats import STANDING


def kept_from(session: Session, person_id: UUID | None) -> frozenset[UUID]:
    """Return the assessors of all live cases in which a person has a part."""
    if person_id is None:
        return frozenset()
    other = aliased(PanelSeat)
    invited_or_seated = exists().where(
        other.application_id == Application.id,
        or_(other.invited_by == person_id, other.person_id == person_id),
    )
    moved_it = exists().where(
        ApplicationEvent.application_id == Application.id, ApplicationEvent.by == person_id
    )
    return frozenset(
        session.scalars(
            select(PanelSeat.person_id)
            .join(Application, Application.id == PanelSeat.application_id)
            .where(
                PanelSeat.state.in_(STANDING),
                Application.state.not_in(ENDED),
                or_(invited_or_seated, moved_it),
            )
        )
    )
