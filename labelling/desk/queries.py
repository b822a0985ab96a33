"""What a first page shows besides tasks: whose turn it is elsewhere, and what stands still."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, not_, select
from sqlalchemy.orm import Session

from labelling.applications.life import ENDED
from labelling.applications.models import Application
from labelling.applications.queries import due_on
from labelling.applications.ties import without_tie
from labelling.applications.turns import DUE, Party
from labelling.core.access import Actor, visible
from labelling.core.clock import today
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation

STANDS_STILL_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Running:
    """An application that has not ended, and who acts next on it by when."""

    id: UUID
    reference: str
    organisation: str
    party: Party
    due: date | None
    since: date

    def stands_still(self, day: date) -> bool:
        """Say whether its date passed, or nothing happened without a date, over a week ago."""
        return day - (self.due or self.since) > STANDS_STILL_AFTER


def running_applications(session: Session, actor: Actor) -> list[Running]:
    """Return the running applications that the actor may know of, oldest first."""
    return _running(session, visible(actor, Permission.APPLICATION_VIEW))


def standing_still(session: Session, actor: Actor, now: datetime) -> list[Running]:
    """Return what others should have moved on a week ago and did not, the longest first.

    What waits for the office is among the officers' tasks, but for those whom a tie keeps out:
    were all of them kept out, nobody would see that it waits.
    """
    day = today(now)
    seen = visible(actor, Permission.OFFICE_VIEW)
    others = [one for one in _running(session, seen) if one.party is not Party.OFFICE]
    kept_out = [
        one
        for one in _running(session, and_(seen, not_(without_tie(actor))))
        if one.party is Party.OFFICE
    ]
    found = [one for one in (*others, *kept_out) if one.stands_still(day)]
    return sorted(found, key=lambda one: (one.due or one.since, one.reference))


def _running(session: Session, condition: ColumnElement[bool]) -> list[Running]:
    step = case({state: turn.step for state, turn in DUE.items()}, value=Application.state)
    rows = session.execute(
        select(Application, Organisation.name, due_on(step))
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(condition, Application.state.not_in(ENDED))
        .order_by(Application.created_at, Application.reference)
    )
    return [
        Running(
            id=application.id,
            reference=application.reference,
            organisation=name,
            party=DUE[application.state].party,
            due=due,
            since=today(application.state_since),
        )
        for application, name, due in rows
    ]
