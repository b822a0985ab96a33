"""The ledger of involvements: what binds people to organisations."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import audit
from labelling.core.access import Actor
from labelling.people.models import Involvement, InvolvementKind


def record_involvement(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    organisation_id: UUID,
    kind: InvolvementKind,
    source: str,
    now: datetime,
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> Involvement:
    """Add a line to the ledger, as part of an act that its room has permitted.

    ``source`` says where it is known from ("seat", "declaration", …).
    """
    line = Involvement(
        person_id=person_id,
        organisation_id=organisation_id,
        kind=kind,
        since=since,
        until=until,
        source=source,
        note=note,
        recorded_at=now,
        recorded_by=actor.person_id,
    )
    session.add(line)
    session.flush()
    audit.record(session, actor, "involvement.recorded", line, now, kind=kind.value, source=source)
    return line
