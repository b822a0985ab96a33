"""All measures of agreement of a table of scores, and intervals by drawing its units anew."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator

from assessments.agreement.alpha import METRICS, alphas, drawn_alphas
from assessments.agreement.figures import Figure, Undefined
from assessments.agreement.icc import FORMS, Grids, drawn_iccs, grids, iccs
from assessments.agreement.pairable import Pairable, pairable
from assessments.agreement.scores import Floats, Scores

DRAWS = 2_000
ENDS = (0.025, 0.975)
ALPHA, ICC = "krippendorff_alpha", "icc"

_NUMBERS_AT_A_TIME = 100_000  # of the scores in draws: what a processor keeps near itself

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The measures of a table by name, such as `icc.2_1`.

    `intervals` has each measure that has a value, and that at least one draw gave one for.
    """

    figures: dict[str, Figure]
    intervals: dict[str, Interval]
    units: int
    raters: int
    pairable: int
    seed: int


def figures(scores: Scores) -> dict[str, Figure]:
    """Return every measure of a table, without intervals."""
    return _figures(_tables(scores))


def agreement(scores: Scores, seed: int = 0) -> Agreement:
    """Return every measure of a table, with intervals that hold 95 % of the draws.

    A draw takes as many units as there are, with replacement, all their scores with them:
    `Generator(PCG64(seed)).integers(units, size=units)` gives their places in order of code
    point, draw after draw. k and the raters stay those of the table. Draws for which a measure
    is undefined are dropped; the ends are plain quantiles (type 7 of Hyndman and Fan).
    """
    tables = _tables(scores)
    measured = _figures(tables)
    defined = [name for name, figure in measured.items() if isinstance(figure, float)]
    return Agreement(
        measured,
        _intervals(tables, defined, draws(scores, seed)) if defined else {},
        len(scores.units),
        len(scores.raters),
        tables.pairable.value.size,
        seed,
    )


def draws(scores: Scores, seed: int) -> Iterator[Floats]:
    """Yield how often each unit is drawn, a row for each of `DRAWS`, some rows at a time."""
    generator = Generator(PCG64(seed))
    units = len(scores.units)
    at_a_time = max(1, _NUMBERS_AT_A_TIME // scores.value.size)
    for begun in range(0, DRAWS, at_a_time):
        rows = min(at_a_time, DRAWS - begun)
        places = generator.integers(units, size=(rows, units))
        places += np.arange(rows)[:, np.newaxis] * units
        times = np.bincount(places.ravel(), minlength=rows * units)
        yield times.reshape(rows, units).astype(np.float64)


def why_no_interval(found: Agreement) -> dict[str, Undefined]:
    """Return the measures that have a value but no interval."""
    return {
        name: Undefined("no_draw_defined")
        for name, figure in found.figures.items()
        if isinstance(figure, float) and name not in found.intervals
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """The scores as the measures take them."""

    pairable: Pairable
    grids: Grids


def _tables(scores: Scores) -> _Tables:
    return _Tables(pairable(scores), grids(scores))


def _figures(tables: _Tables) -> dict[str, Figure]:
    found = {f"{ALPHA}.{metric}": one for metric, one in alphas(tables.pairable).items()}
    return found | {f"{ICC}.{form}": one for form, one in iccs(tables.grids).items()}


def _intervals(
    tables: _Tables, names: Sequence[str], drawn: Iterable[Floats]
) -> dict[str, Interval]:
    metrics = frozenset(metric for metric in METRICS if f"{ALPHA}.{metric}" in names)
    forms = frozenset(form for form in FORMS if f"{ICC}.{form}" in names)
    found: dict[str, list[Floats]] = {name: [] for name in names}
    for times in drawn:
        for metric, values in drawn_alphas(tables.pairable, times, metrics).items():
            found[f"{ALPHA}.{metric}"].append(values)
        for form, values in drawn_iccs(tables.grids, times, forms).items():
            found[f"{ICC}.{form}"].append(values)
    ends = {name: _ends(np.concatenate(values)) for name, values in found.items()}
    return {name: both for name, both in ends.items() if both is not None}


def _ends(values: Floats) -> Interval | None:
    defined = values[np.isfinite(values)]
    if not defined.size:
        return None
    low, high = np.quantile(defined, ENDS, method="linear")
    return float(low), float(high)
