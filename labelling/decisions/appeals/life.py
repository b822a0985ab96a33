"""The life of an appeal as a table: which state follows which, whose clock runs. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from labelling.core.i18n import Text, lazy
from labelling.decisions.clocks.spans import Clock


class AppealState(StrEnum):
    """Where an appeal stands."""

    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    PROPOSED = "proposed"
    ADMITTED = "admitted"
    SITTING = "sitting"
    DECIDED = "decided"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[AppealState, frozenset[AppealState]] = {
    AppealState.FILED: frozenset({AppealState.ACKNOWLEDGED, AppealState.WITHDRAWN}),
    AppealState.ACKNOWLEDGED: frozenset({AppealState.PROPOSED, AppealState.WITHDRAWN}),
    AppealState.PROPOSED: frozenset(
        {
            AppealState.ADMITTED,
            AppealState.INADMISSIBLE,
            AppealState.ACKNOWLEDGED,
            AppealState.WITHDRAWN,
        }
    ),
    AppealState.ADMITTED: frozenset({AppealState.SITTING, AppealState.WITHDRAWN}),
    AppealState.SITTING: frozenset(
        {AppealState.DECIDED, AppealState.ADMITTED, AppealState.WITHDRAWN}
    ),
    AppealState.DECIDED: frozenset(),
    AppealState.INADMISSIBLE: frozenset(),
    AppealState.WITHDRAWN: frozenset(),
}

ENDED = frozenset(state for state, following in NEXT.items() if not following)

RUNNING_CLOCK: Mapping[AppealState, Clock] = {
    AppealState.FILED: Clock.ACKNOWLEDGE,
    AppealState.ACKNOWLEDGED: Clock.ADMISSIBILITY,
    AppealState.PROPOSED: Clock.ADMISSIBILITY,
    AppealState.ADMITTED: Clock.PANEL,
    AppealState.SITTING: Clock.OUTCOME,
}

STATE_NAMES: Mapping[AppealState, Text] = {
    AppealState.FILED: lazy("Filed"),
    AppealState.ACKNOWLEDGED: lazy("Acknowledged"),
    AppealState.PROPOSED: lazy("Admissibility before its second person"),
    AppealState.ADMITTED: lazy("Admitted"),
    AppealState.SITTING: lazy("Before the panel"),
    AppealState.DECIDED: lazy("Decided"),
    AppealState.INADMISSIBLE: lazy("Not admissible"),
    AppealState.WITHDRAWN: lazy("Withdrawn by the organisation"),
}


def can_follow(now: AppealState, then: AppealState) -> bool:
    """Say whether the table lets one state follow the other."""
    return then in NEXT[now]
