"""Editions that wait for a second officer."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.building import queries
from labelling.core.access import Actor, Role, may
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield each proposed edition that this officer can publish."""
    if actor.role is not Role.OFFICER:
        return
    for draft in queries.waiting(session):
        subject = queries.proposed(session, draft, actor.person_id, now)
        if may(actor, Permission.EDITION_PUBLISH, subject):
            yield Task(
                title=gettext("Publish an edition, or send it back"),
                about=gettext("Draft %(id)s", id=draft.edition_id),
                button=gettext("Read the edition"),
                address=f"/office/schemes/{draft.id}/answer",
            )
