"""Declared conflicts that wait for the office's or an owner's answer."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.core.access import Actor, Role, Seat, visible
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.reviews.models import PanelSeat, PanelState


def conflicts_to_answer(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield the conflicts that wait for the actor's side."""
    waiting = (
        PanelSeat.office_agreed_at if actor.role is Role.OFFICER else PanelSeat.applicant_agreed_at
    )
    rows = session.execute(
        select(PanelSeat, Application)
        .join(Application, Application.id == PanelSeat.application_id)
        .where(
            visible(actor, Permission.PANEL_VIEW),
            PanelSeat.state == PanelState.DECLARED,
            waiting.is_(None),
            Application.state.not_in(ENDED),
        )
        .order_by(PanelSeat.answer_by, PanelSeat.id)
    )
    for seat, application in rows:
        if actor.role is Role.MANAGER and not actor.holds(application.organisation_id, Seat.OWNER):
            continue
        yield Task(
            title=gettext("Answer a declared conflict of interest"),
            about=application.reference,
            button=gettext("Read and answer"),
            address=f"/applications/{application.id}/panel",
            due=seat.answer_by,
        )
