"""The life of an application as a table: which state follows which. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from labelling.core.i18n import Text, lazy


class State(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    ASSIGNED = "assigned"
    SCORING = "scoring"
    COMPARISON = "comparison"
    VISIT = "visit"
    AGREED = "agreed"
    FEEDBACK_DRAFT = "feedback_draft"
    OBSERVATIONS = "observations"
    OBSERVED = "observed"
    RECOMMENDED = "recommended"
    OFFERED = "offered"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.RETURNED, State.ELIGIBLE, State.INELIGIBLE, State.WITHDRAWN}),
    State.RETURNED: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.ELIGIBLE: frozenset({State.ASSIGNED, State.WITHDRAWN}),
    State.INELIGIBLE: frozenset(),
    State.ASSIGNED: frozenset({State.SCORING, State.ELIGIBLE, State.WITHDRAWN}),
    State.SCORING: frozenset(
        {State.COMPARISON, State.VISIT, State.AGREED, State.ELIGIBLE, State.WITHDRAWN}
    ),
    State.COMPARISON: frozenset({State.VISIT, State.AGREED, State.WITHDRAWN}),
    State.VISIT: frozenset({State.AGREED, State.WITHDRAWN}),
    State.AGREED: frozenset({State.FEEDBACK_DRAFT, State.WITHDRAWN}),
    State.FEEDBACK_DRAFT: frozenset({State.OBSERVATIONS, State.WITHDRAWN}),
    State.OBSERVATIONS: frozenset({State.OBSERVED, State.WITHDRAWN}),
    State.OBSERVED: frozenset({State.RECOMMENDED, State.WITHDRAWN}),
    State.RECOMMENDED: frozenset({State.OFFERED, State.DECIDED, State.WITHDRAWN}),
    State.OFFERED: frozenset({State.DECIDED}),
    State.DECIDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

# What an upheld appeal alone may do: the step that was appealed against is taken again.
REOPENED: Mapping[State, State] = {
    State.DECIDED: State.RECOMMENDED,
    State.INELIGIBLE: State.SUBMITTED,
}

OPEN_FOR_WRITING = frozenset({State.DRAFT, State.RETURNED})
ENDED = frozenset({State.INELIGIBLE, State.DECIDED, State.WITHDRAWN})

STATE_NAMES: Mapping[State, Text] = {
    State.DRAFT: lazy("Draft"),
    State.SUBMITTED: lazy("Submitted"),
    State.RETURNED: lazy("Returned with questions"),
    State.ELIGIBLE: lazy("Eligible"),
    State.INELIGIBLE: lazy("Not eligible"),
    State.ASSIGNED: lazy("Assessment team invited"),
    State.SCORING: lazy("Assessors score alone"),
    State.COMPARISON: lazy("Assessors compare"),
    State.VISIT: lazy("Visit"),
    State.AGREED: lazy("Scores agreed"),
    State.FEEDBACK_DRAFT: lazy("Feedback report being written"),
    State.OBSERVATIONS: lazy("Organisation comments on the report"),
    State.OBSERVED: lazy("Report being made final"),
    State.RECOMMENDED: lazy("Recommended"),
    State.OFFERED: lazy("A lower level is offered"),
    State.DECIDED: lazy("Decided"),
    State.WITHDRAWN: lazy("Withdrawn"),
}


def can_follow(now: State, then: State) -> bool:
    """Say whether the table lets one state follow the other."""
    return then in NEXT[now]
