"""Who acts next in each state, which date that has, and which steps a level goes through. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.editions.model import Level
from labelling.applications.life import State
from labelling.applications.models import Step
from labelling.core.i18n import Text, lazy


class Party(StrEnum):
    """One of those who take turns."""

    ORGANISATION = "organisation"
    OFFICE = "office"
    ASSESSORS = "assessors"
    COMMITTEE = "committee"


PARTY_NAMES: Mapping[Party, Text] = {
    Party.ORGANISATION: lazy("The organisation acts next"),
    Party.OFFICE: lazy("The office acts next"),
    Party.ASSESSORS: lazy("The assessment team acts next"),
    Party.COMMITTEE: lazy("The committee acts next"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """Whose turn it is and which step is due."""

    party: Party
    step: Step


DUE: Mapping[State, Due] = {
    State.DRAFT: Due(Party.ORGANISATION, Step.SUBMIT),
    State.RETURNED: Due(Party.ORGANISATION, Step.SUBMIT),
    State.SUBMITTED: Due(Party.OFFICE, Step.ELIGIBILITY),
    State.ELIGIBLE: Due(Party.OFFICE, Step.PANEL),
    State.ASSIGNED: Due(Party.ASSESSORS, Step.CONFLICTS),
    State.SCORING: Due(Party.ASSESSORS, Step.SCORING),
    State.COMPARISON: Due(Party.ASSESSORS, Step.AGREEMENT),
    State.VISIT: Due(Party.ASSESSORS, Step.VISIT),
    State.AGREED: Due(Party.ASSESSORS, Step.FEEDBACK),
    State.FEEDBACK_DRAFT: Due(Party.ASSESSORS, Step.FEEDBACK),
    State.OBSERVATIONS: Due(Party.ORGANISATION, Step.OBSERVATIONS),
    State.OBSERVED: Due(Party.ASSESSORS, Step.RECOMMENDATION),
    State.RECOMMENDED: Due(Party.COMMITTEE, Step.DECISION),
    State.OFFERED: Due(Party.ORGANISATION, Step.CONSENT),
}

DEFAULT_DAYS: Mapping[Step, int] = {
    Step.SUBMIT: 90,
    Step.ELIGIBILITY: 10,
    Step.PANEL: 10,
    Step.CONFLICTS: 7,
    Step.SCORING: 21,
    Step.VISIT: 30,
    Step.AGREEMENT: 14,
    Step.FEEDBACK: 14,
    Step.OBSERVATIONS: 14,
    Step.RECOMMENDATION: 7,
    Step.DECISION: 21,
    Step.CONSENT: 14,
}

STEP_NAMES: Mapping[Step, Text] = {
    Step.SUBMIT: lazy("Self-assessment"),
    Step.ELIGIBILITY: lazy("Eligibility"),
    Step.PANEL: lazy("Assessment team"),
    Step.CONFLICTS: lazy("Independence"),
    Step.SCORING: lazy("Individual scores"),
    Step.VISIT: lazy("Visit"),
    Step.AGREEMENT: lazy("Agreed score"),
    Step.FEEDBACK: lazy("Feedback report"),
    Step.OBSERVATIONS: lazy("Observations"),
    Step.RECOMMENDATION: lazy("Recommendation"),
    Step.DECISION: lazy("Decision"),
    Step.CONSENT: lazy("Answer to the lower level"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the process as people see it, with the states in which it is the present one."""

    step: Step
    name: Text
    states: frozenset[State]


def stages(level: Level) -> tuple[Stage, ...]:
    """Return the steps of the process at a level, in order; what the level lacks is not there."""
    found = [
        _stage(Step.SUBMIT, State.DRAFT, State.RETURNED),
        _stage(Step.ELIGIBILITY, State.SUBMITTED),
        _stage(Step.PANEL, State.ELIGIBLE, State.ASSIGNED),
        _stage(Step.SCORING, State.SCORING),
    ]
    if level.steps is not None and level.steps.comparison:
        found.append(_stage(Step.AGREEMENT, State.COMPARISON))
    if level.steps is not None and level.steps.visit != "none":
        interview = level.steps.visit == "video"
        name = lazy("Interview") if interview else STEP_NAMES[Step.VISIT]
        found.append(Stage(Step.VISIT, name, frozenset({State.VISIT})))
    found += [
        _stage(
            Step.FEEDBACK, State.AGREED, State.FEEDBACK_DRAFT, State.OBSERVATIONS, State.OBSERVED
        ),
        _stage(Step.DECISION, State.RECOMMENDED, State.OFFERED, State.DECIDED),
    ]
    return tuple(found)


def _stage(step: Step, *states: State) -> Stage:
    return Stage(step, STEP_NAMES[step], frozenset(states))
