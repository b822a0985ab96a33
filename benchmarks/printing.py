"""Printing a batch of certificates: with two worker processes, and with one. A report, no aim.

Each process keeps a warm press of its own; what the second one gains depends on the cores.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

from benchmarks.pairs import Pair, measure
from certificates.document import render
from tests.certificates.examples import sheet

_BATCH = 24
_FEWEST = 3
_REPORTED = 1.0


def benchmark(rounds: int) -> Pair:
    """Measure a batch printed by two processes against the same batch printed by one."""
    names = [f"Alder Valley Mobility Cluster {number}" for number in range(_BATCH)]
    spawn = get_context("spawn")
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as one,
        ProcessPoolExecutor(2, mp_context=spawn) as two,
    ):
        return measure(
            "rendering with two workers",
            (f"{_BATCH} certificates by two processes", _printing(two, names)),
            (f"{_BATCH} certificates by one process", _printing(one, names)),
            aim=_REPORTED,
            rounds=max(_FEWEST, rounds // 6),
            warm=2,
        )


def printed(holder: str) -> int:
    """Print a certificate; return the size of its file, so that little goes between processes."""
    return len(render(replace(sheet(), holder=holder)))


def _printing(pool: ProcessPoolExecutor, names: Sequence[str]) -> Callable[[], None]:
    def print_all() -> None:
        assert all(pool.map(printed, names))

    return print_all
