"""Everything that people do with decisions and labels: every write of this room."""

from labelling.decisions.actions.changing import decide_change, prepare_change, send_change_back
from labelling.decisions.actions.deciding import take_decision
from labelling.decisions.actions.preparing import prepare_decision, send_decision_back

__all__ = [
    "decide_change",
    "prepare_change",
    "prepare_decision",
    "send_change_back",
    "send_decision_back",
    "take_decision",
]
