"""What a measure gives: a number, or why there is none."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "fewer_than_two_pairable_scores",
    "no_disagreement_possible",
    "negative_scores",
    "not_crossed",
    "fewer_than_two_units",
    "fewer_than_two_raters",
    "units_do_not_differ",
    "denominator_is_zero",
    "too_large_for_a_double",
    "no_draw_defined",
]


@dataclass(frozen=True, slots=True)
class Undefined:
    """Why a measure has no value for these scores."""

    reason: Reason


Figure = float | Undefined
