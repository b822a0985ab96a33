"""Applications are seen the day after their world was made, on whatever day the tests run."""

from datetime import timedelta

import pytest

from tests.clocks import set_clock
from tests.labelling.applications.making import NOW


@pytest.fixture(autouse=True)
def the_day_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the doors' clock: calls are open, and what began with the world runs on from there."""
    set_clock(monkeypatch, NOW + timedelta(days=1))
