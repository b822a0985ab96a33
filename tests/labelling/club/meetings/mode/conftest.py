"""Meetings for tests: planned, opened."""

import pytest

from labelling.core.database import Database
from tests.labelling.club.meetings.mode.making import Held, plan


@pytest.fixture
def planned(database: Database) -> Held:
    """Return a meeting that is planned; nothing is chosen."""
    return plan()


@pytest.fixture
def held(planned: Held) -> Held:
    """Return a meeting that was opened and shows its first slide."""
    planned.open()
    planned.step(1)
    return planned
