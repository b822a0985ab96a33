"""A decision that can be appealed against."""

import pytest
from flask import Flask

from tests.labelling.decisions.appeals.making import Scene, refused


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Return a decision against an organisation, and people who had no part in it."""
    return refused()
