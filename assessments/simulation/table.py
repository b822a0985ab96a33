"""The outcome of a simulation as a table that people read."""

from collections.abc import Iterable

from assessments.simulation.panels import Outcome

HEAD = (
    "| assessors | calibrated | discussed from | further look "
    "| one assessor | result | discussed | level wrong | too high | too low |"
)
_RULE = "|---|---|---|---|---|---|---|---|---|---|"


def markdown(outcomes: Iterable[Outcome]) -> str:
    """Return a row for each way of assessing, as Markdown that ends with a newline."""
    return "\n".join([HEAD, _RULE, *map(_row, outcomes)]) + "\n"


def _row(outcome: Outcome) -> str:
    scenario = outcome.scenario
    discussed = scenario.panel > 1
    cells = (
        str(scenario.panel),
        _yes(scenario.calibrated),
        _from(scenario.discussed_from) if discussed else "–",
        _yes(scenario.further_look),
        f"{outcome.one_assessor:.2f}",
        f"{outcome.result:.2f}",
        _percent(outcome.discussed) if discussed else "–",
        _percent(outcome.too_high + outcome.too_low),
        _percent(outcome.too_high),
        _percent(outcome.too_low),
    )
    return f"| {' | '.join(cells)} |"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _from(points: int | None) -> str:
    return "never" if points is None else f"{points} points"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
