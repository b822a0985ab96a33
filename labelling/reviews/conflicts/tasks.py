"""Objections that wait for the office's answer."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.core.access import Actor, visible
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.reviews.conflicts.models import PanelObjection
from labelling.reviews.models import PanelSeat
from labelling.reviews.queries.seats import STANDING


def objections_to_answer(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield the applications in which an objection waits for the actor's answer."""
    rows = session.scalars(
        select(Application)
        .join(PanelObjection, PanelObjection.application_id == Application.id)
        .join(PanelSeat, PanelSeat.id == PanelObjection.seat_id)
        .where(
            visible(actor, Permission.PANEL_BUILD),
            PanelObjection.decided_at.is_(None),
            PanelSeat.state.in_(STANDING),
            Application.state.not_in(ENDED),
        )
        .order_by(PanelObjection.raised_at, PanelObjection.id)
    )
    for application in rows:
        yield Task(
            title=gettext("Answer an objection to an assessor"),
            about=application.reference,
            button=gettext("Read and answer"),
            address=f"/applications/{application.id}/panel",
        )
