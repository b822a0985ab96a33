"""Reads of exchanges: visits and their counts, questions, who was asked."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.exchange.models import Answer, AskedMember, Guest, Question, Visit, VisitState
from labelling.club.exchange.subjects import OneVisit, OwnAsked, OwnQuestion, Visits
from labelling.club.models import FrozenRound, Membership, Openness
from labelling.club.ties import officer_is_bound
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import NotFound


class KnownVisit(NamedTuple):
    """A visit with the memberships that visit."""

    row: Visit
    guests: tuple[UUID, ...]


def visits_subject(session: Session, actor: Actor, club_id: UUID, now: datetime) -> Visits:
    """Return a club's visits as an actor stands to them; raise NotFound."""
    found = club.get_club(session, club_id)
    return Visits(found, club.find_own_place(session, actor, club_id, now))


def one_visit(session: Session, actor: Actor, visit_id: UUID, now: datetime) -> OneVisit:
    """Return a visit as an actor stands to it; raise NotFound."""
    row = session.get(Visit, visit_id)
    if row is None:
        raise NotFound
    found = club.get_club(session, row.club_id)
    guests = _guests(session, [visit_id]).get(visit_id, ())
    own = [
        club.place_of(session, actor, membership, now)
        for owner, membership, _name in club.own_places(session, actor)
        if owner.id == row.club_id and membership.id in {row.host_id, *guests}
    ]
    own.sort(key=lambda place: place.membership.id != row.host_id)  # who acts for both is the host
    return OneVisit(found, next(iter(own), None), row, frozenset(guests))


def visits_of(
    session: Session, club_id: UUID, membership_id: UUID | None = None
) -> list[KnownVisit]:
    """Return a club's visits, or those of one member, the latest day first: two statements."""
    query = select(Visit).where(Visit.club_id == club_id)
    if membership_id is not None:
        as_guest = select(Guest.visit_id).where(Guest.membership_id == membership_id)
        query = query.where(or_(Visit.host_id == membership_id, Visit.id.in_(as_guest)))
    rows = list(session.scalars(query.order_by(Visit.held_on.desc(), Visit.id)))
    guests = _guests(session, [row.id for row in rows])
    return [KnownVisit(row, guests.get(row.id, ())) for row in rows]


def _guests(session: Session, visit_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    query = select(Guest).where(Guest.visit_id.in_(list(visit_ids)))
    found: dict[UUID, tuple[UUID, ...]] = {}
    for one in session.scalars(query.order_by(Guest.visit_id, Guest.membership_id)):
        found[one.visit_id] = (*found.get(one.visit_id, ()), one.membership_id)
    return found


def visits_hosted(
    session: Session, membership_ids: Collection[UUID], since: date, until: date
) -> dict[UUID, int]:
    """Return how many visits some members hosted from one day to another, both included.

    Only visits within the member's own club count, of which a guest, or the office, said that they
    took place.
    """
    query = (
        select(Visit.host_id, func.count().label("held"))
        .join(Membership, Membership.id == Visit.host_id)
        .where(
            Visit.host_id.in_(membership_ids),
            Visit.club_id == Membership.club_id,
            Visit.state == VisitState.HELD,
            Visit.held_on >= since,
            Visit.held_on <= until,
        )
        .group_by(Visit.host_id)
    )
    return {row.host_id: row.held for row in session.execute(query)}


def newest_frozen_id(session: Session, round_id: UUID) -> UUID | None:
    """Return the newest frozen version of a round by id, without reading what it holds."""
    query = select(FrozenRound.id).where(FrozenRound.round_id == round_id)
    return session.scalars(query.order_by(FrozenRound.version.desc()).limit(1)).one_or_none()


def known_members(session: Session, membership: Membership) -> dict[UUID, str]:
    """Return the members that a member may know by name, itself left out, by name.

    Those that let the club or everybody know, and those it was introduced to.
    """
    introduced = _introduced(session, membership.id)
    return {
        row.id: name
        for row, name in club.memberships_of(session, membership.club_id)
        if row.id != membership.id and (row.openness is not Openness.HIDDEN or row.id in introduced)
    }


def _introduced(session: Session, membership_id: UUID) -> set[UUID]:
    pairs = session.execute(
        select(Question.membership_id, AskedMember.membership_id)
        .join(AskedMember, AskedMember.question_id == Question.id)
        .where(
            AskedMember.introduced_at.is_not(None),
            or_(
                Question.membership_id == membership_id, AskedMember.membership_id == membership_id
            ),
        )
    )
    return {one for pair in pairs for one in pair} - {membership_id}


def get_question(session: Session, question_id: UUID) -> Question:
    """Return a question; raise NotFound."""
    found = session.get(Question, question_id)
    if found is None:
        raise NotFound
    return found


def questions_of(session: Session, membership_id: UUID) -> list[Question]:
    """Return the questions that a member asked, the newest first."""
    query = select(Question).where(Question.membership_id == membership_id)
    return list(session.scalars(query.order_by(Question.asked_at.desc(), Question.id)))


def questions_in(session: Session, club_id: UUID) -> list[Question]:
    """Return all questions of a club, the newest first: for the office."""
    query = select(Question).where(Question.club_id == club_id)
    return list(session.scalars(query.order_by(Question.asked_at.desc(), Question.id)))


def accepted_of(session: Session, question_ids: Iterable[UUID]) -> dict[UUID, list[AskedMember]]:
    """Return who agreed to be introduced, by question, in an order that tells nothing.

    Nothing else of those asked ever leaves this module: not how many, not who declined.
    """
    query = select(AskedMember).where(
        AskedMember.question_id.in_(list(question_ids)), AskedMember.answer == Answer.ACCEPTED
    )
    found: dict[UUID, list[AskedMember]] = {}
    for one in session.scalars(query.order_by(AskedMember.question_id, AskedMember.id)):
        found.setdefault(one.question_id, []).append(one)
    return found


def asked_of(session: Session, membership_id: UUID) -> list[tuple[AskedMember, Question]]:
    """Return the questions that a member was asked, the newest first."""
    query = (
        select(AskedMember, Question)
        .join(Question, Question.id == AskedMember.question_id)
        .where(AskedMember.membership_id == membership_id)
        .order_by(Question.asked_at.desc(), Question.id)
    )
    return [(asked, question) for asked, question in session.execute(query)]


def own_question(session: Session, actor: Actor, question_id: UUID, now: datetime) -> OwnQuestion:
    """Return a question with its asker's place; raise NotFound."""
    row = get_question(session, question_id)
    bound = officer_is_bound(session, actor, row.club_id, today(now))
    return OwnQuestion(club.place_for(session, actor, row.membership_id, now), row, bound)


def own_asked(session: Session, actor: Actor, asked_id: UUID, now: datetime) -> OwnAsked:
    """Return what a member was asked, with its place; raise NotFound."""
    row = session.get(AskedMember, asked_id)
    if row is None:
        raise NotFound
    return OwnAsked(club.place_for(session, actor, row.membership_id, now), row)
