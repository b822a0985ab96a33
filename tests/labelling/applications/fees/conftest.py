"""An application with its fee, and a second officer."""

import pytest
from flask import Flask

from labelling.core.access import Actor
from labelling.core.database import unit_of_work
from tests.labelling.applications.making import (
    World,
    answer_all,
    make_application,
    make_officer,
    submit,
)


@pytest.fixture
def world(app: Flask) -> World:
    """Return a submitted application."""
    world = make_application()
    answer_all(world)
    submit(world)
    return world


@pytest.fixture
def second(app: Flask) -> Actor:
    """Return another officer, whom nobody here has made."""
    with unit_of_work() as session:
        return make_officer(session, "Olga Zweig")
