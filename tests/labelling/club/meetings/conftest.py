"""A planned meeting over released results."""

import pytest
from flask import Flask

from tests.labelling.club.meetings.making import Planned, make_planned
from tests.labelling.club.results.making import build_club
from tests.labelling.club.results.releasing import release


@pytest.fixture
def planned(app: Flask) -> Planned:
    """Return a club with a planned meeting; its first member chairs it."""
    world = build_club(members=12)
    release(world)
    return make_planned(world)
