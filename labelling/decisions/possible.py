"""Which changes a label's history allows on a day. Pure.

active ⇄ suspended; active or suspended → revoked or withdrawn, and these are for good
(design.md, life cycles).
"""

from datetime import date

from certificates.standing import ONE_DAY, History, Status, status_on
from labelling.core.i18n import Text, lazy
from labelling.decisions.models import LabelEventKind

_RUNNING = frozenset({Status.ACTIVE, Status.SUSPENDED})
_FINAL = frozenset({Status.REVOKED, Status.WITHDRAWN})
_ENDED = lazy("This label has ended for good, so nothing can be changed any more.")
_EXPIRED = lazy("This label is not running on that day, so there is nothing to change.")


def obstacle(history: History, kind: LabelEventKind, day: date) -> Text | None:
    """Return why a change cannot take effect on a day, or None where it can."""
    status = status_on(history, day).status
    if status in _FINAL:
        return _ENDED
    if status not in _RUNNING:
        return _EXPIRED
    if kind is LabelEventKind.SUSPENDED and status is Status.SUSPENDED:
        return lazy("This label is suspended on that day already.")
    if kind is LabelEventKind.LIFTED and not _stays_suspended(history, day):
        return lazy("This label is not suspended on that day, so there is nothing to lift.")
    return None


def choices(history: History, day: date) -> tuple[LabelEventKind, ...]:
    """Return the changes that can take effect on a day."""
    return tuple(kind for kind in LabelEventKind if obstacle(history, kind, day) is None)


def _stays_suspended(history: History, day: date) -> bool:
    """Say whether the day ends in suspension; on the day of its lifting it still counts."""
    if status_on(history, day).status is not Status.SUSPENDED:
        return False
    after = status_on(history, day + ONE_DAY)
    return after.status is not Status.ACTIVE
