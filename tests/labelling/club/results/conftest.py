"""A released club for tests of results, and a visitor of its pages."""

import pytest

from labelling.core.database import Database
from tests.labelling.club.results.making import World, build_club
from tests.labelling.club.results.releasing import choose, release


@pytest.fixture
def released(database: Database) -> World:
    """Return a club whose newest round is released; its first member chose its own peers."""
    made = build_club()
    choose(made, size=["61-to-120", "over-120"], governance=["association", "company"])
    release(made)
    return made


@pytest.fixture
def world(database: Database) -> World:
    """Return a club of its own, frozen and not released, to be changed."""
    return build_club(members=16)
