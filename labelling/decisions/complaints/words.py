"""What concerns, states and outcomes of complaints are called."""

from collections.abc import Mapping

from labelling.core.i18n import Text, lazy
from labelling.decisions.complaints.models import ComplaintOutcome, ComplaintState, Concern

CONCERN_NAMES: Mapping[Concern, Text] = {
    Concern.OFFICE: lazy("The office of the label"),
    Concern.ASSESSOR: lazy("The conduct of an assessor"),
    Concern.HOLDER: lazy("A holder of the label"),
    Concern.LABEL: lazy("The label itself: its rules, criteria, procedure"),
}

STATE_NAMES: Mapping[ComplaintState, Text] = {
    ComplaintState.RECEIVED: lazy("Received"),
    ComplaintState.TAKEN_ON: lazy("Somebody without a part in it looks at it"),
    ComplaintState.ADMITTED: lazy("Being looked into"),
    ComplaintState.INADMISSIBLE: lazy("We cannot deal with it"),
    ComplaintState.ANSWERED: lazy("Answered"),
}

OUTCOME_NAMES: Mapping[ComplaintOutcome, Text] = {
    ComplaintOutcome.UPHELD: lazy("Well founded"),
    ComplaintOutcome.IN_PART: lazy("Well founded in part"),
    ComplaintOutcome.NOT_UPHELD: lazy("Not well founded"),
}
