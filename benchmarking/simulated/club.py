"""Twenty-four fictitious members over six rounds, the same for the same seed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from benchmarking.figures import Entry, Grade, Sheet
from benchmarking.frozen import FrozenMember, FrozenRound
from benchmarking.indicators import IndicatorSet, indicator_set
from benchmarking.peers import Partition, Placed, partition
from benchmarking.rounds import Round
from benchmarking.simulated.answers import Answers, answers
from benchmarking.simulated.cast import DIMENSIONS, LATE_JOINERS, SimulatedMember, members
from benchmarking.simulated.office import HalfYear, Office, between

ROUNDS = 6
LAST = Round(2026, 1)

_LATE_BY = 2  # rounds
_CHOSEN = 0.75  # of the indicators by choice, by the average member
_BLANK = 0.03
_GRADES: tuple[tuple[float, Grade], ...] = ((0.55, "A"), (0.85, "B"), (0.97, "C"), (1.01, "D"))
_ACCURACY: Mapping[Grade, int] = {"A": 1, "B": 5, "C": 10, "D": 25}
_ALWAYS = frozenset({"A01", "joined", "left"})  # without them the next round cannot be checked
_CORRECTED = "B03"
_SLIPS = 5


@dataclass(frozen=True)
class Correction:
    """A figure as it was given first, and as it stands in the sheets."""

    member: str
    round: Round
    quantity: str
    before: Entry
    after: Entry


@dataclass(frozen=True)
class SimulatedClub:
    """The members, their sheets as corrected, and what was corrected; all of it fictitious."""

    indicators: IndicatorSet = field(hash=False)
    rounds: tuple[Round, ...]
    members: tuple[SimulatedMember, ...]
    sheets: Mapping[str, Mapping[Round, Sheet]] = field(hash=False)
    corrections: tuple[Correction, ...]

    def partition(self, dimension_id: str) -> Partition:
        """Return the club in groups by a dimension. Raises KeyError for an unknown one."""
        dimension = {one.id: one for one in DIMENSIONS}[dimension_id]
        placed = {one.id: Placed(one.bands[dimension_id], one.holding) for one in self.members}
        return partition(dimension, placed)

    def frozen(self, round_: Round) -> FrozenRound:
        """Return a round as it was frozen, with a partition by each dimension."""
        holding = {one.id: one.holding for one in self.members}
        found = {
            name: FrozenMember(sheets[round_], holding[name])
            for name, sheets in self.sheets.items()
            if round_ in sheets
        }
        partitions = tuple(self.partition(one.id) for one in DIMENSIONS)
        return FrozenRound(round_, 1, self.indicators, found, partitions)


def simulated_club(seed: int = 0, last: Round = LAST, count: int = ROUNDS) -> SimulatedClub:
    """Return the fictitious club of a seed, over so many rounds up to a last one."""
    set_ = indicator_set("club-2026")
    rounds = [last]
    while len(rounds) < count:
        rounds.insert(0, rounds[0].previous)
    cast = members()
    sheets = {one.id: _sheets(set_, one, rounds, seed) for one in cast}
    return SimulatedClub(set_, tuple(rounds), cast, sheets, _corrections(sheets, seed))


def _sheets(
    set_: IndicatorSet, member: SimulatedMember, rounds: list[Round], seed: int
) -> dict[Round, Sheet]:
    traits = Random(f"{seed} {member.id}")  # noqa: S311 - chance of a simulation, no secret
    office = Office.drawn(traits, member.bands["size"])
    asked = _asked(set_, traits)
    found: dict[Round, Sheet] = {}
    last: Answers = {}
    for at, round_ in enumerate(rounds[_LATE_BY:] if member.id in LATE_JOINERS else rounds):
        chance = Random(f"{seed} {member.id} {round_}")  # noqa: S311 - as above
        last = answers(HalfYear(office, round_, at, chance), last)
        entries = {name: _entry(name, last[name], chance) for name in asked if name in last}
        found[round_] = Sheet(round_, entries)
    return found


def _asked(set_: IndicatorSet, traits: Random) -> list[str]:
    """Return the quantities that a member gives: the core, what it chose, and what must agree."""
    codes = [
        one.code
        for one in set_.indicators.values()
        if one.tier == "core" or traits.random() < _CHOSEN
    ]
    asked = {quantity.id: None for quantity in set_.asked(codes)} | dict.fromkeys(sorted(_ALWAYS))
    for identity in set_.identities:
        terms = (identity.total, *identity.parts)
        if any(term.quantity in asked for term in terms):
            asked |= {term.quantity: None for term in terms}
    return list(asked)


def _entry(quantity: str, number: float, chance: Random) -> Entry:
    drawn, blank = chance.random(), chance.random() < _BLANK
    if quantity in _ALWAYS:
        return Entry(Fraction(number), grade="A", accuracy=Fraction(1))
    if blank:
        return Entry(None)
    grade = next(grade for limit, grade in _GRADES if drawn < limit)
    return Entry(Fraction(number), grade=grade, accuracy=Fraction(_ACCURACY[grade]))


def _corrections(sheets: Mapping[str, Mapping[Round, Sheet]], seed: int) -> tuple[Correction, ...]:
    """Return slips that were found and corrected: euro given as thousands, digits turned round."""
    chance = Random(f"{seed} corrections")  # noqa: S311 - chance of a simulation, no secret
    names = sorted(sheets)
    found: list[Correction] = []
    while len(found) < _SLIPS:
        name = names[int(between(chance, 0, len(names)))]
        round_ = sorted(sheets[name])[-1 - len(found) // 2]
        after = sheets[name][round_].entries.get(_CORRECTED)
        if after is None or after.number is None or any(one.member == name for one in found):
            continue
        factor = Fraction(1, 1000) if len(found) % 2 else Fraction(11, 10)
        before = Entry(after.number * factor, grade=after.grade, accuracy=after.accuracy)
        found.append(Correction(name, round_, _CORRECTED, before, after))
    return tuple(found)
