"""The same figures for many indicators and rounds at once, as doubles.

Rows are indicators or rounds, columns are members; NaN is not collected. Values that are the same
double count as equal. What compares exactly uses `spread` and `place`.
"""

import numpy as np
from numpy.typing import NDArray

from benchmarking.statistics.spread import NORMAL_QUARTILE

Table = NDArray[np.float64]


def percentile_ranks(values: Table, *, less_is_better: bool = False) -> Table:
    """Return each value's (number less + half the number equal) / n within its row."""
    signed = -values if less_is_better else values
    order = np.argsort(signed, axis=1)
    ascending = np.take_along_axis(signed, order, axis=1)
    columns = np.arange(values.shape[1])
    changes = ascending[:, 1:] != ascending[:, :-1]
    edge = np.ones((values.shape[0], 1), dtype=bool)
    first = np.maximum.accumulate(np.where(np.hstack([edge, changes]), columns, 0), axis=1)
    ends = np.where(np.hstack([changes, edge]), columns, values.shape[1])
    last = np.minimum.accumulate(ends[:, ::-1], axis=1)[:, ::-1]
    ranks = np.empty_like(values)
    with np.errstate(divide="ignore"):
        np.put_along_axis(ranks, order, (first + last + 1) / (2 * _counts(values)), axis=1)
    ranks[np.isnan(values)] = np.nan
    return ranks


def medians(values: Table) -> NDArray[np.float64]:
    """Return the median of each row, NaN for a row without values."""
    if not values.shape[1]:
        return np.full(values.shape[0], np.nan)
    ascending = np.sort(values, axis=1)
    counts = _counts(values)
    lower = np.take_along_axis(ascending, np.maximum(counts - 1, 0) // 2, axis=1)
    upper = np.take_along_axis(ascending, np.minimum(counts // 2, values.shape[1] - 1), axis=1)
    return np.asarray((lower + upper) / 2)[:, 0]


def mads(values: Table) -> NDArray[np.float64]:
    """Return the median absolute deviation of each row, NaN for a row without values."""
    return medians(np.abs(values - medians(values)[:, None]))


def robust_zs(values: Table) -> Table:
    """Return each value's 0.6745 · (value − median) / MAD, NaN in rows whose MAD is 0."""
    spread = mads(values)[:, None]
    spread[spread == 0] = np.nan
    return np.asarray(float(NORMAL_QUARTILE) * (values - medians(values)[:, None]) / spread)


def _counts(values: Table) -> NDArray[np.int64]:
    return np.asarray(np.count_nonzero(~np.isnan(values), axis=1))[:, None].astype(np.int64)
