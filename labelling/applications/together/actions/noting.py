"""Noting who is writing on a part just now, for those who write there too."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.schemes import edition_of, refuse_unknown_part
from labelling.applications.together.models import Presence
from labelling.applications.together.queries import presence_of, writing_now
from labelling.core import access
from labelling.core.access import Actor
from labelling.core.errors import NotSignedIn
from labelling.core.permissions import Permission


def note_presence(
    session: Session, *, actor: Actor, application_id: UUID, part_id: str, now: datetime
) -> list[UUID]:
    """Note that the actor is writing on a part; return who else is. Nobody is kept from writing."""
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    refuse_unknown_part(edition_of(application), part_id)
    if actor.person_id is None:
        raise NotSignedIn
    found = presence_of(session, application_id, part_id, actor.person_id)
    if found is None:
        found = Presence(
            application_id=application_id, part_id=part_id, person_id=actor.person_id, seen_at=now
        )
        session.add(found)
    found.seen_at = now
    return writing_now(session, application_id, part_id, now, actor.person_id)
