"""The ledger: everything that was ever published of a club's figures, for all viewers together."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from benchmarking.disclosure.cells import Cell, Contribution, Place


class Kind(StrEnum):
    """The ways in which figures come out. To the audit they are all the same."""

    DRAFT = "draft"
    FINAL = "final"
    CORRECTION = "correction"
    SLIDES = "slides"
    OWN_PEERS = "own peers"


@dataclass(frozen=True, slots=True)
class Told:
    """A set that a release has told something of; ``summed`` where its mean was shown."""

    place: Place
    group: str
    contributions: tuple[Contribution, ...]
    summed: bool


@dataclass(frozen=True, slots=True)
class Release:
    """What was published at one time: the sets that were told of, and the cells they came from.

    The cells hold all accepted values, those whose figures were hidden included: what is hidden
    must not follow from what is shown later.
    """

    kind: Kind
    cells: tuple[Cell, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All releases, the oldest first. A release is never taken back or changed."""

    releases: tuple[Release, ...] = ()

    def with_release(self, release: Release) -> "Ledger":
        """Return the ledger with one release more."""
        return Ledger((*self.releases, release))

    def told(self) -> Iterator[Told]:
        """Yield every set that was told of."""
        for release in self.releases:
            yield from release.told

    def told_by_place(self) -> dict[Place, tuple[Told, ...]]:
        """Return the sets that were told of at each place, the oldest first."""
        found: dict[Place, list[Told]] = {}
        for one in self.told():
            found.setdefault(one.place, []).append(one)
        return {place: tuple(told) for place, told in found.items()}

    def cells(self) -> Iterator[Cell]:
        """Yield every cell of every release."""
        for release in self.releases:
            yield from release.cells
