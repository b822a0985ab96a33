"""Questions of assessors that wait for the office or for an owner."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import due_on
from labelling.core.access import Actor, Role, Seat, visible
from labelling.core.doors import Task
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.reviews.models import Clarification, PanelSeat


def questions_to_settle(session: Session, actor: Actor) -> Iterator[Task]:
    """Yield once for each application whose questions wait for the actor's side."""
    office = actor.role is Role.OFFICER
    mine: tuple[ColumnElement[bool], ...]
    if office:
        on_team = select(PanelSeat.application_id).where(PanelSeat.person_id == actor.person_id)
        mine = (
            Clarification.forwarded_at.is_(None),
            Clarification.returned_at.is_(None),
            visible(actor, Permission.PANEL_BUILD),
            Application.id.not_in(on_team),
        )
    else:
        mine = (
            Clarification.forwarded_at.is_not(None),
            Clarification.answered_at.is_(None),
            Application.organisation_id.in_(actor.organisations(Seat.OWNER)),
        )
    rows = session.execute(
        select(Application, due_on(Step.SCORING))
        .where(
            Application.state == State.SCORING,
            Application.id.in_(
                select(Clarification.application_id)
                .join(Application, Application.id == Clarification.application_id)
                .where(*mine)
            ),
        )
        .order_by(Application.state_since, Application.id)
    )
    for application, due in rows:
        yield Task(
            title=gettext("Forward a question of the assessors, or return it")
            if office
            else gettext("Answer a question of the assessors"),
            about=application.reference,
            button=gettext("Read and forward") if office else gettext("Read and answer"),
            address=f"/applications/{application.id}/questions",
            due=due,
        )
