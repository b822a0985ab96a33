"""What keeps an officer from a case: a seat on its team, or a tie to the organisation.

Whoever assesses, or is bound up with who is assessed, neither chooses the team nor learns as an
officer who of it has handed in; nor do they check who is eligible, or move a date.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.ties import BOUND_UP, Ties, add_ties
from labelling.core.access import Actor
from labelling.core.clock import today, utcnow
from labelling.core.database import read_once
from labelling.core.i18n import Text, lazy
from labelling.people.models import Involvement
from labelling.reviews.bound_up import bound_up_people, counts_on
from labelling.reviews.models import PanelSeat
from labelling.reviews.queries.seats import STANDING

ON_THE_TEAM = lazy("You are on this assessment team, so another officer deals with it.")


def tie_of(session: Session, actor: Actor, application_id: UUID) -> Text | None:
    """Return why an officer stays out of a case, or None."""
    person_id = actor.person_id
    if person_id is None:
        return None
    return read_once(
        session,
        (tie_of, person_id, application_id),
        lambda: _read_tie(session, person_id, application_id),
    )


def _read_tie(session: Session, person_id: UUID, application_id: UUID) -> Text | None:
    on_team, bound_up = session.execute(
        select(_on_team(person_id), _bound_up(person_id, today(utcnow())))
        .select_from(Application)
        .where(Application.id == application_id)
    ).one()
    if on_team:
        return ON_THE_TEAM
    return BOUND_UP if bound_up else None


def without_tie(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for applications that an officer has no tie to."""
    person_id = actor.person_id
    return ~or_(_on_team(person_id), _bound_up(person_id, today(utcnow())))


def _on_team(person_id: UUID | None) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            PanelSeat.application_id == Application.id,
            PanelSeat.person_id == person_id,
            PanelSeat.state.in_(STANDING),
        )
        .correlate(Application)
    )


def _bound_up(person_id: UUID | None, day: date) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Involvement.organisation_id == Application.organisation_id,
            Involvement.person_id == person_id,
            counts_on(day),
        )
        .correlate(Application)
    )


def _tied_people(session: Session, application: Application) -> set[UUID]:
    on_team = select(PanelSeat.person_id).where(
        PanelSeat.application_id == application.id, PanelSeat.state.in_(STANDING)
    )
    bound_up = bound_up_people(session, application.organisation_id, today(utcnow()))
    return {*session.scalars(on_team), *bound_up}


add_ties(Ties(tie_of, without_tie, _tied_people))
