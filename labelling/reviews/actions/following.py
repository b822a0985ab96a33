"""A place became free: the next on the reserve list is invited, or the office is told."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.actions import set_due
from labelling.applications.life import State
from labelling.applications.models import Application, Step
from labelling.applications.recipients import tell_owners
from labelling.core.access import SYSTEM
from labelling.core.clock import today
from labelling.organisations.queries import get_organisation
from labelling.reviews import queries
from labelling.reviews.actions.panels import invite
from labelling.reviews.calibration.clearing import clearances
from labelling.reviews.inviting.models import PanelReserve
from labelling.reviews.inviting.queries import reserves
from labelling.reviews.letters import tell_office
from labelling.reviews.models import ConflictGrade, PanelSeat, SeatKind
from labelling.reviews.patience import patience
from labelling.reviews.profiles.queries import facts_of
from labelling.reviews.queries.seats import steps_of

_FILLING = frozenset({State.ASSIGNED, State.SCORING})


def follow_up(
    session: Session,
    application: Application,
    vacated: PanelSeat,
    now: datetime,
    *,
    otherwise: str = "seat_empty",
) -> PanelSeat | None:
    """Invite the next of the reserve list in a vacated place and tell office and applicant.

    Part of the step that vacated it. Where nobody can follow, the office is told ``otherwise``,
    and None comes back.
    """
    found = _next(session, application, vacated, now)
    if found is None:
        by = vacated.answer_by.isoformat()
        tell_office(session, application, otherwise, now, answer_by=by)
        return None
    due = set_due(session, actor=SYSTEM, application=application, step=Step.CONFLICTS, now=now)
    seat = invite(
        session,
        SYSTEM,
        application,
        now,
        person_id=found.person_id,
        answer_by=due.due_on,
        leads=vacated.leads,
    )
    found.passed_at, found.seat_id = now, seat.id
    tell_office(session, application, "reserve_invited", now)
    tell_owners(session, application, "team_proposed", now)
    return seat


def _next(
    session: Session, application: Application, vacated: PanelSeat, now: datetime
) -> PanelReserve | None:
    """Return the first who can take the place; who cannot by now is passed over for good."""
    if vacated.kind is not SeatKind.MEMBER or application.state not in _FILLING:
        return None
    waiting = [one for one in reserves(session, application.id) if one.passed_at is None]
    if not waiting:
        return None
    day = today(now)
    organisation = get_organisation(session, application.organisation_id)
    known = {one.person.id: one for one in queries.candidates(session, organisation, day)}
    people = [one.person_id for one in waiting]
    facts = facts_of(session, people, day, day + patience().away_ahead)
    cleared = clearances(session, application.edition_id, people, day)
    members = [one for one in queries.panel(session, application.id) if one.kind is SeatKind.MEMBER]
    standing = {one.person_id for one in members}
    needs_abroad = sum(one.from_abroad for one in members) < steps_of(application).from_abroad
    for reserve in waiting:
        if reserve.person_id in standing or not _can(reserve.person_id, known):
            reserve.passed_at = now
            continue
        if facts[reserve.person_id].away_until is not None:
            continue  # away now, perhaps not when the next place becomes free
        if cleared is not None and cleared[reserve.person_id] is None:
            continue  # may score the practice cases before the next place becomes free
        if not needs_abroad or known[reserve.person_id].from_abroad:
            return reserve
    return None


def _can(person_id: UUID, known: Mapping[UUID, queries.Candidate]) -> bool:
    found = known.get(person_id)
    return (
        found is not None and found.profile is not None and found.grade is not ConflictGrade.BARRED
    )
