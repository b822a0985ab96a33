"""Which parts are raised: branch and bound over sets of parts, from the fewest parts upwards.

For each number of parts the search goes deeper by percentage points, so that a set is only
looked at where no set that costs less is left. A bound takes the chosen parts as they are and
the others at the best that they can bring, which is never less than they do bring.
"""

from dataclasses import dataclass, replace

from assessments.searching.bounds import Bounds, fewest_parts
from assessments.searching.patience import OutOfTime, Patience
from assessments.searching.spreading import Spread, Spreader
from assessments.searching.task import Task

Parts = tuple[int, ...]
"""Numbers of candidates, rising."""


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """Raises that reach the level, in the order of what they cost: the cheapest compares lowest.

    `steps` are the further steps of each part behind its first raise.
    """

    count: int
    percentage_points: int
    points: int
    parts: Parts
    steps: tuple[int, ...]
    proven: bool = True


def cheapest_choices(task: Task, most: int, patience: Patience) -> tuple[Choice, ...]:
    """Return the cheapest choices, at most so many, the cheapest first; () where nothing helps.

    No step of a choice could be taken back, and no two choose the same parts. When the patience
    ends, the last of them are not `proven` to be the cheapest.
    """
    guess = fewest_parts(task)
    if guess is None:
        return ()
    search = _Search(task, patience)
    found: tuple[Choice, ...] = ()
    try:
        for count in range(len(guess), len(task.candidates) + 1):
            found += search.run(count, most - len(found), spare=count == len(guess))
            if len(found) == most:
                break
    except OutOfTime:
        unproven = search.so_far(most - len(found))
        if not (found or unproven):
            unproven = search.guess(guess)
        found += tuple(replace(choice, proven=False) for choice in unproven)
    return found


class _Search:
    """The cheapest choices of one number of parts after the other."""

    def __init__(self, task: Task, patience: Patience) -> None:
        self._task = task
        self._patience = patience
        self._bounds = Bounds(task)
        self._spare = True
        self._wanted = 0
        self._limit = 0
        self._beyond: int | None = None
        self._best: list[Choice] = []
        self._solved: dict[Parts, Choice] = {}
        self._refused: dict[Parts, int] = {}

    def run(self, count: int, wanted: int, *, spare: bool) -> tuple[Choice, ...]:
        """Return the cheapest choices of so many parts.

        `spare` spares the search from asking whether a step could be taken back: the cheapest
        raises of the fewest parts have none.
        """
        self._spare, self._wanted = spare, wanted
        self._solved, self._refused = {}, {}
        self._limit, self._best = 0, []
        beyond: int | None = 0
        while beyond is not None and len(self._best) < wanted:
            self._limit = max(beyond, self._limit + self._task.step)
            beyond = self._deepened(count)
        return tuple(self._best)

    def so_far(self, wanted: int) -> tuple[Choice, ...]:
        """Return the best choices of the number of parts under way."""
        return tuple(sorted(self._solved.values())[:wanted])

    def guess(self, parts: Parts) -> tuple[Choice, ...]:
        """Return raises of these parts that reach the level, but not the cheapest."""
        spread = self._spreader(parts).greedy()
        return (self._costed(parts, spread),) if spread else ()

    def _spreader(self, parts: Parts) -> Spreader:
        """Return what spreads steps over these parts."""
        chosen = [self._task.candidates[number] for number in parts]
        return Spreader(chosen, self._task, spare=self._spare, patience=self._patience)

    def _costed(self, parts: Parts, spread: Spread) -> Choice:
        """Return the choice of these parts with this spread."""
        chosen = [self._task.candidates[number] for number in parts]
        return Choice(
            count=len(parts),
            percentage_points=sum(one.first for one in chosen)
            + self._task.step * sum(spread.steps),
            points=sum(one.points_first for one in chosen) + spread.points,
            parts=parts,
            steps=spread.steps,
        )

    def _deepened(self, count: int) -> int | None:
        """Look at all that cost no more than the limit; return the least that costs more."""
        self._best, self._beyond = [], None
        self._extend((), 0, count)
        return self._beyond

    def _extend(self, chosen: Parts, begin: int, left: int) -> None:
        """Look at all choices with these parts and so many more from `begin` on."""
        if left == 0:
            self._settle(chosen)
            return
        for number in range(begin, len(self._task.candidates) - left + 1):
            parts = (*chosen, number)
            if self._is_worthwhile(parts, number + 1, left - 1):
                self._extend(parts, number + 1, left - 1)
            if self._task.candidates[number].must:
                return

    def _is_worthwhile(self, chosen: Parts, begin: int, left: int) -> bool:
        self._patience.check()
        bound = self._bounds.least_cost(chosen, begin, left, spare=self._spare)
        return bound is not None and self._is_within(*bound)

    def _is_within(self, percentage_points: int, points: int) -> bool:
        """Tell whether choices that cost no less are still looked for.

        Those that cost the same come later, as parts are chosen in their order.
        """
        if len(self._best) == self._wanted:
            worst = self._best[-1]
            if (percentage_points, points) >= (worst.percentage_points, worst.points):
                return False
        if percentage_points > self._limit:
            self._beyond = min(self._beyond or percentage_points, percentage_points)
            return False
        return True

    def _settle(self, parts: Parts) -> None:
        """Take in the cheapest choice of exactly these parts, unless it costs too much."""
        choice = self._solved.get(parts) or self._solve(parts)
        if choice and self._is_within(choice.percentage_points, choice.points):
            self._best.append(choice)
            self._best.sort()
            del self._best[self._wanted :]

    def _solve(self, parts: Parts) -> Choice | None:
        chosen = [self._task.candidates[number] for number in parts]
        first = sum(one.first for one in chosen)
        spreader = self._spreader(parts)
        steps = self._refused.get(parts)
        if steps is None:
            fewest = spreader.greedy()
            steps = sum(fewest.steps) if fewest else spreader.all_steps + 1
        while steps <= spreader.all_steps:
            if not self._is_within(first + steps * self._task.step, 0):
                self._refused[parts] = steps
                return None
            spread = spreader.best(steps)
            if spread is not None:
                self._solved[parts] = self._costed(parts, spread)
                return self._solved[parts]
            steps += 1
        self._refused[parts] = spreader.all_steps + 1
        return None
