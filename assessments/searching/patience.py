"""A limit on the time that a search may take, by a clock that is handed in."""

from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds that only ever grow, such as `time.monotonic`."""


class OutOfTime(Exception):
    """Say that the limit has been reached."""


class Patience:
    """Time that runs from the moment it is made."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._ends = clock() + seconds

    def check(self) -> None:
        """Raise OutOfTime once the time is over."""
        if self._clock() >= self._ends:
            raise OutOfTime
