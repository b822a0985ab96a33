"""Who is written to about an assessment: the team, its lead, a seat's holder, the office.

Before all have handed in, nobody is written anything that tells of another's progress.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.recipients import tell
from labelling.people.queries import get_person
from labelling.reviews import queries
from labelling.reviews.models import PanelSeat


def tell_team(
    session: Session, application: Application, template: str, now: datetime, **context: str
) -> None:
    """Write to all of the team who have handed in, at the same moment."""
    case = queries.assessment(session, application)
    people = [get_person(session, person_id) for person_id in sorted(case.team)]
    tell(session, people, application, template, now, **context)


def tell_lead(
    session: Session, application: Application, template: str, now: datetime, **context: str
) -> None:
    """Write to the lead of the team, or to the office where there is none."""
    lead = queries.lead_of(session, application.id)
    contacts = queries.office_contacts
    people = [lead] if lead is not None else contacts(session, application.id, now)
    tell(session, people, application, template, now, **context)


def tell_office(
    session: Session, application: Application, template: str, now: datetime, **context: str
) -> None:
    """Write to the officers who built the team, or who stand in for them."""
    people = queries.office_contacts(session, application.id, now)
    tell(session, people, application, template, now, **context)


def tell_holder(
    session: Session,
    seat: PanelSeat,
    application: Application,
    template: str,
    now: datetime,
    **context: str,
) -> None:
    """Write to the assessor who holds a seat."""
    holder = get_person(session, seat.person_id)
    tell(
        session,
        [holder],
        application,
        template,
        now,
        seat=str(seat.id),
        level=application.level_id,
        **context,
    )
