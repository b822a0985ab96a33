"""An installation with its first keys, for tests of the log and of what signs it."""

import pytest
from flask import Flask

from labelling.core import installation
from labelling.core.database import Database, unit_of_work
from labelling.issuing import turns
from tests.labelling.issuing.making import NOW


@pytest.fixture
def keyed(app: Flask, database: Database) -> Database:
    """Return the database of an installation whose first keys were introduced."""
    with unit_of_work() as session:
        installation.mark(session, NOW, demo=False)
        turns.introduce_first(session, NOW)
    return database
