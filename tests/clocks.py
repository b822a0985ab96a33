"""The doors' clock set to another time, for tests whose world was made on a certain day."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from labelling.core import clock


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let what doors take for the present begin at a moment, and go on as all clocks do."""
    behind: timedelta = datetime.now(UTC) - moment

    class Set(datetime):
        """A clock that is so much behind, or ahead."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            """Return its time."""
            return datetime.now(tz) - behind

    monkeypatch.setattr(clock, "datetime", Set)
