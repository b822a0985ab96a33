"""Who gets the mail about an application."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labelling.applications.models import Application, Step
from labelling.applications.ties import tied_people
from labelling.core import mail
from labelling.organisations import queries as organisations
from labelling.organisations.editions import scheme_of
from labelling.people import queries as people
from labelling.people.models import Person

People = Callable[[Session, Application], list[Person]]

_acting: dict[Step, People] = {}


def owners(session: Session, application: Application) -> list[Person]:
    """Return the owners of the organisation that applies."""
    return organisations.owners(session, application.organisation_id)


def officers(session: Session, application: Application) -> list[Person]:
    """Return the officers of the scheme that is applied for, but nobody of the applicant.

    Whoever a tie keeps out is told only where nobody else is left who could see to it.
    """
    seated = organisations.standing_seats(session, application.organisation_id)
    own = {person.id for _, person in seated}
    office = people.officers(session, scheme_of(application.edition_id) or "")
    others = [one for one in office if one.id not in own]
    tied = tied_people(session, application)
    return [one for one in others if one.id not in tied] or others


def acts_at(step: Step, people_: People) -> None:
    """Register who acts at a step, and is told when its date changes."""
    _acting[step] = people_


def acting_at(session: Session, application: Application, step: Step) -> list[Person]:
    """Return who acts at a step of an application, as far as a room has said so."""
    found = _acting.get(step)
    return found(session, application) if found is not None else []


def tell_owners(
    session: Session,
    application: Application,
    template: str,
    now: datetime,
    **context: Any,
) -> None:
    """Queue a mail to each owner of the organisation that applies."""
    tell(session, owners(session, application), application, template, now, **context)


def tell_officers(
    session: Session,
    application: Application,
    template: str,
    now: datetime,
    **context: Any,
) -> None:
    """Queue a mail to each officer of the scheme who has no seat with the applicant."""
    tell(session, officers(session, application), application, template, now, **context)


def tell(
    session: Session,
    people_: list[Person],
    application: Application,
    template: str,
    now: datetime,
    **context: Any,
) -> None:
    """Queue a mail about an application to each of these people; the context is primitives."""
    organisation = organisations.get_organisation(session, application.organisation_id)
    for person in people_:
        mail.send(
            session,
            person,
            template,
            now,
            about=application,
            reference=application.reference,
            application=str(application.id),
            organisation=organisation.name,
            **context,
        )


acts_at(Step.SUBMIT, owners)
acts_at(Step.OBSERVATIONS, owners)
acts_at(Step.CONSENT, owners)
