"""Small tasks, and what comes out when everything about them is tried."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from hypothesis import strategies as st

from assessments.searching.task import Candidate, Scales, Task


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """Return a task of up to five candidates in up to two criteria."""
    groups = sorted(draw(st.lists(st.integers(0, 1), min_size=1, max_size=5)))
    candidates = tuple(_candidate(draw, number, group) for number, group in enumerate(groups))
    most = sum(one.most for one in candidates)
    asked = draw(st.dictionaries(st.sampled_from(groups), st.integers(1, 12), max_size=2))
    return Task(candidates, 5, draw(st.integers(0, most + 1)), asked, Scales(1, 1))


def _candidate(draw: st.DrawFn, number: int, group: int) -> Candidate:
    worth = draw(st.integers(1, 6))
    first = draw(st.sampled_from([2, 5, 5, 10]))
    return Candidate(
        part=str(number),
        group=group,
        must=draw(st.sampled_from([False, False, False, True])),
        start=Fraction(0),
        first=first,
        points_first=draw(st.integers(1, 6)),
        steps=draw(st.integers(0, 3)),
        points_step=worth,
    )


def choices(task: Task, count: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of so many candidates that leaves out none that must be chosen."""
    must = {number for number, one in enumerate(task.candidates) if one.must}
    for chosen in combinations(range(len(task.candidates)), count):
        if must <= set(chosen):
            yield chosen


def spreads(task: Task, chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the further steps of every way to raise these candidates that meets all needs."""
    parts = [task.candidates[number] for number in chosen]
    for steps in product(*(range(one.steps + 1) for one in parts)):
        if meets(task, chosen, steps):
            yield steps


def meets(task: Task, chosen: tuple[int, ...], steps: tuple[int, ...]) -> bool:
    """Tell whether such raises meet the need of the whole and of every criterion."""
    brings = {
        number: points(task, (number,), (further,))
        for number, further in zip(chosen, steps, strict=True)
    }
    in_group = {
        group: sum(b for n, b in brings.items() if task.candidates[n].group == group)
        for group in task.group_needs
    }
    return sum(brings.values()) >= task.need and all(
        in_group[group] >= need for group, need in task.group_needs.items()
    )


def points(task: Task, chosen: tuple[int, ...], steps: tuple[int, ...]) -> int:
    """Return the points of raises."""
    parts = [task.candidates[number] for number in chosen]
    return sum(
        one.points_first + further * one.points_step
        for one, further in zip(parts, steps, strict=True)
    )


def cost(task: Task, chosen: tuple[int, ...], steps: tuple[int, ...]) -> tuple[int, int]:
    """Return the percentage points, and the points, of raises."""
    first = sum(task.candidates[number].first for number in chosen)
    return first + task.step * sum(steps), points(task, chosen, steps)
