"""The reserve list of a team: who is asked next when a place becomes free."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.queries import get_application
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.actions.panels import BUILDING
from labelling.reviews.inviting.models import PanelReserve
from labelling.reviews.inviting.queries import reserves
from labelling.reviews.models import ConflictGrade


def set_reserves(
    session: Session,
    *,
    actor: Actor,
    application_id: UUID,
    person_ids: Sequence[UUID],
    now: datetime,
) -> list[PanelReserve]:
    """Name who is asked next, in order; it replaces those who were not asked yet.

    Nobody is told. Raises NotNow where no team is built, Invalid for somebody twice, on the
    team, asked already, without a profile, or barred, and for oneself.
    """
    application = get_application(session, application_id)
    access.require(actor, Permission.PANEL_BUILD, application, now=now)
    if application.state not in BUILDING or queries.assessment(session, application).opened:
        raise NotNow(lazy("No assessors are invited at this step."))
    if len(set(person_ids)) < len(person_ids):
        raise Invalid(lazy("Name each person once."), field="first")
    organisation = get_organisation(session, application.organisation_id)
    known = {one.person.id: one for one in queries.candidates(session, organisation, today(now))}
    listed = reserves(session, application_id)
    asked = {seat.person_id for seat in queries.all_seats(session, application_id)}
    for person_id in person_ids:
        found = known.get(person_id)
        if person_id == actor.person_id:
            raise Invalid(lazy("You cannot name yourself. Another officer does."), field="first")
        if found is None or found.profile is None or person_id in asked:
            raise Invalid(lazy("Choose somebody who was not asked yet."), field="first")
        if found.grade is ConflictGrade.BARRED:
            raise Invalid(
                lazy("%(name)s is barred and cannot be asked."),
                field="first",
                name=found.person.name,
            )
    for row in listed:
        if row.passed_at is None or row.person_id in person_ids:
            session.delete(row)
    session.flush()
    rows = [
        PanelReserve(
            application_id=application_id,
            person_id=person_id,
            position=number,
            added_at=now,
            added_by=actor.person_id,
        )
        for number, person_id in enumerate(person_ids, start=1)
    ]
    session.add_all(rows)
    session.flush()
    audit.record(session, actor, "reserve.set", application, now, number=len(rows))
    return rows
