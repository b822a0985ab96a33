"""What an application is for: a first label, a renewal, a higher level.

Which of them follows from the label that the organisation holds; the room that knows labels says.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions import Edition
from labelling.core.i18n import Text, lazy


class ApplicationKind(StrEnum):
    """What an application is for."""

    NEW = "new"
    RENEWAL = "renewal"
    UPGRADE = "upgrade"


KIND_NAMES: Mapping[ApplicationKind, Text] = {
    ApplicationKind.NEW: lazy("New"),
    ApplicationKind.RENEWAL: lazy("Renewal"),
    ApplicationKind.UPGRADE: lazy("Higher level"),
}

Judge = Callable[[Session, UUID, Edition, str, date], ApplicationKind]

_judges: list[Judge] = []


def judges_kinds(function: Judge) -> Judge:
    """Register what says which kind an application is, and refuses one that comes too early."""
    _judges.append(function)
    return function


def kind_of(
    session: Session, organisation_id: UUID, edition: Edition, level_id: str, day: date
) -> ApplicationKind:
    """Return what an application started on a day is for; new where no room knows better.

    Raises NotNow where a room says that it cannot be started on that day.
    """
    found = (judge(session, organisation_id, edition, level_id, day) for judge in _judges)
    return next((kind for kind in found if kind is not ApplicationKind.NEW), ApplicationKind.NEW)
