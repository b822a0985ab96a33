"""Seats on teams, who has handed in, and what the rules need to know of a team."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessments.editions.model import Steps
from labelling.applications.models import Application
from labelling.applications.schemes import level_of
from labelling.core.clock import today, utcnow
from labelling.core.database import read_once
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.organisations.editions import scheme_of
from labelling.organisations.queries import standing_seats
from labelling.people import queries as people
from labelling.people.models import Person
from labelling.reviews.bound_up import bound_up_people
from labelling.reviews.inviting.queries import present
from labelling.reviews.models import FeedbackReport, PanelSeat, PanelState, Review, SeatKind
from labelling.reviews.reporting.models import ReportEditor
from labelling.reviews.subjects import Assessment

STANDING = (PanelState.INVITED, PanelState.DECLARED, PanelState.HELD, PanelState.ACCEPTED)
_PROPOSED = frozenset({PanelState.INVITED, PanelState.DECLARED})
_ON_THE_TEAM = frozenset({PanelState.HELD, PanelState.ACCEPTED})


# Asked for every page about a team, so they are put together once.
_PANELS = (
    select(PanelSeat)
    .where(
        PanelSeat.application_id.in_(bindparam("applications", expanding=True)),
        PanelSeat.state.in_(STANDING),
    )
    .order_by(PanelSeat.leads.desc(), PanelSeat.invited_at, PanelSeat.id)
)
_REVIEWS = (
    select(Review).where(Review.seat_id.in_(bindparam("seats", expanding=True))).order_by(Review.id)
)
_REPORT = (
    select(FeedbackReport.released_at, FeedbackReport.final_at, ReportEditor.person_id)
    .outerjoin(ReportEditor, ReportEditor.application_id == FeedbackReport.application_id)
    .where(FeedbackReport.application_id == bindparam("application"))
)


def steps_of(application: Application) -> Steps:
    """Return the steps of the application's level; raise NotNow where the edition has none."""
    steps = level_of(application).steps
    if steps is None:
        raise NotNow(lazy("This edition does not say how its levels are assessed."))
    return steps


def get_seat(session: Session, seat_id: UUID) -> PanelSeat:
    """Return a seat, whatever became of it; raise NotFound."""
    seat = session.get(PanelSeat, seat_id)
    if seat is None:
        raise NotFound
    return seat


def known_to_applicant(seat: PanelSeat) -> bool:
    """Say whether the applicant may know of a seat: proposed, or on the team.

    Not who was asked in vain; and that a further look was asked for, which tells that the result
    lies near a threshold, only once that assessor is there, or something must be agreed to.
    """
    if seat.state is PanelState.INVITED and seat.kind is not SeatKind.MEMBER:
        return False
    return seat.state in _PROPOSED | _ON_THE_TEAM


def panel(session: Session, application_id: UUID) -> list[PanelSeat]:
    """Return the standing seats of a team, the lead first."""
    return read_once(
        session,
        (panel, application_id),
        lambda: panels(session, [application_id])[application_id],
    )


def panels(session: Session, application_ids: Iterable[UUID]) -> dict[UUID, list[PanelSeat]]:
    """Return the standing seats of several teams, the lead first in each."""
    found: dict[UUID, list[PanelSeat]] = {key: [] for key in application_ids}
    for seat in session.scalars(_PANELS, {"applications": list(found)}):
        found[seat.application_id].append(seat)
    return found


def all_seats(session: Session, application_id: UUID) -> list[PanelSeat]:
    """Return every seat there ever was, in the order of invitation."""
    return list(
        session.scalars(
            select(PanelSeat)
            .where(PanelSeat.application_id == application_id)
            .order_by(PanelSeat.invited_at, PanelSeat.id)
        )
    )


def seats_of_person(session: Session, person_id: UUID) -> list[tuple[PanelSeat, Application]]:
    """Return a person's seats with their applications, newest first."""
    rows = session.execute(
        select(PanelSeat, Application)
        .join(Application, Application.id == PanelSeat.application_id)
        .where(PanelSeat.person_id == person_id)
        .order_by(PanelSeat.invited_at.desc(), PanelSeat.id)
    )
    return [(row[0], row[1]) for row in rows]


def reviews(session: Session, seat_ids: Iterable[UUID]) -> dict[UUID, Review]:
    """Return reviews by seat."""
    ids = tuple(seat_ids)
    return read_once(
        session,
        (reviews, ids),
        lambda: {row.seat_id: row for row in session.scalars(_REVIEWS, {"seats": ids})},
    )


def find_review(session: Session, seat_id: UUID) -> Review | None:
    """Return the review of a seat, once scoring has begun."""
    return session.scalar(select(Review).where(Review.seat_id == seat_id))


def lead_of(session: Session, application_id: UUID) -> Person | None:
    """Return the person who leads the team."""
    return session.scalar(
        select(Person)
        .join(PanelSeat, PanelSeat.person_id == Person.id)
        .where(
            PanelSeat.application_id == application_id,
            PanelSeat.leads.is_(True),
            PanelSeat.state.in_(STANDING),
        )
    )


def office_contacts(session: Session, application_id: UUID, now: datetime) -> list[Person]:
    """Return the officers who built the team, or all officers where none of them is left.

    For those who are away today, who stands in for them. Nobody who sits with the applicant, is
    bound up with it, or is on the team itself.
    """
    application = session.get_one(Application, application_id)
    seated = {person.id for _, person in standing_seats(session, application.organisation_id)}
    seated |= {seat.person_id for seat in panel(session, application_id)}
    seated |= bound_up_people(session, application.organisation_id, today(now))
    office = people.officers(session, scheme_of(application.edition_id) or "")
    officers = [one for one in office if one.id not in seated]
    inviting = set(
        session.scalars(
            select(PanelSeat.invited_by).where(PanelSeat.application_id == application_id)
        )
    )
    contacts = [person for person in officers if person.id in inviting] or officers
    return present(session, contacts, today(now), among=officers)


def assessment(session: Session, application: Application) -> Assessment:
    """Return what the rules need to know of an application's team."""
    seats = panel(session, application.id)
    known = reviews(session, [seat.id for seat in seats])
    # To somebody whose seat is held everything is closed, and the team is not complete.
    done = {
        seat.id
        for seat in seats
        if seat.state is not PanelState.HELD
        and (review := known.get(seat.id)) is not None
        and review.handed_in_at is not None
    }
    members = [seat for seat in seats if seat.kind is SeatKind.MEMBER]
    asked = steps_of(application).assessors
    report = session.execute(_REPORT, {"application": application.id}).one_or_none()
    return Assessment(
        application=application,
        team=frozenset(seat.person_id for seat in members if seat.id in done),
        readers=frozenset(
            seat.person_id for seat in seats if seat.kind is not SeatKind.MEMBER and seat.id in done
        ),
        waiting=frozenset(seat.person_id for seat in seats if seat.id not in done),
        lead=next((seat.person_id for seat in members if seat.leads), None),
        opened=len(members) >= asked and all(seat.id in done for seat in members),
        released=report is not None and report[0] is not None,
        bound_up=read_once(
            session,
            (bound_up_people, application.organisation_id),
            lambda: bound_up_people(session, application.organisation_id, today(utcnow())),
        ),
        editor=report[2] if report is not None and report[1] is None else None,
    )
