"""What other rooms do when the figures or the members of an organisation have changed.

They are told in the unit of work that changed them, after the rows were written.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

Watcher = Callable[[Session, UUID, datetime], None]

_watchers: list[Watcher] = []


def watches_facts(function: Watcher) -> Watcher:
    """Register what is to happen when an organisation's facts have changed."""
    _watchers.append(function)
    return function


def facts_changed(session: Session, organisation_id: UUID, now: datetime) -> None:
    """Tell the watchers that figures or members of an organisation have changed."""
    session.flush()
    for watcher in _watchers:
        watcher(session, organisation_id, now)
