"""How far a sitting has come, as its instants say; what fits which stage. Pure."""

from enum import StrEnum

from labelling.core.errors import NotNow
from labelling.core.i18n import Text, lazy
from labelling.decisions.committee.models import Sitting, SittingKind


class Stage(StrEnum):
    """How far a sitting has come."""

    PLANNED = "planned"
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STAGE_NAMES: dict[Stage, Text] = {
    Stage.PLANNED: lazy("Being planned"),
    Stage.CALLED: lazy("Called"),
    Stage.OPEN: lazy("Open"),
    Stage.CLOSED: lazy("Minutes approved"),
    Stage.CANCELLED: lazy("Called off"),
}
KIND_NAMES: dict[SittingKind, Text] = {
    SittingKind.MEETING: lazy("Meeting"),
    SittingKind.IN_WRITING: lazy("In writing"),
}
RUNNING = frozenset({Stage.PLANNED, Stage.CALLED, Stage.OPEN})
_WRONG: dict[Stage, Text] = {
    Stage.PLANNED: lazy("The members have not been invited to this sitting yet."),
    Stage.CALLED: lazy("The chair has not opened this sitting yet."),
    Stage.OPEN: lazy("This sitting is open already."),
    Stage.CLOSED: lazy("The minutes of this sitting are approved, so nothing changes any more."),
    Stage.CANCELLED: lazy("This sitting was called off."),
}


def stage_of(sitting: Sitting) -> Stage:
    """Return how far a sitting has come. In writing it is open from the invitation on."""
    if sitting.cancelled_at is not None:
        return Stage.CANCELLED
    if sitting.closed_at is not None:
        return Stage.CLOSED
    if sitting.opened_at is not None:
        return Stage.OPEN
    return Stage.CALLED if sitting.called_at is not None else Stage.PLANNED


def refuse_unless(sitting: Sitting, *stages: Stage) -> None:
    """Raise NotNow where a sitting is at another stage than these."""
    stage = stage_of(sitting)
    if stage not in stages:
        raise NotNow(_WRONG[stage])
