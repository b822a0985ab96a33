"""The whole work of a team, at two levels with different steps."""

import pytest
from sqlalchemy import select

from labelling.applications.life import State
from labelling.applications.models import Application, ApplicationEvent
from labelling.core.database import Database, reading
from labelling.people.models import Involvement, InvolvementKind
from labelling.reviews.models import Outcome
from tests.labelling.reviews import making


@pytest.mark.parametrize(
    ("level", "team", "path"),
    [
        (
            "bronze",
            slice(0, 1),
            [State.ASSIGNED, State.SCORING, State.VISIT, State.AGREED, State.FEEDBACK_DRAFT],
        ),
        (
            "gold",
            slice(0, 2),
            [
                State.ASSIGNED,
                State.SCORING,
                State.COMPARISON,
                State.VISIT,
                State.AGREED,
                State.FEEDBACK_DRAFT,
            ],
        ),
    ],
)
def test_team_brings_application_to_recommended(
    database: Database, level: str, team: slice, path: list[State]
) -> None:
    world = making.submitted(level)
    assessors = world.assessors[team]

    made = making.to_recommended(
        world.application_id, officer=world.officer, owner=world.owner, assessors=assessors
    )

    assert (made.outcome, made.level_id, made.against_rules) == (Outcome.AWARDED, level, False)
    with reading() as session:
        application = session.get_one(Application, world.application_id)
        states = session.scalars(
            select(ApplicationEvent.to_state)
            .where(ApplicationEvent.from_state.not_in([State.DRAFT, State.SUBMITTED]))
            .order_by(ApplicationEvent.number)
        ).all()
        assessed = session.scalars(
            select(Involvement.person_id).where(Involvement.kind == InvolvementKind.ASSESSED)
        ).all()
    assert application.state is State.RECOMMENDED
    assert states == [*path, State.OBSERVATIONS, State.OBSERVED, State.RECOMMENDED]
    assert set(assessed) == {one.person_id for one in assessors}
