"""What an administrator who sits on a team does not read in the trail while it scores.

Who of the others has handed in, and who asked what: an assessor may not know it in any role.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from labelling.applications.life import State
from labelling.applications.models import Application
from labelling.core.audit import AuditEntry
from labelling.people.trail import keep_from
from labelling.reviews.models import Clarification, PanelSeat, Review
from labelling.reviews.queries.seats import STANDING


@keep_from
def of_colleagues(person_id: UUID) -> ColumnElement[bool]:
    """Return the entries about reviews and questions of a person's colleagues, while all score."""
    scored = (
        select(Application.id)
        .join(PanelSeat, PanelSeat.application_id == Application.id)
        .where(
            Application.state == State.SCORING,
            PanelSeat.person_id == person_id,
            PanelSeat.state.in_(STANDING),
        )
    )
    about = or_(
        *(
            AuditEntry.subject_id.in_(select(table.id).where(table.application_id.in_(scored)))
            for table in (Review, Clarification)
        )
    )
    return and_(AuditEntry.actor_id.is_distinct_from(person_id), about)
