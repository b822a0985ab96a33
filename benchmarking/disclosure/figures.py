"""The figures of one set: what is computed, from how many on, and why the rest is hidden."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction

from benchmarking.disclosure.policy import Policy
from benchmarking.disclosure.reasons import Reason
from benchmarking.nearest import nearest_root
from benchmarking.quantiles import plain, smoothed

FIGURES = ("mean", "median", "q1", "q3", "sd", "p10", "p90")

SHARES = {
    "median": Fraction(1, 2),
    "q1": Fraction(1, 4),
    "q3": Fraction(3, 4),
    "p10": Fraction(1, 10),
    "p90": Fraction(9, 10),
}


class Verdict(Enum):
    """What the audit says of a set: all of it, all but mean and spread, or its size alone."""

    SHOWN = auto()
    WITHOUT_SUM = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a set's figures: ascending values as whole numbers of 1/scale.

    ``size``: N, the holdings; ``dominated``: whether rule 3 hides the mean.
    """

    values: Sequence[int]
    scale: int
    size: int
    dominated: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of a set; each figure is a number or has its reason.

    Numbers are exact but the standard deviation, which is the nearest double.
    """

    n: int | None
    shown: Mapping[str, Fraction | float]
    suppressed: Mapping[str, Reason]


def figures(behind: Behind, verdict: Verdict, policy: Policy) -> Figures:
    """Return the figures of a set that its size and the verdict allow (rules 1, 2, 3 and 5)."""
    shown: dict[str, Fraction | float] = {}
    suppressed: dict[str, Reason] = {}
    for name in FIGURES:
        reason = _reason(name, behind, verdict, policy)
        if reason is None:
            shown[name] = _COMPUTED[name](behind, policy)
        else:
            suppressed[name] = reason
    return Figures(None if behind.size < policy.few else behind.size, shown, suppressed)


def _reason(name: str, behind: Behind, verdict: Verdict, policy: Policy) -> Reason | None:
    """Return the first reason to hide a figure, in the order that ``Reason`` has."""
    sums = name in {"mean", "sd"}
    if (few := _too_few(name, behind.size, policy)) is not None:
        return few
    if verdict is Verdict.REFUSED or (sums and verdict is Verdict.WITHOUT_SUM):
        return Reason.DIFFERENCING
    if name in _PAIRS:
        return None if _has_outside(behind.values, _PAIRS[name], policy) else Reason.OUTSIDE
    if behind.dominated and (name == "mean" or (name == "sd" and policy.sd_with_mean)):
        return Reason.P_PERCENT
    if name == "sd" and policy.sd_not_zero and behind.values[0] == behind.values[-1]:
        return Reason.ZERO
    return None


_PAIRS = {name: pair for pair in (("q1", "q3"), ("p10", "p90")) for name in pair}


def _too_few(name: str, size: int, policy: Policy) -> Reason | None:
    if size < policy.few:
        return Reason.FEW
    own = {
        "q1": (policy.quartiles_from, Reason.BELOW_QUARTILES),
        "q3": (policy.quartiles_from, Reason.BELOW_QUARTILES),
        "sd": (policy.sd_from, Reason.BELOW_SD),
        "p10": (policy.tails_from, Reason.BELOW_TAILS),
        "p90": (policy.tails_from, Reason.BELOW_TAILS),
    }
    least, reason = own.get(name, (0, Reason.FEW))
    return reason if size < least else None


def _has_outside(values: Sequence[int], pair: tuple[str, str], policy: Policy) -> bool:
    """Say whether enough members lie strictly outside both plain quantiles of a pair."""
    low, high = (plain(values, SHARES[name]) for name in pair)
    below = sum(1 for value in values if value < low)
    above = sum(1 for value in values if value > high)
    return min(below, above) >= policy.beyond


def _mean(behind: Behind, _policy: Policy) -> Fraction:
    return Fraction(sum(behind.values), len(behind.values) * behind.scale)


def _sd(behind: Behind, _policy: Policy) -> float:
    """Return the standard deviation with n − 1, n being the members."""
    count, total = len(behind.values), sum(behind.values)
    squares = sum(value * value for value in behind.values)
    parts = count * (count - 1) * behind.scale**2
    return nearest_root(Fraction(count * squares - total * total, parts))


def _quantile(name: str) -> Callable[[Behind, Policy], Fraction]:
    def computed(behind: Behind, policy: Policy) -> Fraction:
        quantile = smoothed if policy.smoothed else plain
        return quantile(behind.values, SHARES[name]) / behind.scale

    return computed


_COMPUTED: Mapping[str, Callable[[Behind, Policy], Fraction | float]] = {
    "mean": _mean,
    "sd": _sd,
    **{name: _quantile(name) for name in SHARES},
}
