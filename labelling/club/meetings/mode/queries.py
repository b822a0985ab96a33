"""Reads of meeting mode: the room as one stands to it, who follows, whose names are shown."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import Session

from labelling.club import queries as club
from labelling.club.meetings.mode.models import (
    Follower,
    NamingConsent,
    OpenAgreement,
    OpenFigure,
    OpenOffer,
)
from labelling.club.meetings.mode.subjects import Room
from labelling.club.meetings.models import Meeting, Participant, Slide
from labelling.club.models import (
    Club,
    ClubRound,
    CodeAcceptance,
    CodeOfConduct,
    Membership,
    Release,
    ReleaseKind,
)
from labelling.club.subjects import Place
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.organisations.models import Organisation

FOLLOWS_FOR = timedelta(seconds=45)
"""A screen that has not asked for so long does not follow any more."""

Shown = tuple[NamingConsent, str]


def room_for(session: Session, actor: Actor, meeting_id: UUID, now: datetime) -> Room:
    """Return a meeting as an actor stands to it, in one statement where it has a seat there.

    Raises NotFound.
    """
    query = (
        select(
            Meeting,
            ClubRound,
            Club,
            Participant,
            Membership,
            _accepted(actor, now),
            Participant.code_id == _in_force(now),
        )
        .join(ClubRound, ClubRound.id == Meeting.round_id)
        .join(Club, Club.id == ClubRound.club_id)
        .outerjoin(
            Participant,
            and_(Participant.meeting_id == Meeting.id, Participant.person_id == actor.person_id),
        )
        .outerjoin(Membership, Membership.id == Participant.membership_id)
        .where(Meeting.id == meeting_id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    meeting, round_, of, seat, of_member, accepted, of_guest = found
    participant = cast("Participant | None", seat)  # outer joins: there may be none
    membership = cast("Membership | None", of_member)
    place = Place(of, membership, bool(accepted)) if membership is not None else None
    if place is None and actor.role is Role.MANAGER:
        place = club.find_own_place(session, actor, of.id, now)
    return Room(of, round_, meeting, place, participant, bool(of_guest))


def _accepted(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Return whether the actor accepted the club's code in force for the participant's member."""
    return exists().where(
        CodeAcceptance.code_id == _in_force(now),
        CodeAcceptance.membership_id == Membership.id,
        CodeAcceptance.person_id == actor.person_id,
    )


def _in_force(now: datetime) -> ScalarSelect[UUID]:
    """Return the version of the club's code of conduct that is in force."""
    return (
        select(CodeOfConduct.id)
        .where(CodeOfConduct.club_id == Club.id, CodeOfConduct.in_force_on <= today(now))
        .order_by(CodeOfConduct.number.desc())
        .limit(1)
        .correlate(Club)
        .scalar_subquery()
    )


def slides_of(session: Session, meeting_id: UUID) -> list[Slide]:
    """Return the slides that were chosen for a meeting, in their order."""
    query = select(Slide).where(Slide.meeting_id == meeting_id)
    return list(session.scalars(query.order_by(Slide.position, Slide.indicator)))


def find_slides_release(session: Session, round_id: UUID) -> Release | None:
    """Return the release of a meeting's slides, None before it was opened."""
    query = select(Release).where(Release.round_id == round_id, Release.kind == ReleaseKind.SLIDES)
    return session.scalars(query.order_by(Release.number).limit(1)).one_or_none()


def newest_release(session: Session, round_id: UUID) -> Release | None:
    """Return the newest results of a round that the whole club sees."""
    query = select(Release).where(
        Release.round_id == round_id,
        Release.kind.in_((ReleaseKind.DRAFT, ReleaseKind.CORRECTION, ReleaseKind.FINAL)),
    )
    return session.scalars(query.order_by(Release.number.desc()).limit(1)).one_or_none()


def names_standing(session: Session, meeting_id: UUID) -> list[Shown]:
    """Return the consents of a meeting that stand, with their members' names, by name."""
    query = (
        select(NamingConsent, Membership.firm, Organisation.name)
        .join(Membership, Membership.id == NamingConsent.membership_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            NamingConsent.meeting_id == meeting_id,
            NamingConsent.withdrawn_at.is_(None),
            NamingConsent.expired_at.is_(None),
        )
    )
    found = [(row, name or firm) for row, firm, name in session.execute(query)]
    return sorted(found, key=lambda one: (one[1].casefold(), str(one[0].id)))


def consents_of(session: Session, meeting_id: UUID, membership_id: UUID) -> list[NamingConsent]:
    """Return all that a member gave, took back or let expire in a meeting, the newest first."""
    query = select(NamingConsent).where(
        NamingConsent.meeting_id == meeting_id, NamingConsent.membership_id == membership_id
    )
    return list(session.scalars(query.order_by(NamingConsent.given_at.desc(), NamingConsent.id)))


def find_standing(
    session: Session, meeting_id: UUID, membership_id: UUID, code: str
) -> NamingConsent | None:
    """Return a member's consent for an indicator that stands."""
    return next(
        (
            one
            for one in consents_of(session, meeting_id, membership_id)
            if one.indicator == code and one.withdrawn_at is None and one.expired_at is None
        ),
        None,
    )


def followers(session: Session, meeting_id: UUID, now: datetime) -> int:
    """Return how many people's screens follow a meeting."""
    query = select(func.count()).where(
        Follower.meeting_id == meeting_id, Follower.seen_at > now - FOLLOWS_FOR
    )
    return session.scalar(query) or 0


def find_offer(session: Session, meeting_id: UUID) -> OpenOffer | None:
    """Return what members are asked to open to each other in a meeting."""
    return session.get(OpenOffer, meeting_id)


def agreements(session: Session, meeting_id: UUID) -> Sequence[OpenAgreement]:
    """Return the agreements for a meeting that stand."""
    query = select(OpenAgreement).where(
        OpenAgreement.meeting_id == meeting_id, OpenAgreement.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.order_by(OpenAgreement.agreed_at, OpenAgreement.id)))


def find_agreement(session: Session, meeting_id: UUID, membership_id: UUID) -> OpenAgreement | None:
    """Return a member's agreement for a meeting that stands."""
    query = select(OpenAgreement).where(
        OpenAgreement.meeting_id == meeting_id,
        OpenAgreement.membership_id == membership_id,
        OpenAgreement.withdrawn_at.is_(None),
    )
    return session.scalars(query).one_or_none()


def open_figures(session: Session, meeting_id: UUID, code: str) -> list[tuple[OpenFigure, str]]:
    """Return the open figures of an indicator whose members' agreement still stands, by name."""
    query = (
        select(OpenFigure, Membership.firm, Organisation.name)
        .join(Membership, Membership.id == OpenFigure.membership_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .join(
            OpenAgreement,
            and_(
                OpenAgreement.meeting_id == OpenFigure.meeting_id,
                OpenAgreement.membership_id == OpenFigure.membership_id,
                OpenAgreement.withdrawn_at.is_(None),
            ),
        )
        .where(OpenFigure.meeting_id == meeting_id, OpenFigure.indicator == code)
    )
    found = [(row, name or firm) for row, firm, name in session.execute(query)]
    return sorted(found, key=lambda one: (one[1].casefold(), str(one[0].membership_id)))
