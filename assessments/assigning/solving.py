"""The choice of a team as a mixed-integer programme, solved by HiGHS (scipy.optimize.milp).

One binary variable for each candidate says whether they are on the team; one more whether the
team has somebody new beside somebody experienced. Every rule is one or several linear conditions,
so that any set of rules can be left out, which is how the impossible ones are found.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from assessments.assigning.rules import ALONE, is_experienced, keeps, repeated, worth_of
from assessments.assigning.task import Candidate, Case, Rule, Weights

ALL_RULES = frozenset(Rule)
_UNBOUNDED = np.inf
_HALF = 0.5


def solve(
    candidates: Sequence[Candidate],
    case: Case,
    weights: Weights,
    *,
    rules: Collection[Rule] = ALL_RULES,
    without: Collection[str] = (),
) -> list[Candidate] | None:
    """Return the team of the greatest worth that keeps to these rules; None where there is none.

    Among teams of the same worth the one whose places in the list add up to the least; the same
    list gives the same team. ``without`` names people who are not to be chosen.
    """
    count = len(candidates)
    lower, upper = bounds_of(candidates, case, rules, without)
    rows, at_least, at_most = conditions_of(candidates, case, rules)
    # A share of less than one point in all orders teams of the same worth by their place.
    places = np.arange(count) / (2.0 * (count + 1) ** 2)
    gains = np.array([worth_of(one, weights) for one in candidates], dtype=float) - places
    found = milp(
        c=-np.append(gains, float(weights.mix)),
        constraints=LinearConstraint(rows, at_least, at_most),
        integrality=np.ones(count + 1),
        bounds=Bounds(lower, upper),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    return [one for one, value in zip(candidates, found.x[:count], strict=True) if value > _HALF]


def bounds_of(
    candidates: Sequence[Candidate],
    case: Case,
    rules: Collection[Rule],
    without: Collection[str],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what each variable may be: 0 alone for whoever breaks a rule of each person alone."""
    own = [rule for rule in ALONE if rule in rules]
    open_ = [
        one.key not in without and all(keeps(one, case, rule) for rule in own) for one in candidates
    ]
    return np.zeros(len(candidates) + 1), np.array([*map(float, open_), 1.0])


def conditions_of(
    candidates: Sequence[Candidate], case: Case, rules: Collection[Rule]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the rows of the programme with the least and the most that each may come to."""
    count, standing = len(candidates), case.standing
    rows: list[NDArray[np.float64]] = []
    least: list[float] = []
    most: list[float] = []

    def add(marks: Sequence[float], mixed: float, low: float, high: float) -> None:
        rows.append(np.array([*marks, mixed], dtype=float))
        least.append(low)
        most.append(high)

    everybody = [1.0] * count
    places = float(case.size - len(standing))
    if Rule.SIZE in rules:
        add(everybody, 0, places, places)
    else:  # a team all the same: at least one, at most as many as are asked for
        add(everybody, 0, min(1.0, places), max(places, 0.0))
    if Rule.FIELD in rules:
        add(
            [one.field for one in candidates], 0, 1 - sum(one.field for one in standing), _UNBOUNDED
        )
    if Rule.ABROAD in rules:
        missing = case.abroad - sum(one.abroad for one in standing)
        add([one.abroad for one in candidates], 0, missing, _UNBOUNDED)
    experienced = [float(is_experienced(one)) for one in candidates]
    newer = [1 - mark for mark in experienced]
    old = sum(is_experienced(one) for one in standing)
    if Rule.EXPERIENCED in rules:
        add(experienced, 0, 1 - old, _UNBOUNDED)
    add(experienced, -1, -old, _UNBOUNDED)  # mixed only with somebody experienced
    add(newer, -1, -(len(standing) - old), _UNBOUNDED)  # and with somebody new
    if Rule.NOT_AGAIN in rules:
        _keep_apart(candidates, standing, add)
    return np.array(rows), np.array(least), np.array(most)


def _keep_apart(
    candidates: Sequence[Candidate],
    standing: Sequence[Candidate],
    add: Callable[[Sequence[float], float, float, float], None],
) -> None:
    """Add what keeps apart those who assessed their last case together."""
    count = len(candidates)
    for a, b in combinations(range(count), 2):
        if repeated(candidates[a], candidates[b]):
            marks = [float(place in (a, b)) for place in range(count)]
            add(marks, 0, 0, 1)
    for place, one in enumerate(candidates):
        if any(repeated(one, other) for other in standing):
            add([float(number == place) for number in range(count)], 0, 0, 0)
