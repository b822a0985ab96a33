"""Visits between members: planned, said to have taken place, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.exchange import queries
from labelling.club.exchange.models import Guest, Visit, VisitState
from labelling.club.exchange.subjects import Visits
from labelling.club.exchange.telling import tell_members
from labelling.club.sets import set_of
from labelling.core import access, audit
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotAllowed, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

_FARTHEST = timedelta(days=730)
GUESTS_SAY = lazy("A guest says that the visit took place, or the office.")


def plan_visit(
    session: Session,
    *,
    actor: Actor,
    club_id: UUID,
    host_id: UUID,
    guest_ids: Sequence[UUID],
    topic: str,
    indicator: str,
    held_on: date,
    notes: str,
    now: datetime,
) -> Visit:
    """Plan a visit: a member as host or guest, with members that it may know; or the office.

    Raises Invalid for members that are none, or unknown to the one who plans.
    """
    visits = queries.visits_subject(session, actor, club_id, now)
    access.require(actor, Permission.VISIT_PLAN, visits)
    guests = sorted(set(guest_ids))
    _refuse_strangers(session, actor, visits, host_id, guests)
    if indicator and indicator not in set_of(club.newest_set(session, club_id)).indicators:
        raise Invalid(lazy("Choose an indicator of the set."), field="indicator")
    if abs(held_on - today(now)) > _FARTHEST:
        raise Invalid(lazy("Choose a day within two years."), field="held_on")
    row = Visit(
        club_id=club_id,
        host_id=host_id,
        topic=topic,
        indicator=indicator,
        held_on=held_on,
        notes=notes,
        planned_at=now,
        planned_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    session.add_all(Guest(visit_id=row.id, membership_id=one) for one in guests)
    session.flush()
    audit.record(
        session, actor, "visit.planned", row, now,
        host=str(host_id), guests=[str(one) for one in guests], held_on=held_on.isoformat(),
    )  # fmt: skip
    tell_members(session, visits.club, [host_id, *guests], "visit_planned", now, visit=row)
    return row


def _refuse_strangers(
    session: Session, actor: Actor, visits: Visits, host_id: UUID, guests: Sequence[UUID]
) -> None:
    if not guests or host_id in guests:
        raise Invalid(lazy("Choose at least one guest besides the host."), field="guests")
    if actor.role is Role.OFFICER or visits.place is None:
        known = {row.id for row, _name in club.memberships_of(session, visits.club.id)}
    else:
        own = visits.place.membership
        known = {own.id, *queries.known_members(session, own)}
        if own.id not in {host_id, *guests}:
            raise Invalid(lazy("You plan visits in which you take part."), field="guests")
    parties = {host_id, *guests}
    if not parties <= known:
        raise Invalid(lazy("Choose from the members that are listed."), field="guests")
    if actor.role is not Role.OFFICER and visits.place is not None:
        _refuse_introducing(session, parties, visits.place.membership.id)


def _refuse_introducing(session: Session, parties: set[UUID], own: UUID) -> None:
    """Refuse a visit at which members would learn of one that they may not know."""
    for one in parties - {own}:
        others = parties - {one, own}
        if others and not others <= set(
            queries.known_members(session, club.get_membership(session, one))
        ):
            raise Invalid(
                lazy("Not all of them may know of each other. Plan a visit with each of them."),
                field="guests",
            )


def settle_visit(
    session: Session, *, actor: Actor, visit_id: UUID, held: bool, now: datetime
) -> Visit:
    """Say that a visit took place, as a guest or the office; or cancel it, as anybody in it.

    The host does not say so itself: what it hosted counts for an award. Raises NotAllowed for
    that, and NotNow for a visit that is settled or whose day has not come.
    """
    visit = queries.one_visit(session, actor, visit_id, now)
    access.require(actor, Permission.VISIT_SETTLE, visit)
    row = visit.row
    if row.state is not VisitState.PLANNED:
        raise NotNow(lazy("This visit is settled already."))
    if held and row.held_on > today(now):
        raise NotNow(lazy("Its day has not come yet."))
    as_host = visit.place is not None and visit.place.membership.id == row.host_id
    if held and actor.role is not Role.OFFICER and as_host:
        raise NotAllowed(GUESTS_SAY)
    row.state = VisitState.HELD if held else VisitState.CANCELLED
    row.settled_at, row.settled_by = now, actor.person_id
    session.flush()
    audit.record(session, actor, "visit.settled", row, now, state=row.state.value)
    if not held:
        everybody = [row.host_id, *sorted(visit.guests)]
        tell_members(session, visit.club, everybody, "visit_cancelled", now, visit=row)
    return row
