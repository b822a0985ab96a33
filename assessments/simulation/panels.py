"""Panels played through: how reliable their results are, and how often the level is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from assessments.agreement.figures import Undefined
from assessments.agreement.icc import grids, iccs
from assessments.agreement.scores import Floats, Given, scores_of
from assessments.editions import Edition, edition
from assessments.simulation.levels import levels_met, near_a_threshold, percentages
from assessments.simulation.world import Assumptions, Errors, World, in_steps, made


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way of assessing: how many score alone, whether calibrated, and what follows.

    `discussed_from` is the spread of a part, in percentage points, from which it is discussed;
    None never. With `further_look` one more assessor scores a case within the edition's distance
    from a threshold, and counts as much as each of the panel.
    """

    panel: int
    calibrated: bool
    discussed_from: int | None = 25
    further_look: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a way of assessing gives.

    `one_assessor` is ICC(1,1) of single scores over all parts; `result` the share of the variance
    of the agreed percentage that is the true one's (squared correlation). `discussed` is the share
    of the parts; `too_high` and `too_low` are the shares of organisations whose level is not that
    of their true percentages.
    """

    scenario: Scenario
    one_assessor: float
    result: float
    discussed: float
    too_high: float
    too_low: float


SCENARIOS = (
    *(Scenario(panel, calibrated) for calibrated in (False, True) for panel in (1, 2, 3, 4)),
    *(Scenario(panel, True, spread) for panel in (2, 3) for spread in (15, 20, 35, None)),
    *(Scenario(panel, True, further_look=True) for panel in (1, 2)),
)


def simulate(
    assumptions: Assumptions = Assumptions(),  # noqa: B008 # a frozen value
    scenarios: Iterable[Scenario] = SCENARIOS,
) -> tuple[Outcome, ...]:
    """Return what each way of assessing gives; the same assumptions give the same outcome."""
    wanted = tuple(scenarios)
    known = edition(assumptions.edition)
    world = made(assumptions, known, 1 + max(scenario.panel for scenario in wanted))
    alone = {
        calibrated: _one_assessor(world, _errors(assumptions, calibrated=calibrated))
        for calibrated in {scenario.calibrated for scenario in wanted}
    }
    return tuple(
        _outcome(assumptions, known, world, scenario, alone[scenario.calibrated])
        for scenario in wanted
    )


def _outcome(
    assumptions: Assumptions, known: Edition, world: World, scenario: Scenario, alone: float
) -> Outcome:
    errors = _errors(assumptions, calibrated=scenario.calibrated)
    panel = np.stack([world.scores(number, errors) for number in range(scenario.panel)])
    agreed = np.add.reduce(panel, axis=0) / scenario.panel
    discussed = np.zeros(agreed.shape, dtype=np.bool_)
    if scenario.discussed_from is not None and scenario.panel > 1:
        discussed = panel.max(axis=0) - panel.min(axis=0) >= scenario.discussed_from
        mended = agreed + assumptions.discussion_mends * (world.true - agreed)
        agreed = np.where(discussed, in_steps(mended, world.step), agreed)
    if scenario.further_look:
        further = world.scores(scenario.panel, errors)
        together = (scenario.panel * agreed + further) / (scenario.panel + 1)
        agreed = np.where(near_a_threshold(known, agreed)[:, np.newaxis], together, agreed)
    met, deserved = levels_met(known, agreed), levels_met(known, world.true)
    return Outcome(
        scenario,
        alone,
        _explained(*(percentages(known, scores, known.parts) for scores in (agreed, world.true))),
        float(discussed.mean()),
        float((met > deserved).mean()),
        float((met < deserved).mean()),
    )


def _errors(assumptions: Assumptions, *, calibrated: bool) -> Errors:
    return assumptions.calibrated if calibrated else assumptions.untrained


def _one_assessor(world: World, errors: Errors) -> float:
    """Return ICC(1,1) of two assessors' scores of every part of every organisation."""
    pair = (world.scores(0, errors), world.scores(1, errors))
    known = {score: Fraction(score) for scores in pair for score in np.unique(scores).tolist()}
    given = (
        Given(str(unit), str(rater), known[score])
        for rater, scores in enumerate(pair)
        for unit, score in enumerate(scores.ravel().tolist())
    )
    found = iccs(grids(scores_of(given)))["1_1"]
    return float("nan") if isinstance(found, Undefined) else found


def _explained(one: Floats, other: Floats) -> float:
    """Return the squared correlation; nan where either does not vary."""
    x, y = one - one.mean(), other - other.mean()
    varied = float((x * x).sum() * (y * y).sum())
    return float((x * y).sum()) ** 2 / varied if varied else float("nan")
