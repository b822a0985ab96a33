"""What a choice of parts costs at least while some of its parts are still open."""

from collections.abc import Sequence
from itertools import accumulate
from math import gcd

from assessments.searching.prospects import Promise, Prospects
from assessments.searching.task import Candidate, Task


def fewest_parts(task: Task) -> tuple[int, ...] | None:
    """Return the fewest candidates that, all raised to 100, meet every need; None if none do.

    Criteria share no parts, so this is exact: those that must be raised, then in each criterion
    with a need those that bring most, then over all those that bring most.
    """
    chosen = {number for number, one in enumerate(task.candidates) if one.must}
    by_most = sorted(range(len(task.candidates)), key=lambda n: -task.candidates[n].most)

    def add(need: int, allowed: Sequence[int]) -> bool:
        brings = sum(task.candidates[number].most for number in allowed if number in chosen)
        for number in allowed:
            if brings >= need:
                break
            if number not in chosen:
                chosen.add(number)
                brings += task.candidates[number].most
        return brings >= need

    for group, need in task.group_needs.items():
        if not add(need, [n for n in by_most if task.candidates[n].group == group]):
            return None
    return tuple(sorted(chosen)) if add(task.need, by_most) else None


class Bounds:
    """Bounds that take the chosen parts as they are and the others at the best they can bring.

    What others bring is never put too low, so that nothing is ever cut off that could be cheaper.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._prospects = Prospects(task)
        self._grain = gcd(*(g for c in task.candidates for g in (c.points_first, c.points_step)))
        self._most_of: dict[tuple[int, int], list[int]] = {}

    def least_cost(
        self, chosen: Sequence[int], begin: int, left: int, *, spare: bool
    ) -> tuple[int, int] | None:
        """Return the percentage points, and the points, that such choices cost at least.

        They are those of the chosen candidates and so many more from `begin` on. None where
        there are none: the level is not reached with them or, unless `spare`, a part could be
        left out.
        """
        parts = [self._task.candidates[number] for number in chosen]
        promise = self._prospects.most_points(begin, left)
        if promise is None or not self._can_still_do(parts, begin, left):
            return None
        if not (spare or self._is_needed(parts)):
            return None
        points = sum(one.points_first for one in parts)
        steps = _fewest_steps(
            parts, self._asked_by_groups(parts, begin), self._task.need - points, promise
        )
        if steps is None:
            return None
        percentage_points = (
            sum(one.first for one in parts)
            + self._prospects.least_first(begin, left)
            + steps * self._task.step
        )
        points = max(points, self._task.need)
        return percentage_points, -(-points // self._grain) * self._grain

    def _is_needed(self, parts: list[Candidate]) -> bool:
        """Tell whether no part could be left out for what the first raises alone bring."""
        spare = sum(one.points_first for one in parts) - self._task.need
        spare_in = {
            group: sum(one.points_first for one in parts if one.group == group) - need
            for group, need in self._task.group_needs.items()
        }
        return all(
            one.must
            or one.points_first > spare
            or one.points_first > spare_in.get(one.group, one.points_first)
            for one in parts
        )

    def _can_still_do(self, parts: list[Candidate], begin: int, left: int) -> bool:
        """Tell whether so many parts more can bring what criteria with a need still lack."""
        further = 0
        for group, need in self._task.group_needs.items():
            missing = need - sum(one.most for one in parts if one.group == group)
            undecided = accumulate(self._undecided(group, begin), initial=0)
            count = next((n for n, brings in enumerate(undecided) if brings >= missing), None)
            if count is None:
                return False
            further += count
        return further <= left

    def _asked_by_groups(self, parts: list[Candidate], begin: int) -> list[int]:
        """Return the steps of each part that criteria with a need ask for.

        Only criteria that end before `begin` do; they get what they need, as was looked at.
        """
        asked = [0] * len(parts)
        for group, need in self._task.group_needs.items():
            if self._undecided(group, begin):
                continue
            places = [place for place, one in enumerate(parts) if one.group == group]
            missing = need - sum(parts[place].points_first for place in places)
            for place in sorted(places, key=lambda place: -parts[place].points_step):
                worth = parts[place].points_step
                asked[place] = max(0, min(parts[place].steps, -(-missing // worth)))
                missing -= asked[place] * worth
        return asked

    def _undecided(self, group: int, begin: int) -> list[int]:
        """Return the points that each candidate of a criterion from `begin` on brings at most."""
        key = (group, begin)
        if key not in self._most_of:
            found = [one.most for one in self._task.candidates[begin:] if one.group == group]
            self._most_of[key] = sorted(found, reverse=True)
        return self._most_of[key]


def _fewest_steps(
    parts: list[Candidate], asked: list[int], need: int, promise: Promise
) -> int | None:
    """Return the fewest steps of the parts, as asked at least, and of what is promised.

    None where all steps together do not meet the need.
    """
    need -= sum(one.points_step * taken for one, taken in zip(parts, asked, strict=True))
    further: list[int] = []
    for one, taken in zip(parts, asked, strict=True):
        further += [one.points_step] * (one.steps - taken)
    gained = list(accumulate(sorted(further, reverse=True), initial=0))
    best: int | None = None
    own = len(gained) - 1
    for promised, points in enumerate(promise):
        while own and gained[own - 1] + points >= need:
            own -= 1
        if gained[own] + points >= need and (best is None or own + promised < best):
            best = own + promised
    return None if best is None else sum(asked) + best
