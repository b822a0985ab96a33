"""Whom a person is bound up with among a club's members: nobody judges or decides on those.

By contact and seat, by the ledger of involvements, and by what belongs to the same holding.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.club.models import Membership
from labelling.organisations.models import SeatHolding
from labelling.people.models import Involvement, InvolvementKind

_COUNTS_FOR = timedelta(days=3 * 366)
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
    for person_id, organisation_id in session.execute(
        select(Involvement.person_id, Involvement.organisation_id).where(
            Involvement.person_id.in_(ids),
            Involvement.kind.not_in(_HARMLESS),
            or_(Involvement.until.is_(None), Involvement.until > today - _COUNTS_FOR),
        )
    ):
        ties[person_id].add(organisation_id)
    for person_id, organisation_id in session.execute(
        select(SeatHolding.person_id, SeatHolding.organisation_id).where(
            SeatHolding.person_id.in_(ids), SeatHolding.ended_at.is_(None)
        )
    ):
        ties[person_id].add(organisation_id)
    return {person_id: _bound(person_id, known, rows) for person_id, known in ties.items()}


def _bound(person_id: UUID, known: set[UUID], rows: Iterable[Membership]) -> frozenset[UUID]:
    own = {
        row.id: row.holding
        for row in rows
        if row.contact_id == person_id or row.organisation_id in known
    }
    holdings = {holding for holding in own.values() if holding}
    return frozenset(own) | {row.id for row in rows if row.holding in holdings}
