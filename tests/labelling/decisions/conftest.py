"""The people who prepare and decide."""

import pytest
from flask import Flask

from tests.labelling.decisions.making import Office, make_office


@pytest.fixture
def office(app: Flask) -> Office:
    """Return the people who prepare and decide."""
    return make_office()
