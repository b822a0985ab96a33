from hypothesis import given, settings

from assessments.searching.patience import Patience
from assessments.searching.spreading import Spread, Spreader
from assessments.searching.task import Task
from tests.assessments.searching.small import choices, meets, points, spreads, tasks

tried = settings(max_examples=150, deadline=None)


def spreader(task: Task, chosen: tuple[int, ...], *, spare: bool) -> Spreader:
    parts = [task.candidates[number] for number in chosen]
    return Spreader(parts, task, spare=spare, patience=Patience(1, lambda: 0))


def is_superfluous(task: Task, chosen: tuple[int, ...], steps: tuple[int, ...]) -> bool:
    """Tell whether a step could be taken back, or a part left out."""
    for place, number in enumerate(chosen):
        if steps[place]:
            fewer = (*steps[:place], steps[place] - 1, *steps[place + 1 :])
            if meets(task, chosen, fewer):
                return True
        elif not task.candidates[number].must:
            others = (*chosen[:place], *chosen[place + 1 :])
            if meets(task, others, (*steps[:place], *steps[place + 1 :])):
                return True
    return False


@tried
@given(tasks())
def test_greedy_spread_takes_the_fewest_steps_of_all(task: Task) -> None:
    for chosen in choices(task, max(1, len(task.candidates) - 1)):
        all_spreads = list(spreads(task, chosen))
        found = spreader(task, chosen, spare=True).greedy()
        assert (found is None) == (not all_spreads)
        if found is not None:
            assert found.steps in all_spreads
            assert sum(found.steps) == min(map(sum, all_spreads))


@tried
@given(tasks())
def test_best_spread_has_the_fewest_points_and_raises_the_first_parts_least(task: Task) -> None:
    for chosen in choices(task, max(1, len(task.candidates) - 1)):
        first = points(task, chosen, (0,) * len(chosen))
        for spare in (True, False):
            allowed = [
                steps
                for steps in spreads(task, chosen)
                if spare or not is_superfluous(task, chosen, steps)
            ]
            under_test = spreader(task, chosen, spare=spare)
            for count in range(under_test.all_steps + 1):
                ranked = sorted(
                    (points(task, chosen, steps) - first, steps)
                    for steps in allowed
                    if sum(steps) == count
                )
                expected = Spread(ranked[0][1], ranked[0][0]) if ranked else None
                assert under_test.best(count) == expected
