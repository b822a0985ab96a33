"""Officers say when they are away and who gets their mail meanwhile."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit, mail
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.people.queries import get_person, people_with_role
from labelling.reviews.inviting import queries
from labelling.reviews.inviting.models import OfficerAbsence
from labelling.reviews.inviting.subjects import OwnDesk


def name_deputy(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    deputy_id: UUID,
    since: date,
    until: date,
    now: datetime,
) -> OfficerAbsence:
    """Say when one is away, both days included, and which other officer stands in.

    Raises Invalid for days past or out of order, two absences at once, or no officer.
    """
    access.require(actor, Permission.DEPUTY_KEEP, OwnDesk(person_id))
    if until < since:
        raise Invalid(lazy("It cannot end before it begins."), field="until")
    if until < today(now):
        raise Invalid(lazy("Choose a day that is not past."), field="until")
    deputies = {one.id for one in people_with_role(session, Role.OFFICER)} - {person_id}
    if deputy_id not in deputies:
        raise Invalid(lazy("Choose another officer."), field="deputy")
    for other in queries.absences_of(session, person_id):
        if other.since <= until and since <= other.until:
            raise Invalid(lazy("You have said of some of these days already."), field="since")
    row = OfficerAbsence(
        person_id=person_id, deputy_id=deputy_id, since=since, until=until, recorded_at=now
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "deputy.set", row, now, deputy=str(deputy_id))
    mail.send(
        session,
        get_person(session, deputy_id),
        "deputy_named",
        now,
        about=row,
        officer=actor.name,
        since=since.isoformat(),
        until=until.isoformat(),
    )
    return row


def take_absence_back(session: Session, *, actor: Actor, absence_id: UUID, now: datetime) -> None:
    """Take an absence back: mail comes to oneself again."""
    row = queries.get_absence(session, absence_id)
    access.require(actor, Permission.DEPUTY_KEEP, OwnDesk(row.person_id))
    audit.record(session, actor, "deputy.taken_back", row, now)
    session.delete(row)
