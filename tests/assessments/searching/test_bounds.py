from hypothesis import given, settings

from assessments.searching.bounds import Bounds, fewest_parts
from assessments.searching.task import Task
from tests.assessments.searching.small import choices, cost, spreads, tasks

tried = settings(max_examples=150, deadline=None)


@tried
@given(tasks())
def test_fewest_parts_are_as_few_as_can_meet_every_need(task: Task) -> None:
    counts = [
        count
        for count in range(len(task.candidates) + 1)
        if any(True for chosen in choices(task, count) for _ in spreads(task, chosen))
    ]
    found = fewest_parts(task)
    assert (None if found is None else len(found)) == (min(counts) if counts else None)
    if found is not None:
        assert any(True for _ in spreads(task, found))


@tried
@given(tasks())
def test_bound_is_never_above_what_a_choice_costs(task: Task) -> None:
    bounds = Bounds(task)
    for count in range(1, len(task.candidates) + 1):
        for chosen in choices(task, count):
            costs = [cost(task, chosen, steps) for steps in spreads(task, chosen)]
            for made in range(1, count + 1) if costs else ():
                bound = bounds.least_cost(
                    chosen[:made], chosen[made - 1] + 1, count - made, spare=True
                )
                assert bound is not None
                assert bound[0] <= min(costs)[0]
                assert bound[1] <= min(points for _, points in costs)
