"""What a check does to the findings of a holder: which arise, go, or grow worse. Pure.

A cause has one finding as long as it lasts. A finding that the office has settled stays settled
while what is reported is no worse than it was then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from labelling.decisions.surveillance.models import FindingCause

BY_ITSELF = frozenset({FindingCause.ELIGIBILITY, FindingCause.MEMBERS, FindingCause.CONFIRMATION})
"""The causes that a check finds and sees go; the others are people's to settle."""


class Cause(NamedTuple):
    """What a finding is about: never two at a time for one label."""

    kind: FindingCause
    key: str


@dataclass(frozen=True, slots=True)
class Measured:
    """How far a cause goes (less is worse, None cannot be compared), as words and as a number."""

    reported: str
    measure: Decimal | None


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that stands: what it says was reported, and whether the office has settled it."""

    measured: Measured
    settled: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What a check makes of the findings that stand."""

    arisen: tuple[Cause, ...]
    gone: tuple[Cause, ...]
    reopened: tuple[Cause, ...]
    reported_anew: tuple[Cause, ...]


def compare(standing: Mapping[Cause, Known], present: Mapping[Cause, Measured]) -> Changes:
    """Return how the findings that stand have to change so that they tell what is so today."""
    both = sorted(standing.keys() & present.keys())
    return Changes(
        arisen=tuple(sorted(present.keys() - standing.keys())),
        gone=tuple(
            cause for cause in sorted(standing.keys() - present.keys()) if cause.kind in BY_ITSELF
        ),
        reopened=tuple(
            cause
            for cause in both
            if standing[cause].settled and _is_worse(standing[cause].measured, present[cause])
        ),
        reported_anew=tuple(
            cause
            for cause in both
            if not standing[cause].settled
            and standing[cause].measured.reported != present[cause].reported
        ),
    )


def _is_worse(then: Measured, now: Measured) -> bool:
    return then.measure is not None and now.measure is not None and now.measure < then.measure
