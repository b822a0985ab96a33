"""How far things are, as pages show it: parts beside the page, steps of the process."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.editions.model import Criterion, Level
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, ApplicationEvent, Deadline, Step
from labelling.applications.queries.drafts import Draft
from labelling.applications.standing import PartState
from labelling.applications.turns import Stage, stages
from labelling.core.clock import civil_day, scheme_zone
from labelling.core.i18n import format_day, gettext


@dataclass(frozen=True, slots=True)
class PartProgress:
    """A part in a list: its state, and in words who works on it."""

    id: str
    title: str
    state: PartState
    state_word: str


@dataclass(frozen=True, slots=True)
class CriterionProgress:
    """A criterion with its parts that are asked."""

    criterion: Criterion
    parts: tuple[PartProgress, ...]

    @property
    def done(self) -> int:
        """Return how many of its parts are done."""
        return sum(part.state is PartState.DONE for part in self.parts)


def criteria_progress(draft: Draft, reader: UUID | None) -> tuple[CriterionProgress, ...]:
    """Return how far each criterion is, of the parts that the level asks for."""
    return tuple(
        CriterionProgress(
            criterion,
            tuple(
                PartProgress(
                    part.id,
                    part.title,
                    draft.states[part.id],
                    _state_word(draft, part.id, reader),
                )
                for part in criterion.parts
                if part.id in draft.states
            ),
        )
        for criterion in draft.edition.criteria
        if any(part.id in draft.states for part in criterion.parts)
    )


def _state_word(draft: Draft, part_id: str, reader: UUID | None) -> str:
    match draft.states[part_id]:
        case PartState.DONE:
            return gettext("Checked") if part_id in draft.checked else gettext("Done")
        case PartState.OPEN:
            return _open_word(draft, part_id, reader)
    answer = draft.answers.get(part_id)
    if answer is None:
        return gettext("In work")
    if answer.updated_by == reader:
        return gettext("In work, you")
    return gettext("In work, %(name)s", name=draft.writer(part_id))


def _open_word(draft: Draft, part_id: str, reader: UUID | None) -> str:
    plan = draft.plans.get(part_id)
    if plan is None or plan.assigned_to is None:
        return gettext("Open")
    if plan.assigned_to == reader:
        return gettext("Open, you")
    return gettext("Open, %(name)s", name=draft.assigned(part_id))


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of the process: done, now or later, with its dates in words."""

    name: str
    state: str
    about: str
    step: Step


def steps_of(
    level: Level,
    application: Application,
    events: Sequence[ApplicationEvent],
    deadlines: Sequence[Deadline],
) -> list[StepShown]:
    """Return the steps of this level's process, and which is the present one."""
    due = {deadline.step: deadline.due_on for deadline in deadlines}
    if application.state is State.OFFERED and Step.CONSENT in due:
        due[Step.DECISION] = due[Step.CONSENT]
    ahead = stages(level)
    present = present_stage(ahead, application, events)
    return [
        _shown(stage, place - present, application, events, due.get(stage.step))
        for place, stage in enumerate(ahead)
    ]


def present_stage(
    ahead: Sequence[Stage], application: Application, events: Sequence[ApplicationEvent]
) -> int:
    """Return the place of the step that an application is at, or was at when it ended."""
    reached = [application.state, *(event.to_state for event in reversed(events))]
    for state in reached:
        if state is State.INELIGIBLE:
            return next(i for i, stage in enumerate(ahead) if stage.step is Step.ELIGIBILITY)
        for place, stage in enumerate(ahead):
            if state in stage.states:
                return place
    return 0


def _shown(
    stage: Stage,
    distance: int,
    application: Application,
    events: Sequence[ApplicationEvent],
    due: date | None,
) -> StepShown:
    if distance < 0 or (distance == 0 and application.state is State.DECIDED):
        left = [event.at for event in events if event.from_state in stage.states]
        about = format_day(civil_day(left[-1], scheme_zone())) if left else ""
        return StepShown(str(stage.name), "done", about, stage.step)
    if distance == 0 and application.state not in ENDED:
        about = gettext("by %(day)s", day=format_day(due)) if due is not None else ""
        return StepShown(str(stage.name), "now", about, stage.step)
    return StepShown(str(stage.name), "later", "", stage.step)
