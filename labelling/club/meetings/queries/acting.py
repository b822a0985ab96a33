"""Actions: the club's, a member's own, and how many were completed."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.meetings.models import ActionState, ClubAction
from labelling.club.meetings.queries.meetings import at_meeting
from labelling.club.meetings.subjects import OneAction
from labelling.club.models import Membership
from labelling.core.access import Actor
from labelling.core.clock import end_of_day, scheme_zone
from labelling.core.errors import NotFound

_ORDER = (ClubAction.due_on, ClubAction.made_at, ClubAction.id)


def club_actions_of(session: Session, club_id: UUID) -> list[ClubAction]:
    """Return the actions of a club itself, by their day."""
    query = select(ClubAction).where(
        ClubAction.club_id == club_id, ClubAction.membership_id.is_(None)
    )
    return list(session.scalars(query.order_by(*_ORDER)))


def own_actions_of(session: Session, membership_id: UUID) -> list[ClubAction]:
    """Return a member's own actions, by their day."""
    query = select(ClubAction).where(ClubAction.membership_id == membership_id)
    return list(session.scalars(query.order_by(*_ORDER)))


def actions_of_members(session: Session, club_id: UUID) -> list[ClubAction]:
    """Return the own actions of all members, for the office, by their day."""
    query = select(ClubAction).where(
        ClubAction.club_id == club_id, ClubAction.membership_id.is_not(None)
    )
    return list(session.scalars(query.order_by(*_ORDER)))


def count_actions(session: Session, club_id: UUID) -> dict[ActionState, int]:
    """Return how many own actions of all members together stand in each state."""
    query = (
        select(ClubAction.state, func.count(ClubAction.id))
        .where(ClubAction.club_id == club_id, ClubAction.membership_id.is_not(None))
        .group_by(ClubAction.state)
    )
    found = dict.fromkeys(ActionState, 0)
    for state, count in session.execute(query):
        found[state] = count
    return found


def completed_actions(
    session: Session, membership_ids: Collection[UUID], since: date, until: date
) -> dict[UUID, int]:
    """Return how many own actions some members completed from one day to another, both included.

    The award's *learning* route counts them; dropped ones are not counted, nor those of another
    club.
    """
    first = end_of_day(since - timedelta(days=1), scheme_zone())
    query = (
        select(ClubAction.membership_id, func.count())
        .join(Membership, Membership.id == ClubAction.membership_id)
        .where(
            ClubAction.membership_id.in_(membership_ids),
            ClubAction.club_id == Membership.club_id,
            ClubAction.state == ActionState.DONE,
            ClubAction.ended_at >= first,
            ClubAction.ended_at < end_of_day(until, scheme_zone()),
        )
        .group_by(ClubAction.membership_id)
    )
    rows = session.execute(query)
    return {membership_id: count for membership_id, count in rows if membership_id is not None}


def planned_at(session: Session, meeting_id: UUID) -> int:
    """Return how many own actions all members together planned in a meeting."""
    query = select(func.count(ClubAction.id)).where(
        ClubAction.meeting_id == meeting_id, ClubAction.membership_id.is_not(None)
    )
    return session.scalar(query) or 0


def get_action(session: Session, action_id: UUID) -> ClubAction:
    """Return an action; raise NotFound."""
    found = session.get(ClubAction, action_id)
    if found is None:
        raise NotFound
    return found


def one_action(session: Session, actor: Actor, action_id: UUID, now: datetime) -> OneAction:
    """Return an action as an actor stands to it; raise NotFound."""
    row = get_action(session, action_id)
    if row.membership_id is not None:
        place = club.place_for(session, actor, row.membership_id, now)
        return OneAction(place.club, row, place, None)
    at = at_meeting(session, actor, row.meeting_id, now) if row.meeting_id is not None else None
    return OneAction(
        club.get_club(session, row.club_id),
        row,
        club.find_own_place(session, actor, row.club_id, now),
        at,
    )
