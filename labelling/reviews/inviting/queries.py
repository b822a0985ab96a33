"""Reading reserve lists, and who stands in for whom."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.errors import NotFound
from labelling.people.models import Person
from labelling.reviews.inviting.models import OfficerAbsence, PanelReserve


def reserves(session: Session, application_id: UUID) -> list[PanelReserve]:
    """Return the reserve list of a team, those who were passed by included."""
    return list(
        session.scalars(
            select(PanelReserve)
            .where(PanelReserve.application_id == application_id)
            .order_by(PanelReserve.position, PanelReserve.id)
        )
    )


def absences_of(session: Session, person_id: UUID) -> list[OfficerAbsence]:
    """Return when an officer is or was away, latest first."""
    return list(
        session.scalars(
            select(OfficerAbsence)
            .where(OfficerAbsence.person_id == person_id)
            .order_by(OfficerAbsence.since.desc(), OfficerAbsence.id)
        )
    )


def get_absence(session: Session, absence_id: UUID) -> OfficerAbsence:
    """Return an officer's absence; raise NotFound."""
    row = session.get(OfficerAbsence, absence_id)
    if row is None:
        raise NotFound
    return row


def away_on(session: Session, day: date) -> dict[UUID, UUID]:
    """Return the officers who are away on a day, with their deputies."""
    rows = session.scalars(
        select(OfficerAbsence)
        .where(OfficerAbsence.since <= day, OfficerAbsence.until >= day)
        .order_by(OfficerAbsence.recorded_at, OfficerAbsence.id)
    )
    return {row.person_id: row.deputy_id for row in rows}


def present(
    session: Session, officers: Sequence[Person], day: date, *, among: Sequence[Person]
) -> list[Person]:
    """Return who gets the mail of these officers on a day: deputies for those who are away.

    A deputy who is away has a deputy in turn. ``among`` are all who may know of the case; nobody
    else stands in. Where nobody is left, the officers themselves get it: somebody must.
    """
    away = away_on(session, day)
    if not away:
        return list(officers)
    known = {one.id: one for one in among}
    found = dict.fromkeys(
        here for one in officers if (here := _stand_in(one.id, away)) in known and here is not None
    )
    return [known[one] for one in found] or list(officers)


def _stand_in(person_id: UUID, away: dict[UUID, UUID]) -> UUID | None:
    """Return who acts for a person, through deputies of deputies; None in a circle."""
    seen: set[UUID] = set()
    here = person_id
    while here in away:
        if here in seen:
            return None
        seen.add(here)
        here = away[here]
    return here
