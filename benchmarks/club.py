"""A large club: figures and ranks against plain numpy, and disclosure control by itself."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from benchmarking.disclosure.audit import Definitions, audit
from benchmarking.disclosure.cells import Cell, Contribution, Place
from benchmarking.disclosure.identities import parts_of
from benchmarking.disclosure.policy import CLUB_2026
from benchmarking.disclosure.releases import Kind, Ledger
from benchmarking.distributions import distributions
from benchmarks.pairs import Pair, measure

MEMBERS, ROUNDS, INDICATORS = 2_000, 20, 40
SIZES, FIELDS = 5, 6  # two partitions of the members into peer groups

_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)

Values = NDArray[np.int64]
Present = NDArray[np.bool_]


def benchmarks(rounds: int) -> list[Pair]:
    """Measure all cells' figures and ranks, and the audit of every round, one after the other."""
    random = np.random.default_rng(1)
    values = random.lognormal(6, 1, (ROUNDS * INDICATORS, MEMBERS)).astype(np.int64)
    values[2::INDICATORS] = values[0::INDICATORS] + values[1::INDICATORS]  # a total of two parts
    everyone = np.ones_like(values, dtype=bool)
    size = f"{MEMBERS:,} members, {ROUNDS} rounds, {INDICATORS} indicators"
    floor = ("mean, sd, five quantiles, ranks in plain numpy", lambda: _plain(values))
    return [
        measure(
            f"figures and ranks of {size}",
            ("exact figures and ranks", lambda: distributions(values, everyone)),
            floor,
            aim=2.0,
            rounds=max(rounds // 10, 3),
            warm=1,
        ),
        measure(
            f"disclosure audit of {size}, whole and {SIZES + FIELDS} peer groups",
            ("rules 1 to 7 of every round against all before it", _audit(values)),
            floor,
            aim=150.0,
            rounds=2,
            warm=0,
        ),
    ]


def _plain(values: Values) -> None:
    """Compute the same with numpy's own functions, in doubles."""
    doubles = values.astype(float)
    np.mean(doubles, axis=1)
    np.std(doubles, axis=1, ddof=1)
    np.quantile(doubles, _SHARES, axis=1)
    ranks = np.empty(doubles.shape)
    for row, ascending in enumerate(np.sort(doubles, axis=1)):
        below = np.searchsorted(ascending, doubles[row], "left")
        ranks[row] = (below + np.searchsorted(ascending, doubles[row], "right")) / (2 * MEMBERS)


def _audit(values: Values) -> Callable[[], None]:
    names = [f"member {number}" for number in range(MEMBERS)]
    groups = {f"size {n}": frozenset(names[n::SIZES]) for n in range(SIZES)}
    each = MEMBERS // FIELDS
    groups |= {f"field {n}": frozenset(names[n * each : (n + 1) * each]) for n in range(FIELDS)}
    places = [
        [Place(f"{2000 + number / 2}", f"i{at:02}") for at in range(INDICATORS)]
        for number in range(ROUNDS)
    ]
    definitions = Definitions(
        frozenset({"i10", "i11"}),
        tuple(parts_of(here[2], [here[0], here[1]]) for here in places),
    )
    published = [
        [
            _cell(place, names, values[number * INDICATORS + at].tolist(), groups)
            for at, place in enumerate(here)
        ]
        for number, here in enumerate(places)
    ]

    def run() -> None:
        ledger = Ledger()
        for cells in published:
            ledger = audit(Kind.FINAL, cells, ledger, definitions, CLUB_2026).after

    return run


def _cell(
    place: Place, names: list[str], values: list[int], groups: dict[str, frozenset[str]]
) -> Cell:
    contributions = tuple(
        Contribution(name, Fraction(value)) for name, value in zip(names, values, strict=True)
    )
    return Cell(place, contributions, groups)
