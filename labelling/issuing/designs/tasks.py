"""Designs that wait for a second officer."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.issuing.designs import queries


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield each proposal that this officer can decide on."""
    if actor.role is not Role.OFFICER:
        return
    for proposal in queries.open_proposals(session):
        if not actor.works_for(proposal.scheme):
            continue
        if queries.proposed(session, proposal, actor.person_id, now).independent:
            version = queries.get_version(session, proposal.design_id)
            yield Task(
                title=gettext("Put a design of certificates into force"),
                about=gettext("version %(version)s", version=version.version),
                button=gettext("Open the design"),
                address=f"/office/designs/versions/{version.id}",
            )
