"""The cases that wait for a team, for one proposal over all of them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.queries import cases_due
from labelling.core.access import Actor, visible
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation
from labelling.reviews.models import SeatKind
from labelling.reviews.proposing.gathering import Question
from labelling.reviews.queries import panels
from labelling.reviews.queries.seats import steps_of

MOST = 20
"""So many cases are proposed at once; whoever waits behind them comes with the next proposal."""

_WAITING = (State.ELIGIBLE, State.ASSIGNED, State.SCORING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case with places to fill, and what the solver is asked about it."""

    application: Application
    organisation: Organisation
    question: Question


def waiting_for_team(session: Session, actor: Actor) -> list[tuple[Application, Organisation]]:
    """Return the cases whose team has places to fill and whom the actor may build teams for."""
    rows = session.execute(
        cases_due(Step.PANEL).where(
            visible(actor, Permission.PANEL_BUILD), Application.state.in_(_WAITING)
        )
    ).all()
    teams = panels(session, [row[0].id for row in rows])
    open_ = [
        (application, organisation)
        for application, organisation, _ in rows
        if sum(seat.kind is SeatKind.MEMBER for seat in teams[application.id])
        < steps_of(application).assessors
    ]
    return open_[:MOST]
