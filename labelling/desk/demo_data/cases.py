"""One application on stage: whose, in which call, at which level, who works on it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.applications.models import Application, Call
from labelling.core.access import Actor, Role
from labelling.core.errors import NotFound
from labelling.desk.demo_data.cast import acting
from labelling.desk.demo_data.organisations import Office
from labelling.organisations.models import Organisation
from labelling.organisations.queries import find_organisation


@dataclass(frozen=True, slots=True)
class Case:
    """An application with its people, told apart by organisation and call.

    ``claims`` is the band that the organisation usually chooses, ``worth`` what assessors usually
    find, both in percent. The first of the team leads.
    """

    office: Office
    in_open_call: bool
    level_id: str
    team: tuple[str, ...] = ()
    officer: str = "olga"
    decider: str = "henrik"
    claims: int = 60
    worth: int = 65

    def organisation(self, session: Session) -> Organisation:
        """Return the organisation; raise NotFound before it was founded."""
        return organisation_of(session, self.office)

    def application(self, session: Session) -> Application:
        """Return the application; raise NotFound before it was started."""
        found = session.scalars(
            select(Application)
            .where(
                Application.organisation_id == self.organisation(session).id,
                Application.call_id == self.call_id(session),
            )
            .order_by(Application.created_at.desc())
            .limit(1)
        ).one_or_none()
        if found is None:
            raise NotFound
        return found

    def call_id(self, session: Session) -> UUID:
        """Return the call: the first that was opened, or the second."""
        calls = session.scalars(select(Call.id).order_by(Call.opens_on)).all()
        return calls[1 if self.in_open_call else 0]

    def owner(self, session: Session, now: datetime) -> Actor:
        """Return the founder acting as manager."""
        return acting(session, self.office.founder.key, Role.MANAGER, now)

    def writer(self, session: Session, now: datetime) -> Actor:
        """Return the one who writes the answers, acting as manager."""
        return acting(session, self.office.writer.key, Role.MANAGER, now)

    def in_charge(self, session: Session, now: datetime) -> Actor:
        """Return the officer who looks after the case."""
        return acting(session, self.officer, Role.OFFICER, now)

    def assessors(self, session: Session, now: datetime) -> list[Actor]:
        """Return the team acting as assessors, the lead first."""
        return [acting(session, key, Role.ASSESSOR, now) for key in self.team]


def organisation_of(session: Session, office: Office) -> Organisation:
    """Return the organisation of an office; raise NotFound before it was founded."""
    found = find_organisation(session, office.profile.name, office.profile.country)
    if found is None:
        raise NotFound
    return found
