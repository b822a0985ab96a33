"""What is counted in the yearly statistics, and what it is called."""

from collections.abc import Mapping

from labelling.core.i18n import Text, lazy

AWARDED, WITH_CONDITIONS, LOWER_LEVEL = "awarded", "with_conditions", "lower_level"
NOT_AWARDED, INELIGIBLE, WITHDRAWN = "not_awarded", "ineligible", "withdrawn"

GROUPS: Mapping[str, tuple[str, ...]] = {
    "granted": (AWARDED, WITH_CONDITIONS, LOWER_LEVEL),
    "not_granted": (NOT_AWARDED, INELIGIBLE),
    "withdrawn": (WITHDRAWN,),
}
OUTCOMES = tuple(outcome for outcomes in GROUPS.values() for outcome in outcomes)
WHOLE = "all"
OTHER = "other"
STEPS = ("eligibility", "team", "scoring", "agreement", "report", "decision", WHOLE)
APPEAL_OUTCOMES = ("upheld", "in_part", "dismissed", "inadmissible", "withdrawn")
COMPLAINT_OUTCOMES = ("upheld", "in_part", "not_upheld", "inadmissible")
CONCERNS = ("office", "assessor", "holder", "label")
LABEL_EVENTS = ("granted", "suspended", "lifted", "revoked", "withdrawn")

GROUP_NAMES: Mapping[str, Text] = {
    "granted": lazy("Label granted"),
    "not_granted": lazy("Not granted"),
    "withdrawn": lazy("Withdrawn by the organisation"),
}
OUTCOME_NAMES: Mapping[str, Text] = {
    AWARDED: lazy("Awarded as applied for"),
    WITH_CONDITIONS: lazy("Awarded with conditions"),
    LOWER_LEVEL: lazy("Awarded at a lower level"),
    NOT_AWARDED: lazy("Not awarded"),
    INELIGIBLE: lazy("Not eligible"),
    WITHDRAWN: lazy("Withdrawn by the organisation"),
}
STEP_NAMES: Mapping[str, Text] = {
    "eligibility": lazy("Eligibility check"),
    "team": lazy("Finding the assessment team"),
    "scoring": lazy("Individual scores"),
    "agreement": lazy("Comparison, visit, agreement"),
    "report": lazy("Feedback report and observations"),
    "decision": lazy("Decision"),
    WHOLE: lazy("From submission to the end"),
}
APPEAL_NAMES: Mapping[str, Text] = {
    "upheld": lazy("Upheld"),
    "in_part": lazy("Upheld in part"),
    "dismissed": lazy("Dismissed"),
    "inadmissible": lazy("Not admissible"),
    "withdrawn": lazy("Withdrawn by the organisation"),
}
COMPLAINT_NAMES: Mapping[str, Text] = {
    "upheld": lazy("Well founded"),
    "in_part": lazy("Well founded in part"),
    "not_upheld": lazy("Not well founded"),
    "inadmissible": lazy("Not admissible"),
}
CONCERN_NAMES: Mapping[str, Text] = {
    "office": lazy("The office of the label"),
    "assessor": lazy("The conduct of an assessor"),
    "holder": lazy("A holder of the label"),
    "label": lazy("The label itself: its rules, criteria, procedure"),
}
LABEL_NAMES: Mapping[str, Text] = {
    "granted": lazy("Terms granted"),
    "suspended": lazy("Suspended"),
    "lifted": lazy("Suspensions lifted"),
    "revoked": lazy("Revoked"),
    "withdrawn": lazy("Given up by the holder"),
}
