"""Teams for several cases in one programme, so that nobody is given more than they have hours for.

Each case brings its own candidates and conditions, as ``solving`` writes them for one; the cases
are bound together by the people: whoever is chosen for several needs room for all of them, and
each further case counts against a choice like one more under way. A case whose team is impossible
beside the others stays empty. As many cases as possible get a team; among these choices the one of
the greatest worth is taken.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from assessments.assigning.proposing import proposal_of, propose
from assessments.assigning.rules import worth_of
from assessments.assigning.solving import ALL_RULES, bounds_of, conditions_of
from assessments.assigning.task import Candidate, Case, Proposal, Rule, Weights

SECONDS = 20.0
"""So long the solver looks for something better; what it has found by then keeps to all rules."""

_HALF = 0.5

Row = tuple[dict[int, float], float, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A case with its own view of the candidates: ties, language and field differ by case."""

    candidates: tuple[Candidate, ...]
    case: Case

    @property
    def places(self) -> int:
        """Return how many are still to be chosen."""
        return max(self.case.size - len(self.case.standing), 0)


def propose_together(
    asked: Sequence[Asked],
    weights: Weights | None = None,
    *,
    rules: Collection[Rule] = ALL_RULES,
) -> list[Proposal]:
    """Return a proposal for each case, as ``propose`` gives it, of all teams chosen together.

    For a case without a team it names the rules in conflict beside the teams of the others: where
    the case alone could have one, ``LOAD`` is among them.
    """
    weights = weights if weights is not None else Weights()
    teams = _solve(asked, weights, rules)
    given = _given(teams)
    found = []
    for one, team in zip(asked, teams, strict=True):
        chosen = {member.key for member in team or ()}
        beside = [
            replace(member, load=member.load + given[member.key] - (member.key in chosen))
            for member in one.candidates
        ]
        if team is None:
            found.append(propose(beside, one.case, weights, rules=rules))
        else:
            whole = [member for member in beside if member.key in chosen]
            found.append(proposal_of(whole, beside, one.case, weights, rules=rules))
    return found


def _given(teams: Sequence[Sequence[Candidate] | None]) -> defaultdict[str, int]:
    """Return how many of the cases each person is chosen for."""
    given: defaultdict[str, int] = defaultdict(int)
    for team in teams:
        for member in team or ():
            given[member.key] += 1
    return given


def _solve(
    asked: Sequence[Asked], weights: Weights, rules: Collection[Rule]
) -> list[list[Candidate] | None]:
    """Return the team of each case, None where it stays empty."""
    programme = _Programme()
    filled = 1.0 + sum(_span(one, weights, len(asked)) for one in asked)
    starts = [programme.add_case(one, weights, rules, filled) for one in asked]
    programme.bind(asked, starts, weights, limited=Rule.LOAD in rules)
    values = programme.solved()
    teams: list[list[Candidate] | None] = []
    for one, start in zip(asked, starts, strict=True):
        count = len(one.candidates)
        chosen = [
            member
            for member, value in zip(one.candidates, values[start : start + count], strict=True)
            if value > _HALF
        ]
        is_filled = values[start + count + 1] > _HALF
        teams.append(chosen if is_filled or not one.places else None)
    return teams


def _span(one: Asked, weights: Weights, cases: int) -> float:
    """Return how far the worth of any two choices for a case can lie apart, loads included."""
    own = max((abs(worth_of(member, weights)) for member in one.candidates), default=0)
    return float(2 * one.places * (own + weights.load * cases) + weights.mix + 1)


class _Programme:
    """Variables with gain and upper bound, and sparse conditions on them."""

    def __init__(self) -> None:
        self.gains: list[float] = []
        self.upper: list[float] = []
        self.rows: list[Row] = []

    def add_case(self, one: Asked, weights: Weights, rules: Collection[Rule], filled: float) -> int:
        """Add a case: its candidates, whether it is mixed, whether it has a team. Return where.

        ``filled`` is what a team counts before its worth: more than all that could be lost by it.
        """
        start, count = len(self.gains), len(one.candidates)
        _, open_ = bounds_of(one.candidates, one.case, rules, ())
        rows, least, most = conditions_of(one.candidates, one.case, rules)
        places = np.arange(count) / (2.0 * (count + 1) ** 2)
        own = np.array([worth_of(member, weights) for member in one.candidates]) - places
        self.gains += [*own, float(weights.mix), filled if one.places else 0.0]
        self.upper += [*open_, 1.0 if one.places else 0.0]
        is_filled = start + count + 1
        for marks, low, high in zip(rows, least, most, strict=True):
            places_of = {start + at: float(mark) for at, mark in enumerate(marks) if mark}
            if low > 0:  # asked of a team alone; where there is none, nothing is asked
                places_of[is_filled] = -float(low)
                self.rows.append((places_of, 0.0, np.inf if high > low else 0.0))
            else:
                self.rows.append((places_of, float(low), float(high)))
        everybody = {start + at: 1.0 for at in range(count)}
        self.rows.append(({**everybody, is_filled: -float(one.places)}, 0.0, 0.0))
        return start

    def bind(
        self, asked: Sequence[Asked], starts: Sequence[int], weights: Weights, *, limited: bool
    ) -> None:
        """Bind the cases by the people: room for all, and each further case costs its load."""
        choices: defaultdict[str, list[int]] = defaultdict(list)
        room: dict[str, int] = {}
        for one, start in zip(asked, starts, strict=True):
            for at, member in enumerate(one.candidates):
                choices[member.key].append(start + at)
                room[member.key] = max(member.capacity - member.load, 0)
        for key, places in choices.items():
            if limited:
                self.rows.append((dict.fromkeys(places, 1.0), 0.0, float(room[key])))
            further = list(range(len(self.gains), len(self.gains) + len(places) - 1))
            self.gains += [-float(weights.load * number) for number, _ in enumerate(further, 1)]
            self.upper += [1.0] * len(further)
            marks = dict.fromkeys(places, 1.0) | dict.fromkeys(further, -1.0)
            self.rows.append((marks, -np.inf, 1.0))

    def solved(self) -> NDArray[np.float64]:
        """Return the values of the best choice that was found; all 0 where nothing is asked."""
        count = len(self.gains)
        if not count:
            return np.zeros(0)
        numbers = [number for number, (marks, _, _) in enumerate(self.rows) for _ in marks]
        places = [place for marks, _, _ in self.rows for place in marks]
        values = [value for marks, _, _ in self.rows for value in marks.values()]
        matrix = csr_array((values, (numbers, places)), shape=(len(self.rows), count))
        found = milp(
            c=-np.array(self.gains),
            constraints=LinearConstraint(
                matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
            ),
            integrality=np.ones(count),
            bounds=Bounds(np.zeros(count), np.array(self.upper)),
            options={"mip_rel_gap": 0.0, "time_limit": SECONDS},
        )
        # To give no case a team keeps to every condition, so there is always an answer in time.
        return np.zeros(count) if found.x is None else np.asarray(found.x, dtype=np.float64)
