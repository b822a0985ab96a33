"""How far each of some chosen parts is raised: the cheapest spread of steps over them, exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import inf
from typing import NamedTuple

from assessments.searching.patience import Patience
from assessments.searching.task import Candidate, Task

Bar = float
"""Points that may not be superfluous: whole numbers, and infinity where there is no such limit."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The further steps of each chosen part, behind its first raise, and the points they bring."""

    steps: tuple[int, ...]
    points: int


class _Open(NamedTuple):
    """What is still to be done from a part on.

    `need` are points that are missing (below 0: too many), `bar` the points of the smallest last
    step that only the whole's need can justify. `group_need` and `group_bar` are the same for the
    criterion under way, where it has a need of its own.
    """

    part: int
    steps: int
    need: int
    bar: Bar
    group_need: int
    group_bar: Bar


class Spreader:
    """Spreads steps over chosen parts so that points are neither missing nor superfluous."""

    def __init__(
        self, parts: Sequence[Candidate], task: Task, *, spare: bool, patience: Patience
    ) -> None:
        """Take the chosen parts and the task.

        Unless `spare`, no spread is accepted from which a step could be taken back.
        """
        self._parts = parts
        self._spare = spare
        self._patience = patience
        self._need = task.need - sum(part.points_first for part in parts)
        self._group_needs = {
            group: missing - sum(part.points_first for part in parts if part.group == group)
            for group, missing in task.group_needs.items()
        }
        self._known: dict[_Open, int | None] = {}

    @property
    def all_steps(self) -> int:
        """Return how many steps raise all the parts to 100."""
        return sum(part.steps for part in self._parts)

    def greedy(self) -> Spread | None:
        """Return a spread of the fewest steps that meet all needs, None where all do not suffice.

        All steps cost the same and those of a part are worth the same, so taking the best ones
        is exact: first in each criterion with a need, then over all.
        """
        left = [part.steps for part in self._parts]
        need = self._need
        for group, missing in self._group_needs.items():
            gained = self._take(left, missing, group)
            if gained < missing:
                return None
            need -= gained
        if self._take(left, need, None) < need:
            return None
        steps = [part.steps - rest for part, rest in zip(self._parts, left, strict=True)]
        return Spread(tuple(steps), self._worth(steps))

    def best(self, steps: int) -> Spread | None:
        """Return the spread of exactly so many steps with the fewest points, None without any.

        Of equal ones it is that which raises the first part least, then the second, and so on.
        """
        chosen = {part.group for part in self._parts}
        if any(need > 0 and group not in chosen for group, need in self._group_needs.items()):
            return None
        start = self._entered(_Open(0, steps, self._need, inf, 0, inf))
        points = self._fewest_points(start)
        return None if points is None else Spread(tuple(self._followed(start, points)), points)

    def _take(self, left: list[int], missing: int, group: int | None) -> int:
        """Take the best steps left until nothing is missing; return the points that they bring."""
        gained = 0
        for number in sorted(range(len(left)), key=lambda n: -self._parts[n].points_step):
            part = self._parts[number]
            if gained >= missing:
                break
            if group in {None, part.group}:
                taken = min(left[number], -((gained - missing) // part.points_step))
                left[number] -= taken
                gained += taken * part.points_step
        return gained

    def _worth(self, steps: Sequence[int]) -> int:
        return sum(count * part.points_step for count, part in zip(steps, self._parts, strict=True))

    @cached_property
    def _extremes(self) -> tuple[list[list[int]], list[list[int]]]:
        """Return the fewest and the most points of so many steps, from each part on."""
        lowest, highest = [[0]], [[0]]
        steps: list[int] = []
        for part in reversed(self._parts):
            steps = sorted(steps + [part.points_step] * part.steps)
            lowest.append(list(accumulate(steps, initial=0)))
            highest.append(list(accumulate(reversed(steps), initial=0)))
        return lowest[::-1], highest[::-1]

    def _fewest_points(self, now: _Open) -> int | None:
        """Return the fewest points of all spreads from here on, None where there is none."""
        lowest, highest = self._extremes
        if now.steps >= len(lowest[now.part]) or now.need > highest[now.part][now.steps]:
            return None
        least = lowest[now.part][now.steps]
        if least - now.need >= now.bar:
            return None
        if now.part == len(self._parts):
            return 0
        if now not in self._known:
            self._patience.check()
            self._known[now] = self._searched(now, max(least, now.need))
        return self._known[now]

    def _searched(self, now: _Open, bound: int) -> int | None:
        best: int | None = None
        for further, after in self._choices(now):
            points = self._fewest_points(after)
            if points is None:
                continue
            points += further * self._parts[now.part].points_step
            if best is None or points < best:
                best = points
            if best == bound:
                break
        return best

    def _followed(self, now: _Open, points: int) -> Iterator[int]:
        """Yield the steps of each part, the least first, of a spread with so many points."""
        while now.part < len(self._parts):
            worth = self._parts[now.part].points_step
            now, points, further = next(
                (after, points - further * worth, further)
                for further, after in self._choices(now)
                if self._fewest_points(after) == points - further * worth
            )
            yield further

    def _choices(self, now: _Open) -> Iterator[tuple[int, _Open]]:
        part = self._parts[now.part]
        has_need = part.group in self._group_needs
        for further in range(min(part.steps, now.steps) + 1):
            worth = further * part.points_step
            last = self._last_step(part, further)
            after = _Open(
                part=now.part + 1,
                steps=now.steps - further,
                need=now.need - worth,
                bar=now.bar if has_need else min(now.bar, last),
                group_need=now.group_need - worth if has_need else 0,
                group_bar=min(now.group_bar, last) if has_need else inf,
            )
            left = self._left(after, part.group)
            if left is not None:
                yield further, self._entered(left)

    def _last_step(self, part: Candidate, further: int) -> Bar:
        """Return the points of a part's last step, infinity where it must be taken anyway."""
        if self._spare or (part.must and not further):
            return inf
        return part.points_step if further else part.points_first

    def _left(self, now: _Open, group: int) -> _Open | None:
        """Settle the criterion of the part before where it ends; None where it lacks points.

        A last step that its criterion does not need has to be needed by the whole.
        """
        ended = now.part == len(self._parts) or self._parts[now.part].group != group
        if not ended:
            return now
        if now.group_need > 0:
            return None
        bar = min(now.bar, now.group_bar) if -now.group_need >= now.group_bar else now.bar
        return _Open(now.part, now.steps, now.need, bar, 0, inf)

    def _entered(self, now: _Open) -> _Open:
        """Bring in the need of the criterion that begins with the next part."""
        if now.part == len(self._parts):
            return now
        group = self._parts[now.part].group
        begins = now.part == 0 or self._parts[now.part - 1].group != group
        if not begins or group not in self._group_needs:
            return now
        return _Open(now.part, now.steps, now.need, now.bar, self._group_needs[group], inf)
