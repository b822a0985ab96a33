"""A label, and a suspension about which its holder is heard."""

import pytest

from labelling.decisions.models import Label, LabelChange
from tests.labelling.decisions.hearings.making import SUSPENDED
from tests.labelling.decisions.making import Office, change_prepared, label


@pytest.fixture
def held(office: Office) -> Label:
    """Return a silver label, active from NOW until the end of May 2028."""
    return label(office)


@pytest.fixture
def change(office: Office, held: Label) -> LabelChange:
    """Return a suspension about which the holder is heard first."""
    return change_prepared(office, held, SUSPENDED, urgent=False)
