"""Clubs, members, codes of conduct, sets of indicators."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from labelling.club.models import (
    Club,
    CodeAcceptance,
    CodeOfConduct,
    IndicatorSetVersion,
    KindOfMember,
    MemberChoice,
    Membership,
)
from labelling.club.subjects import Place, own_memberships
from labelling.core.access import Actor, visible
from labelling.core.clock import today
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.organisations.models import Organisation


def clubs_seen(session: Session, actor: Actor) -> list[Club]:
    """Return the clubs that an actor may see, by name."""
    query = select(Club).where(visible(actor, Permission.CLUB_VIEW))
    return list(session.scalars(query.order_by(Club.name, Club.id)))


def get_club(session: Session, club_id: UUID) -> Club:
    """Return a club; raise NotFound."""
    found = session.get(Club, club_id)
    if found is None:
        raise NotFound
    return found


def kinds_of(session: Session, club_id: UUID) -> list[KindOfMember]:
    """Return the kinds of member that a club takes, by name."""
    query = select(KindOfMember).where(KindOfMember.club_id == club_id)
    return list(session.scalars(query.order_by(KindOfMember.name, KindOfMember.id)))


def get_membership(session: Session, membership_id: UUID) -> Membership:
    """Return a membership; raise NotFound."""
    found = session.get(Membership, membership_id)
    if found is None:
        raise NotFound
    return found


def memberships_among(session: Session, ids: Iterable[UUID]) -> list[Membership]:
    """Return some memberships, whether they stand or not, by id."""
    query = select(Membership).where(Membership.id.in_(list(ids)))
    return list(session.scalars(query.order_by(Membership.id)))


def memberships_of(
    session: Session, club_id: UUID, *, standing: bool = True
) -> list[tuple[Membership, str]]:
    """Return a club's members with their names, by name; without those that left unless asked."""
    query = (
        select(Membership, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.club_id == club_id)
    )
    if standing:
        query = query.where(Membership.left_on.is_(None))
    found = [(row, name or row.firm) for row, name in session.execute(query)]
    return sorted(found, key=lambda one: (one[1].casefold(), one[0].joined_on, str(one[0].id)))


def member_names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of members by the ids of their memberships."""
    query = (
        select(Membership.id, Membership.firm, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.id.in_(list(ids)))
    )
    return {key: name or firm for key, firm, name in session.execute(query)}


def code_in_force(session: Session, club_id: UUID, now: datetime) -> CodeOfConduct | None:
    """Return the newest version of a club's code of conduct that is in force."""
    query = select(CodeOfConduct).where(
        CodeOfConduct.club_id == club_id, CodeOfConduct.in_force_on <= today(now)
    )
    return session.scalars(query.order_by(CodeOfConduct.number.desc()).limit(1)).one_or_none()


def accepted_codes(session: Session, membership_id: UUID, person_id: UUID | None) -> set[UUID]:
    """Return the versions of the code that a person has accepted for a member."""
    query = select(CodeAcceptance.code_id).where(
        CodeAcceptance.membership_id == membership_id, CodeAcceptance.person_id == person_id
    )
    return set(session.scalars(query))


def acceptances(session: Session, membership_id: UUID) -> list[tuple[CodeAcceptance, int]]:
    """Return who accepted which version for a member, the newest first."""
    query = (
        select(CodeAcceptance, CodeOfConduct.number)
        .join(CodeOfConduct, CodeOfConduct.id == CodeAcceptance.code_id)
        .where(CodeAcceptance.membership_id == membership_id)
        .order_by(CodeAcceptance.accepted_at.desc(), CodeAcceptance.id)
    )
    return [(row, number) for row, number in session.execute(query)]


def place_for(session: Session, actor: Actor, membership_id: UUID, now: datetime) -> Place:
    """Return a member's place as an actor stands to it; raise NotFound."""
    return place_of(session, actor, get_membership(session, membership_id), now)


def place_of(session: Session, actor: Actor, membership: Membership, now: datetime) -> Place:
    """Return a membership as an actor stands to it: whether they accepted the code in force.

    Where a club has no code in force, nothing can have been accepted.
    """
    club = get_club(session, membership.club_id)
    code = code_in_force(session, club.id, now)
    accepted = code is not None and session.scalar(
        select(
            exists().where(
                CodeAcceptance.code_id == code.id,
                CodeAcceptance.membership_id == membership.id,
                CodeAcceptance.person_id == actor.person_id,
            )
        )
    )
    return Place(club, membership, bool(accepted))


def own_places(session: Session, actor: Actor) -> list[tuple[Club, Membership, str]]:
    """Return the standing memberships for which an actor acts, by club and name."""
    query = (
        select(Club, Membership, Organisation.name)
        .join(Membership, Membership.club_id == Club.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(own_memberships(actor), Membership.left_on.is_(None))
        .order_by(Club.name, Membership.joined_on, Membership.id)
    )
    return [(club, row, name or row.firm) for club, row, name in session.execute(query)]


def chaired_clubs(session: Session, actor: Actor) -> list[Club]:
    """Return the clubs that an actor chairs, by name."""
    if actor.person_id is None:
        return []
    query = select(Club).where(Club.chair_id == actor.person_id)
    return list(session.scalars(query.order_by(Club.name, Club.id)))


def find_own_place(session: Session, actor: Actor, club_id: UUID, now: datetime) -> Place | None:
    """Return the place in a club for which an actor acts; the one that joined first of several."""
    for club, membership, _name in own_places(session, actor):
        if club.id == club_id:
            return place_of(session, actor, membership, now)
    return None


def choices_of(session: Session, membership_id: UUID) -> list[str]:
    """Return the indicators beyond the core that a member chose."""
    query = select(MemberChoice.indicator).where(MemberChoice.membership_id == membership_id)
    return list(session.scalars(query.order_by(MemberChoice.indicator)))


def sets_of(session: Session, club_id: UUID) -> list[IndicatorSetVersion]:
    """Return the versions of a club's set of indicators, the newest first."""
    query = select(IndicatorSetVersion).where(IndicatorSetVersion.club_id == club_id)
    return list(session.scalars(query.order_by(IndicatorSetVersion.number.desc())))


def newest_set(session: Session, club_id: UUID) -> IndicatorSetVersion:
    """Return the newest version of a club's set; raise NotFound where it has none."""
    found = next(iter(sets_of(session, club_id)), None)
    if found is None:
        raise NotFound
    return found
