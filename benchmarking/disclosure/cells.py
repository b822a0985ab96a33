"""What a figure is computed from: one round's values of one indicator, and the groups in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

WHOLE = "*"
"""The name of the set of all members."""

UNACCEPTED_GRADE = "D"


@dataclass(frozen=True, slots=True)
class Contribution:
    """A member's accepted value. Members of one holding count once and are added up."""

    member: str
    value: Fraction
    holding: str = ""

    @property
    def unit(self) -> str:
        """Return the holding, or the member itself where it belongs to none."""
        return self.holding or self.member


class Place(NamedTuple):
    """Where a figure stands: a round and an indicator."""

    round: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The accepted values of one round and indicator, and its groups by name (without `*`).

    Groups name members; those without an accepted value are not counted. ``upper``: the largest
    value that the indicator can have, where there is one (100 for shares).
    """

    place: Place
    contributions: tuple[Contribution, ...]
    groups: Mapping[str, frozenset[str]]
    upper: Fraction | None = None

    def positions(self) -> dict[str, list[int]]:
        """Return where the accepted values of `*` and of each group stand."""
        places = {one.member: at for at, one in enumerate(self.contributions)}
        named = {
            name: [places[member] for member in members if member in places]
            for name, members in self.groups.items()
        }
        return {WHOLE: list(range(len(self.contributions))), **named}

    def contributions_of(self, group: str) -> list[Contribution]:
        """Return the accepted values of one set."""
        if group == WHOLE:
            return list(self.contributions)
        members = self.groups[group]
        return [one for one in self.contributions if one.member in members]
