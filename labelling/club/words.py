"""What states, grades and kinds are called."""

from collections.abc import Mapping

from benchmarking.indicators.model import Effect
from labelling.club.models import MadeOf, Openness, ProposalResult, RoundState, Scope, Source
from labelling.core.i18n import Text, lazy

STATE_NAMES: Mapping[RoundState, Text] = {
    RoundState.ANNOUNCED: lazy("Announced"),
    RoundState.OPEN: lazy("Open for figures"),
    RoundState.CHECKING: lazy("Being checked"),
    RoundState.FROZEN: lazy("Frozen"),
    RoundState.DRAFT: lazy("Draft results"),
    RoundState.MEETING: lazy("Meeting"),
    RoundState.FINAL: lazy("Final"),
}
GRADE_NAMES: Mapping[str, Text] = {
    "A": lazy("A: from records"),
    "B": lazy("B: from records, in parts"),
    "C": lazy("C: extrapolated"),
    "D": lazy("D: estimate, not counted"),
}
OPENNESS_NAMES: Mapping[Openness, Text] = {
    Openness.HIDDEN: lazy("Only the office knows"),
    Openness.CLUB: lazy("Other members may know"),
    Openness.PUBLIC: lazy("Everybody may know"),
}
MADE_OF_NAMES: Mapping[MadeOf, Text] = {
    MadeOf.ORGANISATION: lazy("Organisations that are here"),
    MadeOf.FIRM: lazy("Firms and offices by name, with a contact"),
}
RESULT_NAMES: Mapping[ProposalResult, Text] = {
    ProposalResult.ADOPTED: lazy("Adopted"),
    ProposalResult.REJECTED: lazy("Not adopted"),
    ProposalResult.WITHDRAWN: lazy("Withdrawn"),
}
SCOPE_NAMES: Mapping[Scope, Text] = {
    Scope.READ: lazy("Read our figures"),
    Scope.WRITE: lazy("Read and write our figures"),
}
SOURCE_NAMES: Mapping[Source, Text] = {
    Source.TYPED: lazy("typed"),
    Source.SHEET: lazy("from a spreadsheet"),
    Source.API: lazy("by a program"),
    Source.FACTS: lazy("from the fact sheet"),
    Source.SURVEY: lazy("from a survey"),
    Source.OFFICE: lazy("taken over by the office"),
}
KIND_NAMES: Mapping[str, Text] = {
    "stock": lazy("on the last day"),
    "flow": lazy("sum of the half-year"),
    "distinct": lazy("different ones in the half-year"),
    "year": lazy("sum of the calendar year"),
    "share": lazy("share"),
    "ratio": lazy("ratio"),
    "scale": lazy("mean of a scale"),
}
DIRECTION_NAMES: Mapping[str, Text] = {
    "up": lazy("more is better"),
    "down": lazy("less is better"),
    "neutral": lazy("no direction"),
}
EFFECT_NAMES: Mapping[Effect, Text] = {
    "wording": lazy("The words only; figures stay as they are"),
    "restated": lazy("Figures of earlier rounds are put right backwards"),
    "break": lazy("Figures are not compared with those before"),
}
