"""A club made to be attacked: for each rule an indicator whose figures would tell of somebody."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from benchmarking.figures import Entry, Sheet
from benchmarking.rounds import Round
from benchmarking.simulated import SimulatedClub
from labelling.club.models import ClubRound, RoundState
from labelling.core.database import unit_of_work
from tests.labelling.club.results.making import World, build_club, simulated_once
from tests.labelling.club.results.releasing import choose, correct, release

BEFORE, NOW = Round(2025, 2), Round(2026, 1)
QUANTITIES = ("A01", "A02", "A04", "B03", "C07", "D07", "E01", "E02", "F02", "F07", "other-members")

SMALL = tuple(f"fictitious-{at:02}" for at in (4, 6, 12, 13, 14, 16, 18, 21, 22))
LARGE = tuple(f"fictitious-{at:02}" for at in range(1, 25) if f"fictitious-{at:02}" not in SMALL)
ALONE, LEAVING, CORRECTED, GIANT, SECOND = SMALL[0], LARGE[4], LARGE[1], LARGE[2], LARGE[3]
YOUNG, LEFT_OUT = "fictitious-08", "fictitious-19"  # of the large ones these two are young
AGENCY = "fictitious-23"  # stands alone in what the choices of three members have in common

_Values = dict[str, dict[str, int]]


def trapped_club() -> SimulatedClub:
    """Return the simulated members with two rounds of figures that tell of some of them."""
    club = simulated_once()
    names = [one.id for one in club.members]
    before, now = _first(names), _second(names)
    sheets = {name: {BEFORE: _sheet(BEFORE, before, name), NOW: _sheet(NOW, now, name)}
              for name in names}  # fmt: skip
    return replace(club, rounds=(BEFORE, NOW), sheets=sheets, corrections=())


def _first(names: list[str]) -> _Values:
    return {"B03": _drawn(1, names, 100), "E02": _drawn(2, names, 10)}


def _second(names: list[str]) -> _Values:
    other = dict.fromkeys(names, 1) | {GIANT: 1000, SECOND: 60}
    companies, research = _drawn(3, names, 200), _drawn(4, names, 100)
    steady = _drawn(2, names, 10)
    return {
        "A02": companies,
        "A04": research,
        "other-members": other,
        "A01": {name: companies[name] + research[name] + other[name] for name in names},
        "B03": _drawn(5, names, 100),  # one of them is corrected after the draft
        "C07": _drawn(6, [ALONE, *LARGE], 10),  # one of the small alone
        "D07": dict(zip(SMALL, (11, 17, 20, 26, 31), strict=False)),
        "E01": _drawn(7, names, 20),  # compared in overlapping groups
        "E02": {name: steady[name] for name in names if name != LEAVING},
        "F02": dict(zip(SMALL, (3, 5, 8, 13, 15, 18, 24, 27, 31), strict=True)),
        "F07": dict(zip((GIANT, SECOND, *LARGE[5:9]), (1000, 60, 20, 20, 20, 20), strict=True)),
    }


def _drawn(seed: int, names: Iterable[str], least: int) -> dict[str, int]:
    random = Random(seed)  # noqa: S311 # no secret, the same club each time
    return {name: least + random.randrange(2 * least) for name in names}


def _sheet(round_: Round, values: _Values, name: str) -> Sheet:
    entries = {
        quantity: Entry(Fraction(given[name]), grade="A", accuracy=Fraction(1))
        for quantity, given in values.items()
        if name in given
    }
    return Sheet(round_, entries)


@dataclass(frozen=True, slots=True)
class Choice:
    """A member's own choice of peers."""

    member: str
    bands: Mapping[str, list[str]]


_LARGE, _SMALLER = ["61-to-120", "over-120"], ["up-to-60", "61-to-120"]
_NOT_AGENCIES = ["association", "company"]

ONE_LEFT_OUT = (Choice(YOUNG, {"size": _LARGE, "age": ["6-to-15-years", "over-15-years"]}),)
"""The group of the large but for one, beside that group."""
OVERLAPPING = (
    Choice("fictitious-01", {"size": _LARGE, "governance": _NOT_AGENCIES}),
    Choice("fictitious-02", {"size": _SMALLER, "governance": _NOT_AGENCIES}),
    Choice("fictitious-03", {"governance": _NOT_AGENCIES}),
    Choice("fictitious-05", {"size": _SMALLER}),
)
"""Sets that are all large, and so are their differences, but one agency is in what they share."""


def _nobody_looks(_world: World) -> None:
    """Look at nothing after a release."""


def live(
    choices: Iterable[Choice] = ONE_LEFT_OUT, looking: Callable[[World], None] = _nobody_looks
) -> World:
    """Let the club live through two rounds: a final; then draft with own peers, correction, final.

    One member is missing from a stock in the second, one figure is corrected after the draft.
    After each release ``looking`` is called.
    """
    world = build_club(2, simulated=trapped_club(), quantities=QUANTITIES)
    release(world, round_id=world.rounds[0])
    looking(world)
    names = sorted(world.contacts)
    for one in choices:
        choose(world, names.index(one.member), **one.bands)
    release(world)
    looking(world)
    correct(world, CORRECTED, "B03", 50)
    release(world)
    looking(world)
    with unit_of_work() as session:
        session.get_one(ClubRound, world.round_id).state = RoundState.MEETING
    release(world)
    looking(world)
    return world
