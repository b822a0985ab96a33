"""Many closed cases, quickly: rows beside one application that was really submitted."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, Submission
from labelling.core.access import Actor
from labelling.core.database import unit_of_work
from labelling.reviews.models import (
    AgreedScore,
    How,
    PanelSeat,
    PanelState,
    PartReview,
    Review,
)
from tests.labelling.reviews import making

Scores = Mapping[UUID, int]
PARTS = ("1.1", "1.2", "2.1", "3.1")


def closed_cases(
    world: making.World,
    teams: Sequence[Sequence[tuple[Actor, int]]],
    *,
    at: datetime = making.NOW,
    parts: Sequence[str] = PARTS,
) -> list[UUID]:
    """Add a closed case for each team: everybody gives every part their own percentage.

    From case to case all percentages rise by five, so that cases differ.
    """
    with unit_of_work() as session:
        return [
            _case(session, world, team, number, at=at, parts=parts)
            for number, team in enumerate(teams)
        ]


def _case(
    session: Session,
    world: making.World,
    team: Sequence[tuple[Actor, int]],
    number: int,
    *,
    at: datetime,
    parts: Sequence[str],
) -> UUID:
    first = session.get_one(Application, world.application_id)
    columns = {one.key for one in inspect(Application).column_attrs} - {"id", "reference", "state"}
    copied = {name: getattr(first, name) for name in columns}
    case = Application(id=uuid4(), reference=f"T-{uuid4().hex[:12]}", state=State.DECIDED, **copied)
    submission = session.scalars(
        select(Submission.id).where(Submission.application_id == first.id)
    ).one()
    session.add(case)
    for actor, percent in team:
        seat = PanelSeat(
            id=uuid4(), application_id=case.id, person_id=making.id_of(actor),
            state=PanelState.ACCEPTED, invited_at=at, answer_by=at.date(),
        )  # fmt: skip
        review = Review(
            id=uuid4(), seat_id=seat.id, application_id=case.id, submission_id=submission,
            person_id=making.id_of(actor), started_at=at, handed_in_at=at + timedelta(hours=1),
        )  # fmt: skip
        session.add_all([seat, review])
        session.add_all(
            PartReview(
                review_id=review.id, part_id=part, score=Decimal(percent + 5 * number + place),
                version=1, save_id=uuid4(), updated_at=at,
            )
            for place, part in enumerate(parts)
        )  # fmt: skip
    mean = Fraction(sum(percent for _, percent in team), len(team))
    session.add_all(
        AgreedScore(
            application_id=case.id, part_id=part, score=mean + 5 * number + place, how=How.MEAN,
            version=1, agreed_at=at,
        )
        for place, part in enumerate(parts)
    )  # fmt: skip
    return case.id
