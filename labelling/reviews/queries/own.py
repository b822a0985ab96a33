"""What an assessor's own list shows: one statement, and only the columns that the page needs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application, Deadline, Step
from labelling.applications.schemes import LevelSign, edition_of, sign_of
from labelling.organisations.models import Organisation
from labelling.reviews.models import PanelSeat, PanelState, Review


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """One of an assessor's seats; ``begun`` says that scoring has, ``due`` is its last day."""

    seat_id: UUID
    state: PanelState
    answer_by: date
    organisation: str
    country: str
    sign: LevelSign
    begun: bool
    handed_in_at: datetime | None
    due: date | None


def own_seats(session: Session, person_id: UUID) -> list[OwnSeat]:
    """Return a person's seats, newest first: those of ended applications only where accepted."""
    due = (
        select(Deadline.due_on)
        .where(Deadline.application_id == Application.id, Deadline.step == Step.SCORING)
        .order_by(Deadline.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            PanelSeat.id.label("seat_id"),
            PanelSeat.state.label("seat_state"),
            PanelSeat.answer_by,
            Application.state,
            Application.level_id,
            Application.edition_id,
            Application.edition_sha256,
            Organisation.name,
            Organisation.country,
            Review.started_at,
            Review.handed_in_at,
            due.label("due_on"),
        )
        .join(Application, Application.id == PanelSeat.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Review, Review.seat_id == PanelSeat.id)
        .where(PanelSeat.person_id == person_id)
        .order_by(PanelSeat.invited_at.desc(), PanelSeat.id)
    ).all()
    signs: dict[tuple[str, str, str], LevelSign] = {}
    found = []
    for row in rows:
        if row.state in ENDED and row.seat_state is not PanelState.ACCEPTED:
            continue
        key = (row.edition_id, row.edition_sha256, row.level_id)
        if key not in signs:
            signs[key] = sign_of(edition_of(row), row.level_id)
        found.append(
            OwnSeat(
                seat_id=row.seat_id,
                state=row.seat_state,
                answer_by=row.answer_by,
                organisation=row.name,
                country=row.country,
                sign=signs[key],
                begun=row.started_at is not None,
                handed_in_at=row.handed_in_at,
                due=row.due_on,
            )
        )
    return found
