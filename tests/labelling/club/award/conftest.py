"""An installation whose keys were made, for tests of awards."""

import pytest
from flask import Flask

from labelling.core import installation
from labelling.core.database import unit_of_work
from labelling.issuing import turns
from tests.labelling.club.results.making import NOW


@pytest.fixture
def keyed(app: Flask) -> Flask:
    """Return the application of an installation whose first keys were introduced."""
    with unit_of_work() as session:
        installation.mark(session, NOW, demo=False)
        turns.introduce_first(session, NOW)
    return app
