"""One fictitious office: how it is, and what chance makes of it in a half-year."""

from dataclasses import dataclass
from random import Random

from benchmarking.rounds import Round

_START = {"up-to-60": 45, "61-to-120": 85, "over-120": 150}
_SEASONS = {1: 0.94, 2: 1.12}  # the second half is busier


def between(chance: Random, low: float, high: float) -> float:
    """Return a number from low up to high, by what every version of `random` does alike."""
    return low + (high - low) * chance.random()


@dataclass(frozen=True)
class Office:
    """What stays the same about an office: shares of its members, and their `drift` per round."""

    members: int
    active: float
    contacted: float
    cooperating: float
    private: float
    satisfaction: float
    drift: float
    posts: float

    @classmethod
    def drawn(cls, chance: Random, size: str) -> "Office":
        """Return an office of a size band."""
        members = round(_START[size] * between(chance, 0.85, 1.15))
        return cls(
            members=members,
            active=between(chance, 0.4, 0.65),
            contacted=between(chance, 0.35, 0.6),
            cooperating=between(chance, 0.2, 0.4),
            private=between(chance, 0.25, 0.5),
            satisfaction=between(chance, 3.5, 4.5),
            drift=between(chance, -0.008, 0.03),
            posts=max(round(4 * members / between(chance, 18, 28)) / 4, 1.5),
        )


@dataclass(frozen=True)
class HalfYear:
    """An office in one half-year, `at` rounds after its first, with its chance."""

    office: Office
    round: Round
    at: int
    chance: Random

    def about(self, mean: float) -> int:
        """Return a count around a mean, more in the second half of a year."""
        return round(mean * _SEASONS[self.round.half] * between(self.chance, 0.9, 1.1))

    def part(self, share: float, whole: float, *, drifts: bool = False) -> int:
        """Return around a share of a whole, never more than all of it."""
        wanted = share + (self.office.drift * self.at if drifts else 0)
        return round(whole * min(max(wanted * between(self.chance, 0.93, 1.07), 0.02), 0.97))
