"""What the parts that are not yet decided on can bring at best: bounds for the search of ways."""

from collections import deque

from assessments.searching.task import Candidate, Task

Promise = list[int]
"""The most points by number of further steps: at most none, one, two …; it never falls."""


class Prospects:
    """Tables over the candidates from a place on, for each number of them that is chosen.

    They leave out what criteria ask for themselves, so that a promise is never too low.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._most: list[list[Promise | None]] = []
        self._first: list[list[int]] = []

    def most_points(self, begin: int, count: int) -> Promise | None:
        """Return what so many candidates from `begin` on bring at best.

        A promise ends where the need of the whole is met, or where no more steps are left. None
        where there are too few candidates, or more that must be chosen.
        """
        self._reach(count)
        return self._most[count][begin]

    def least_first(self, begin: int, count: int) -> int:
        """Return the fewest percentage points that the first raises of so many can cost."""
        self._reach(count)
        return self._first[count][begin]

    def _reach(self, count: int) -> None:
        while len(self._most) <= count:
            self._add_column()

    def _add_column(self) -> None:
        candidates = self._task.candidates
        count = len(self._most)
        most: list[Promise | None] = [[0] if count == 0 else None]
        first = [0]
        for begin in range(len(candidates) - 1, -1, -1):
            one = candidates[begin]
            fewer = self._most[count - 1][begin + 1] if count else None
            taken = _with(fewer, one, self._task.need) if fewer is not None else None
            most.append(taken if one.must else _better(most[-1], taken, self._task.need))
            costs = [first[-1]] if not one.must and most[-2] is not None else []
            if fewer is not None:
                costs.append(self._first[count - 1][begin + 1] + one.first)
            first.append(min(costs, default=0))
        self._most.append(most[::-1])
        self._first.append(first[::-1])


def _with(promise: Promise, one: Candidate, need: int) -> Promise:
    """Return the promise with one more candidate, by the largest value in a sliding window."""
    result: Promise = []
    window: deque[tuple[int, int]] = deque()
    for steps in range(len(promise) + one.steps):
        if steps < len(promise):
            value = promise[steps] - steps * one.points_step
            while window and window[-1][1] <= value:
                window.pop()
            window.append((steps, value))
        if window[0][0] < steps - one.steps:
            window.popleft()
        result.append(one.points_first + window[0][1] + steps * one.points_step)
        if result[-1] >= need:
            break
    return result


def _better(one: Promise | None, other: Promise | None, need: int) -> Promise | None:
    if one is None or other is None:
        return other if one is None else one
    result: Promise = []
    for step in range(max(len(one), len(other))):
        result.append(max(one[min(step, len(one) - 1)], other[min(step, len(other) - 1)]))
        if result[-1] >= need:
            break
    return result
