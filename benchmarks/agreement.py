"""Agreement of a table of scores: any table, exactly, and the bare formulas on a full one."""

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assessments.agreement.bootstrap import DRAWS, agreement, figures
from assessments.agreement.scores import Given, Scores, scores_of
from benchmarks.pairs import Pair, measure

Array = NDArray[Any]

RATERS = 3
UNITS, DRAWN_UNITS = 10_000, 1_000


def benchmarks(rounds: int) -> list[Pair]:
    """Measure ten figures of 10,000 units by 3 raters, and their intervals for 1,000 units."""
    full = _full(UNITS)
    table = _table(full)
    assert np.allclose(list(_bare(full)), [float(v) for v in figures(table).values()])  # type: ignore[arg-type] # all defined
    few = _full(DRAWN_UNITS)
    few_table = _table(few)
    return [
        measure(
            "agreement of 10,000 units by 3 raters",
            ("four alphas and six correlations of any table, to the nearest double",
             lambda: figures(table)),
            ("the same by bare formulas in doubles on an array without gaps", lambda: _bare(full)),
            aim=10.0,
            rounds=rounds,
        ),
        measure(
            "intervals of the agreement of 1,000 units by 3 raters",
            ("ten intervals from 2,000 draws of any table", lambda: agreement(few_table)),
            ("interval alpha alone of 2,000 draws, on an array without gaps",
             lambda: _bare_draws(few)),
            aim=4.0,
            rounds=max(5, rounds // 10),
            warm=1,
        ),
    ]  # fmt: skip


def _full(units: int) -> Array:
    """Return percentages in steps of 5, as three assessors give them."""
    chance = np.random.Generator(np.random.PCG64(5))
    true = chance.normal(60, 14, (units, 1)) + chance.normal(0, 9, (units, RATERS))
    found: Array = np.clip(np.rint(true / 5) * 5, 0, 100)
    return found


def _table(full: Array) -> Scores:
    return scores_of(
        Given(f"{unit:05}", str(rater), Fraction(int(score)))
        for unit, row in enumerate(full)
        for rater, score in enumerate(row)
    )


def _bare(x: Array) -> tuple[float, ...]:
    values, place = np.unique(x, return_inverse=True)
    place = place.reshape(x.shape)
    size = len(values)
    pairs = [
        place[:, i] * size + place[:, j] for i in range(RATERS) for j in range(RATERS) if i != j
    ]
    found = np.bincount(np.concatenate(pairs), minlength=size**2).reshape(size, size) / (RATERS - 1)
    often = found.sum(axis=0)
    ranks = np.cumsum(often) - often / 2
    c, k = values[:, np.newaxis], values
    with np.errstate(invalid="ignore"):
        ratio = np.nan_to_num(((c - k) / (c + k)) ** 2)
    metrics = ((c != k) * 1.0, (ranks[:, np.newaxis] - ranks) ** 2, (c - k) ** 2, ratio)
    expected = np.outer(often, often) / (often.sum() - 1)
    alphas = (float(1 - (found * d).sum() / (expected * d).sum()) for d in metrics)
    n = len(x)
    bms = RATERS * x.mean(axis=1).var(ddof=1)
    jms = n * x.mean(axis=0).var(ddof=1)
    wms = x.var(axis=1, ddof=1).mean()
    ems = (wms * n * (RATERS - 1) - jms * (RATERS - 1)) / ((n - 1) * (RATERS - 1))
    more = RATERS - 1
    return (
        *alphas,
        (bms - wms) / (bms + more * wms),
        (bms - ems) / (bms + more * ems + RATERS * (jms - ems) / n),
        (bms - ems) / (bms + more * ems),
        (bms - wms) / bms,
        (bms - ems) / (bms + (jms - ems) / n),
        (bms - ems) / bms,
    )


def _bare_draws(x: Array) -> tuple[float, float]:
    chance = np.random.Generator(np.random.PCG64(0))
    found = np.empty(DRAWS)
    for draw in range(DRAWS):
        drawn = x[chance.integers(len(x), size=len(x))]
        found[draw] = 1 - drawn.var(axis=1, ddof=1).mean() / drawn.var(ddof=1)
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
