"""Timing two ways of doing the same in turn, so that a drifting machine cannot favour one."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """What was measured: milliseconds of ours and of the floor, and their ratio."""

    name: str
    ours: str
    floor: str
    rounds: int
    ours_ms: float
    floor_ms: float
    ratio: float
    ratio_low: float
    ratio_high: float
    aim: float

    def as_dict(self) -> dict[str, object]:
        """Return the figures for JSON."""
        return asdict(self)


def measure(
    name: str,
    ours: tuple[str, Callable[[], object]],
    floor: tuple[str, Callable[[], object]],
    *,
    aim: float,
    rounds: int,
    warm: int = 5,
) -> Pair:
    """Time both in turn, floor first; the ratio is that of the medians.

    ``ratio_low`` and ``ratio_high`` are the quartiles of the ratios pair by pair: how far they
    lie apart tells how noisy the machine was.
    """
    for _ in range(warm):
        floor[1]()
        ours[1]()
    mine, theirs = [], []
    gc.collect()
    for _ in range(rounds):
        theirs.append(_milliseconds(floor[1]))
        mine.append(_milliseconds(ours[1]))
    low, _, high = statistics.quantiles(
        [one / other for one, other in zip(mine, theirs, strict=True)], n=4
    )
    return Pair(
        name=name,
        ours=ours[0],
        floor=floor[0],
        rounds=rounds,
        ours_ms=round(statistics.median(mine), 3),
        floor_ms=round(statistics.median(theirs), 3),
        ratio=round(statistics.median(mine) / statistics.median(theirs), 3),
        ratio_low=round(low, 3),
        ratio_high=round(high, 3),
        aim=aim,
    )


def _milliseconds(function: Callable[[], object]) -> float:
    started = time.perf_counter()
    function()
    return (time.perf_counter() - started) * 1000
