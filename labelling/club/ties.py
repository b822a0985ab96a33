"""Whom a person is bound up with among a club's members: nobody judges or decides on those.

Nor does an officer of the office who is bound up with one of them see what the others gave.

By contact and seat, by the ledger of involvements, and by what belongs to the same holding.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from labelling.club.models import Membership
from labelling.core.access import Actor, Role
from labelling.core.clock import years_before
from labelling.core.i18n import lazy
from labelling.organisations.models import SeatHolding
from labelling.people.models import Involvement, InvolvementKind

BOUND_OFFICER = lazy(
    "You are bound up with a member of this club (as its contact, by a seat or by an involvement), "
    "so another officer does this."
)
_YEARS = 3
_HARMLESS = (InvolvementKind.DECIDED, InvolvementKind.ASSESSED)
"""What somebody did for the office; it binds nobody to a member of a club."""


def bound_up(
    session: Session, person_ids: Iterable[UUID | None], club_id: UUID, today: date
) -> dict[UUID, frozenset[UUID]]:
    """Return, by person, the memberships of a club that each is bound up with: three statements."""
    ids = {one for one in person_ids if one is not None}
    if not ids:
        return {}
    rows = session.scalars(select(Membership).where(Membership.club_id == club_id)).all()
    ties: dict[UUID, set[UUID]] = {one: set() for one in ids}
    involved = select(Involvement.person_id, Involvement.organisation_id)
    seated = select(SeatHolding.person_id, SeatHolding.organisation_id)
    for query in (
        involved.where(Involvement.person_id.in_(ids), _counts(today)),
        seated.where(SeatHolding.person_id.in_(ids), SeatHolding.ended_at.is_(None)),
    ):
        for person_id, organisation_id in session.execute(query):
            ties[person_id].add(organisation_id)
    return {person_id: _bound(person_id, known, rows) for person_id, known in ties.items()}


def bound_clubs(person_id: UUID, today: date) -> Select[UUID]:
    """Return the query for the clubs in which a person is bound up with a member.

    Who left counts as well: what its competitors gave then is none of their business now.
    """
    involved = select(Involvement.organisation_id)
    seated = select(SeatHolding.organisation_id)
    return select(Membership.club_id).where(
        or_(
            Membership.contact_id == person_id,
            Membership.organisation_id.in_(
                involved.where(Involvement.person_id == person_id, _counts(today))
            ),
            Membership.organisation_id.in_(
                seated.where(SeatHolding.person_id == person_id, SeatHolding.ended_at.is_(None))
            ),
        )
    )


def officer_is_bound(session: Session, actor: Actor, club_id: UUID, today: date) -> bool:
    """Say whether somebody of the office is bound up with any member of a club."""
    if actor.role is not Role.OFFICER or actor.person_id is None:
        return False
    query = bound_clubs(actor.person_id, today).where(Membership.club_id == club_id)
    return session.scalars(query.limit(1)).first() is not None


def _counts(today: date) -> ColumnElement[bool]:
    return Involvement.kind.not_in(_HARMLESS) & or_(
        Involvement.until.is_(None), Involvement.until > years_before(today, _YEARS)
    )


def _bound(person_id: UUID, known: set[UUID], rows: Iterable[Membership]) -> frozenset[UUID]:
    own = {
        row.id: row.holding
        for row in rows
        if row.contact_id == person_id or row.organisation_id in known
    }
    holdings = {holding for holding in own.values() if holding}
    return frozenset(own) | {row.id for row in rows if row.holding in holdings}
