"""How far assessors were apart before they discussed: exact sums over many applications."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.consensus import Opinion, difference
from labelling.applications.models import Application
from labelling.applications.schemes import edition_of
from labelling.reviews.models import PanelSeat, PanelState, PartReview, Review, SeatKind
from labelling.reviews.opinions import opinion_of

_TWO = 2


def agreement_of(session: Session, application_ids: Sequence[UUID]) -> dict[str, Any]:
    """Return over how many parts of how many applications two or more assessors scored alone.

    ``within`` are the parts where they were less than 25 percentage points apart, so that the mean
    settled it; ``difference`` is the sum of the differences, as an exact quotient.
    """
    said = _said(session, application_ids)
    parts = within = 0
    apart = Fraction(0)
    applications = 0
    for by_part in said.values():
        compared = [
            difference(part_id, opinions)
            for part_id, opinions in by_part.items()
            if sum(isinstance(one, Fraction) for one in opinions) >= _TWO
        ]
        applications += bool(compared)
        parts += len(compared)
        within += sum(one.outcome == "settled" for one in compared)
        apart += sum((one.spread or Fraction(0) for one in compared), start=Fraction(0))
    return {
        "applications": applications,
        "parts": parts,
        "within": within,
        "difference": str(apart),
    }


def _said(
    session: Session, application_ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[str, list[Opinion]]]:
    """Return, by application and part, what each member of the team said when handing in."""
    rows = session.execute(
        select(Application, PartReview)
        .join(Review, Review.application_id == Application.id)
        .join(PartReview, PartReview.review_id == Review.id)
        .join(PanelSeat, PanelSeat.id == Review.seat_id)
        .where(
            Application.id.in_(application_ids),
            Review.handed_in_at.is_not(None),
            PanelSeat.kind == SeatKind.MEMBER,
            PanelSeat.state == PanelState.ACCEPTED,
        )
        .order_by(Application.id, PartReview.part_id, PartReview.id)
    )
    found: dict[UUID, dict[str, list[Opinion]]] = defaultdict(lambda: defaultdict(list))
    for application, row in rows:
        found[application.id][row.part_id].append(opinion_of(edition_of(application), row))
    return found
