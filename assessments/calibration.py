"""Calibration: an assessor's scores of practice cases beside their reference, and what is enough.

The measure is the quadratically weighted kappa. It falls with scatter and with a constant lean
alike, and 1 means the reference's very scores.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from assessments.agreement.kappa import weighted_kappa
from assessments.consensus import Opinion

Shortfall = Literal["too_little_judged", "too_few", "undefined", "agreement", "lean"]

Place = tuple[str, str]
"""A practice case and one of its parts."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """An assessor beside the reference, over the parts for which the reference has a percentage.

    `judged` of the `asked` parts have a percentage of the assessor's too; the rest were left out
    or called not applicable. The other figures are over those judged, None where there are none:
    `agreement` is the kappa (None too where both have one and the same score throughout), `lean`
    the mean of assessor less reference in percentage points, `distance` the mean without its sign.
    """

    asked: int
    judged: int
    agreement: Fraction | None
    lean: Fraction | None
    distance: Fraction | None


@dataclass(frozen=True, slots=True)
class Standard:
    """What an assessor is cleared by; a scheme sets its own.

    `judged_share` of the parts asked; `judged` of them at least; `agreement` at least; `lean` not
    beyond so many percentage points in either direction. All limits are themselves enough.
    """

    agreement: Fraction = Fraction(6, 10)
    lean: Fraction = Fraction(10)
    judged: int = 16
    judged_share: Fraction = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Clearance:
    """Whether an assessor is cleared for live panels, and what is short if not."""

    calibration: Calibration
    standard: Standard
    short: tuple[Shortfall, ...]

    @property
    def cleared(self) -> bool:
        """Tell whether nothing is short."""
        return not self.short


def calibration(
    reference: Mapping[Place, Opinion], judgements: Mapping[Place, Opinion]
) -> Calibration:
    """Return how an assessor's judgements of practice cases lie beside the reference.

    Judgements of what the reference has no percentage for are passed over.
    """
    asked = {at: known for at, known in reference.items() if isinstance(known, Fraction)}
    pairs = [
        (mine, known)
        for at, known in asked.items()
        if isinstance(mine := judgements.get(at), Fraction)
    ]
    if not pairs:
        return Calibration(len(asked), 0, None, None, None)
    leans = [mine - known for mine, known in pairs]
    return Calibration(
        len(asked),
        len(pairs),
        weighted_kappa(pairs),
        sum(leans, start=Fraction(0)) / len(pairs),
        sum((abs(lean) for lean in leans), start=Fraction(0)) / len(pairs),
    )


def clearance(found: Calibration, standard: Standard) -> Clearance:
    """Return whether a calibration is enough for live panels."""
    short: list[Shortfall] = []
    if found.judged < standard.judged_share * found.asked:
        short.append("too_little_judged")
    if found.judged < standard.judged:
        short.append("too_few")
    if found.agreement is None:
        short.append("undefined")
    elif found.agreement < standard.agreement:
        short.append("agreement")
    if found.lean is not None and abs(found.lean) > standard.lean:
        short.append("lean")
    return Clearance(found, standard, tuple(short))


def cleared_until(day: date, months: int = 12) -> date:
    """Return the last day on which a clearance of a day counts, so many months later.

    Where that month has no such day it is its last one.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
