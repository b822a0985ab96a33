"""What the command `agreement` prints, as a value that any JSON writer takes."""

from pathlib import Path
from typing import Any

from assessments.agreement.alpha import METRICS
from assessments.agreement.bootstrap import ALPHA, ICC, Agreement, agreement, why_no_interval
from assessments.agreement.figures import Undefined
from assessments.agreement.icc import FORMS
from assessments.agreement.reading import read_table


def agreement_report(path: Path, seed: int = 0) -> dict[str, Any]:
    """Return how far the raters of a CSV file agree. Raises BadInput.

    What is undefined is null, and `notes` has the reason by its name; a measure that has a value
    but no interval has its note under `intervals.` and its name.
    """
    return report_of(agreement(read_table(path), seed))


def report_of(found: Agreement) -> dict[str, Any]:
    """Return the measures as JSON has them."""
    notes = {
        name: figure.reason
        for name, figure in found.figures.items()
        if isinstance(figure, Undefined)
    }
    notes |= {f"intervals.{name}": one.reason for name, one in why_no_interval(found).items()}
    return {
        ALPHA: {metric: _number(found, f"{ALPHA}.{metric}") for metric in METRICS},
        ICC: {form: _number(found, f"{ICC}.{form}") for form in FORMS},
        "intervals": {name: list(ends) for name, ends in found.intervals.items()},
        "units": found.units,
        "raters": found.raters,
        "pairable": found.pairable,
        "seed": found.seed,
        "notes": notes,
    }


def _number(found: Agreement, name: str) -> float | None:
    figure = found.figures[name]
    return None if isinstance(figure, Undefined) else figure
