"""Every write of calibration: practising, and what a scheme asks."""

from labelling.reviews.calibration.actions.practising import (
    Given,
    begin_round,
    begins_on,
    case_in,
    hand_in_round,
    save_case,
    shows_reference,
)
from labelling.reviews.calibration.actions.rules import decide_rule, propose_rule

__all__ = [
    "Given",
    "begin_round",
    "begins_on",
    "case_in",
    "decide_rule",
    "hand_in_round",
    "propose_rule",
    "save_case",
    "shows_reference",
]
