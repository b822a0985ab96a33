"""The days around a panel are what the operator set."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import ValidationError

from labelling.core.clock import today
from labelling.core.database import Database, unit_of_work
from labelling.core.errors import NotNow
from labelling.reviews.conflicts import actions
from labelling.reviews.conflicts.actions.objecting import objection_by
from labelling.reviews.models import PanelState
from labelling.reviews.patience import Patience, patience, set_patience
from labelling.settings import Settings
from tests.labelling.reviews import making

NOW = making.NOW


@pytest.fixture
def short() -> Iterator[None]:
    """Set shorter days than usual, and the usual ones afterwards."""
    set_patience(Settings(answer_grace_days=0, objection_days=3, absence_ahead_days=5))
    yield
    set_patience(Settings())


def test_the_settings_have_the_usual_days() -> None:
    set_patience(Settings())
    assert patience() == Patience()


def test_settings_decide_on_every_one_of_them() -> None:
    set_patience(
        Settings(
            answer_grace_days=1,
            objection_days=2,
            absence_ahead_days=3,
            practice_again_days=4,
            severity_notice_days=10,
        )
    )
    found = patience()
    set_patience(Settings())
    assert found == Patience(*(timedelta(days=days) for days in (1, 2, 3, 4, 10)))


def test_notice_of_severity_cannot_be_set_away() -> None:
    with pytest.raises(ValidationError):
        Settings(severity_notice_days=0)


@pytest.mark.usefixtures("short")
def test_an_objection_comes_in_the_days_that_are_set(database: Database) -> None:
    world = making.submitted("bronze")
    [seat] = making.panel_for(world.application_id, world.officer, world.assessors[:1])
    assert objection_by(seat) == today(NOW) + timedelta(days=3)

    def object_after(days: int) -> None:
        with unit_of_work() as session:
            actions.object_to(
                session,
                actor=world.owner,
                seat_id=seat.id,
                reason="Too close.",
                now=NOW + timedelta(days=days),
            )

    with pytest.raises(NotNow):
        object_after(4)
    object_after(3)
    assert making.seat_of(world.application_id, world.assessors[0]).state is PanelState.INVITED
