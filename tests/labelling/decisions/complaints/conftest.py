"""An officer and a member of the panels without a part."""

import pytest
from flask import Flask

from labelling.core.access import Role
from labelling.people.models import Person
from tests.labelling.people.making import make_person


@pytest.fixture
def officer(app: Flask) -> Person:
    """Return an officer who had no part in anything."""
    assert app.extensions["settings"]
    return make_person("Clara Clerk", roles=[Role.OFFICER])


@pytest.fixture
def member(app: Flask) -> Person:
    """Return a member of the appeals panels who had no part in anything."""
    assert app.extensions["settings"]
    return make_person("Paula Panel", roles=[Role.APPEALS])
