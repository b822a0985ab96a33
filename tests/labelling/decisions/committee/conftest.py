"""A committee and a case that is ready for it."""

import pytest
from flask import Flask

from labelling.decisions.models import Decision
from tests.labelling.decisions.committee.making import Committee, make_committee
from tests.labelling.decisions.making import prepared, recommended


@pytest.fixture
def committee(app: Flask) -> Committee:
    """Return the office and a committee of four."""
    return make_committee()


@pytest.fixture
def decision(committee: Committee) -> Decision:
    """Return a prepared decision to award silver."""
    return prepared(committee.office, recommended())
