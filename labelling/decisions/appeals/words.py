"""The lists of an appeal and what they are called: grounds, obstacles, outcomes, what follows."""

from collections.abc import Mapping
from enum import StrEnum

from labelling.core.i18n import Text, lazy


class About(StrEnum):
    """What an appeal is against."""

    DECISION = "decision"
    ELIGIBILITY = "eligibility"
    SUSPENSION = "suspension"
    ENDING = "ending"


class Ground(StrEnum):
    """Why the organisation thinks that the decision is wrong."""

    PROCEDURE = "procedure"
    FACTS = "facts"
    CONFLICT = "conflict"
    RUBRIC = "rubric"
    ELIGIBILITY = "eligibility"
    PROPORTION = "proportion"
    OTHER = "other"


class Outcome(StrEnum):
    """What the panel decides."""

    UPHELD = "upheld"
    IN_PART = "in_part"
    DISMISSED = "dismissed"


class Follow(StrEnum):
    """What follows from the outcome."""

    REOPEN = "reopen"
    CHANGE = "change"
    NOTHING = "nothing"


ABOUT_NAMES: Mapping[About, Text] = {
    About.DECISION: lazy("Decision on an application"),
    About.ELIGIBILITY: lazy("Refused for eligibility"),
    About.SUSPENSION: lazy("Suspension of the label"),
    About.ENDING: lazy("Revocation or withdrawal of the label"),
}

GROUND_NAMES: Mapping[Ground, Text] = {
    Ground.PROCEDURE: lazy("The procedure was not kept."),
    Ground.FACTS: lazy("Facts or evidence that we handed in were overlooked."),
    Ground.CONFLICT: lazy("Somebody with a conflict of interest took part."),
    Ground.RUBRIC: lazy("The rubric was wrongly applied."),
    Ground.ELIGIBILITY: lazy("A rule of eligibility was wrongly applied."),
    Ground.PROPORTION: lazy("The step against our label is out of proportion."),
    Ground.OTHER: lazy("Another ground, explained below."),
}

OUTCOME_NAMES: Mapping[Outcome, Text] = {
    Outcome.UPHELD: lazy("Upheld"),
    Outcome.IN_PART: lazy("Upheld in part"),
    Outcome.DISMISSED: lazy("Dismissed"),
}

FOLLOW_NAMES: Mapping[Follow, Text] = {
    Follow.REOPEN: lazy("The case is opened again and decided by other people."),
    Follow.CHANGE: lazy("The office prepares to lift the suspension."),
    Follow.NOTHING: lazy("Nothing changes."),
}

# A revocation is for good (what was said of a label on a day stays said), so nothing turns it back;
# an upheld appeal against it stands on record, and so does its reason.
POSSIBLE: Mapping[About, tuple[Follow, ...]] = {
    About.DECISION: (Follow.REOPEN, Follow.NOTHING),
    About.ELIGIBILITY: (Follow.REOPEN, Follow.NOTHING),
    About.SUSPENSION: (Follow.CHANGE, Follow.NOTHING),
    About.ENDING: (Follow.NOTHING,),
}


def may_follow(about: About, outcome: Outcome, follow: Follow) -> bool:
    """Say whether an outcome can lead to this: nothing does from a dismissal.

    What is upheld changes something wherever something can be changed.
    """
    if outcome is Outcome.DISMISSED:
        return follow is Follow.NOTHING
    if outcome is Outcome.UPHELD and len(POSSIBLE[about]) > 1:
        return follow in POSSIBLE[about] and follow is not Follow.NOTHING
    return follow in POSSIBLE[about]
