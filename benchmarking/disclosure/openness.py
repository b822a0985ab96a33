"""`club-open`: members who agreed see each other's figures, in one meeting and nowhere else.

What leaves the room (pages, files, mail, minutes) obeys the policy for outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from benchmarking.disclosure.policy import CLUB_2026, Policy


@dataclass(frozen=True, slots=True)
class OpenPolicy:
    """A policy for inside a meeting, and the one for everything else."""

    id: str
    outside: Policy


CLUB_OPEN = OpenPolicy("club-open", CLUB_2026)


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A meeting under ``club-open``: its indicators, and the day each member agreed in writing."""

    policy: OpenPolicy
    on: date
    indicators: frozenset[str]
    agreed: Mapping[str, date]

    def shows(self, subject: str, indicator: str, viewer: str) -> bool:
        """Say whether a viewer in the room may see a member's own figure with the name.

        Both must have agreed before the day of the meeting, and the indicator must be chosen.
        """
        return indicator in self.indicators and self._has_agreed(subject, viewer)

    def _has_agreed(self, *members: str) -> bool:
        return all(member in self.agreed and self.agreed[member] < self.on for member in members)
