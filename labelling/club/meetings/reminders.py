"""Mail before an action is due, to who sees to it; each goes out once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.meetings.models import ActionState, ClubAction
from labelling.club.models import Club, Membership
from labelling.club.telling import contacts_of
from labelling.core import mail
from labelling.core.clock import today
from labelling.core.outbox import every_minute
from labelling.organisations.queries import is_active
from labelling.people.models import Person

_SOON = timedelta(days=7)


@every_minute
def remind_of_actions(session: Session, now: datetime) -> None:
    """Queue a reminder a week before an open action is due: to its owner, else the contact."""
    day = today(now)
    rows = session.execute(
        select(ClubAction, Club.name, Membership, Person)
        .join(Club, Club.id == ClubAction.club_id)
        .outerjoin(Membership, Membership.id == ClubAction.membership_id)
        .outerjoin(Person, Person.id == ClubAction.owner_id)
        .where(
            ClubAction.state == ActionState.OPEN,
            ClubAction.due_on >= day,
            ClubAction.due_on <= day + _SOON,
        )
        .order_by(ClubAction.due_on, ClubAction.id)
    ).all()
    for action, club, membership, owner in rows:
        for person in _told(session, membership, owner):
            mail.send(
                session,
                person,
                "club_action_due",
                now,
                about=action,
                key=f"action-due:{action.id}:{action.due_on}:{person.id}",
                club=club,
                action=str(action.id),
                due=action.due_on.isoformat(),
            )


def _told(session: Session, membership: Membership | None, owner: Person | None) -> list[Person]:
    """Return who is reminded: nobody of a member that has left."""
    if membership is not None and membership.left_on is not None:
        return []
    if owner is not None and is_active(owner):
        return [owner]
    if membership is None:
        return []
    return contacts_of(session, [membership]).get(membership.id, [])
