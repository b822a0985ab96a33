"""How agreement and severity change from period to period."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from assessments.agreement.bootstrap import ALPHA, Interval, agreement
from assessments.agreement.figures import Figure
from assessments.agreement.scores import Scores
from assessments.severity.crossed import severities
from assessments.severity.student import half_width


@dataclass(frozen=True, slots=True)
class Period:
    """How far assessors agreed in a period: interval alpha, the figure for live panels."""

    name: str
    units: int
    pairable: int
    alpha: Figure
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Change:
    """How an assessor's severity went from one period to the next in which it is known.

    The periods have no case in common, so their errors are independent; the interval holds the
    change with 95 %, None where either has no standard error. Colleagues may have changed
    meanwhile: severity is relative to them.
    """

    assessor: str
    before: str
    after: str
    change: float
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class _Known:
    """An assessor's severity in a period, with its standard error."""

    period: str
    difference: float
    error: float | None
    freedom: int


def agreement_over_time(periods: Mapping[str, Scores], seed: int = 0) -> tuple[Period, ...]:
    """Return the agreement of each period, in the order given; see `judgements.by_part`."""
    name = f"{ALPHA}.interval"
    found = {period: agreement(scores, seed) for period, scores in periods.items()}
    return tuple(
        Period(period, one.units, one.pairable, one.figures[name], one.intervals.get(name))
        for period, one in found.items()
    )


def severity_over_time(periods: Mapping[str, Scores]) -> tuple[Change, ...]:
    """Return each assessor's changes of severity, by assessor and then in the order given.

    See `judgements.by_case`.
    """
    known: defaultdict[str, list[_Known]] = defaultdict(list)
    for period, scores in periods.items():
        found = severities(scores)
        for one in found.assessors:
            if one.difference is not None:
                error = one.standard_error
                known[one.assessor].append(_Known(period, one.difference, error, found.freedom))
    return tuple(
        _change(assessor, before, after)
        for assessor in sorted(known)
        for before, after in pairwise(known[assessor])
    )


def _change(assessor: str, before: _Known, after: _Known) -> Change:
    change = after.difference - before.difference
    if before.error is None or after.error is None:
        return Change(assessor, before.period, after.period, change, None)
    parts = ((before.error, before.freedom), (after.error, after.freedom))
    away = half_width(_freedom(*parts)) * hypot(before.error, after.error)
    interval = (change - away, change + away)
    return Change(assessor, before.period, after.period, change, interval)


def _freedom(*parts: tuple[float, int]) -> int:
    """Return the degrees of freedom of a sum of independent variances, rounded down.

    B. Welch, The generalization of "Student's" problem (1947); F. Satterthwaite (1946).
    """
    fourth = sum(error**4 / freedom for error, freedom in parts)
    if not fourth:
        return min(freedom for _, freedom in parts)
    return max(1, int(sum(error**2 for error, _ in parts) ** 2 / fourth))
