"""Every write to a visit's plan: each action loads, requires, decides, records."""

from labelling.reviews.visiting.actions.days import (
    answer_days,
    ask_days,
    fix_day,
    propose_day,
    withdraw_day,
)
from labelling.reviews.visiting.actions.planning import (
    PlanChanged,
    Written,
    save_plan,
    send_agenda,
)

__all__ = [
    "PlanChanged",
    "Written",
    "answer_days",
    "ask_days",
    "fix_day",
    "propose_day",
    "save_plan",
    "send_agenda",
    "withdraw_day",
]
