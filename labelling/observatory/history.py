"""A version with what became of it, as one value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from labelling.observatory.models import EmploymentStep, EmploymentVersion, StepKind


class State(StrEnum):
    """How a version stands."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


_OF_STEP = {
    StepKind.DISCARDED: State.DISCARDED,
    StepKind.PUBLISHED: State.PUBLISHED,
    StepKind.WITHDRAWN: State.WITHDRAWN,
}
_ORDER = tuple(_OF_STEP)


@dataclass(frozen=True, slots=True)
class Kept:
    """A version and its steps, the earliest first."""

    version: EmploymentVersion
    steps: tuple[EmploymentStep, ...] = ()

    @property
    def state(self) -> State:
        """Return how the version stands."""
        return _OF_STEP[self.steps[-1].kind] if self.steps else State.DRAFT

    @property
    def published_at(self) -> datetime | None:
        """Return when it came out, None if it never did."""
        step = self.step(StepKind.PUBLISHED)
        return step.at if step is not None else None

    def step(self, kind: StepKind) -> EmploymentStep | None:
        """Return a step, None where it was not taken."""
        return next((step for step in self.steps if step.kind is kind), None)


def in_order(steps: Sequence[EmploymentStep]) -> tuple[EmploymentStep, ...]:
    """Return steps as they follow on each other, also where two bear one instant."""
    return tuple(sorted(steps, key=lambda step: _ORDER.index(step.kind)))


def standing(kept: Sequence[Kept]) -> list[Kept]:
    """Return of each year the newest version that is published, the latest year first."""
    newest: dict[int, Kept] = {}
    for one in kept:
        if one.state is not State.PUBLISHED:
            continue
        before = newest.get(one.version.year)
        if before is None or one.version.number > before.version.number:
            newest[one.version.year] = one
    return sorted(newest.values(), key=lambda one: -one.version.year)
