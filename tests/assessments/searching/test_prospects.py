from itertools import product

from hypothesis import given, settings

from assessments.searching.prospects import Prospects
from assessments.searching.task import Task
from tests.assessments.searching.small import choices, points, tasks


@settings(max_examples=100, deadline=None)
@given(tasks())
def test_promise_is_the_most_that_so_many_steps_bring(task: Task) -> None:
    """Up to where the need is met or no step is left."""
    prospects = Prospects(task)
    for count in range(len(task.candidates) + 1):
        most: dict[int, int] = {}
        firsts = []
        for chosen in choices(task, count):
            firsts.append(sum(task.candidates[number].first for number in chosen))
            ranges = [range(task.candidates[number].steps + 1) for number in chosen]
            for steps in product(*ranges):
                worth = points(task, chosen, steps)
                most[sum(steps)] = max(most.get(sum(steps), 0), worth)
        promise = prospects.most_points(0, count)
        assert (promise is None) == (not most)
        if promise is not None:
            assert prospects.least_first(0, count) == min(firsts)
            best = [max(most[s] for s in most if s <= steps) for steps in range(max(most) + 1)]
            met = [steps for steps, worth in enumerate(best) if worth >= task.need]
            assert promise == best[: met[0] + 1 if met else None]
