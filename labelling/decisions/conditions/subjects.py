"""A condition as one person stands to the holder, and how it stands on a day. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from labelling.applications.models import Application
from labelling.core.i18n import Text
from labelling.decisions.conditions.models import Condition, ConditionReport


class Stand(StrEnum):
    """How a condition stands on a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    REPORTED = "reported"
    MET = "met"


@dataclass(frozen=True, slots=True)
class ConditionCase:
    """A condition, with what binds ``person_id`` to the holder. ``binds``: it was decided so."""

    condition: Condition
    application: Application
    person_id: UUID | None
    conflict: Text | None
    binds: bool


def stand_of(condition: Condition, last: ConditionReport | None, day: date) -> Stand:
    """Return how a condition stands on a day; what was reported in time is not overdue."""
    if condition.met_at is not None:
        return Stand.MET
    if last is not None and last.answer is None:
        return Stand.REPORTED
    return Stand.OVERDUE if day > condition.due_on else Stand.OPEN
