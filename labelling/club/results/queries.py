"""Reads of results: rounds that have some, a member's own figures, own peers, practice sheets."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from benchmarking.figures import Sheet
from benchmarking.rounds import Round
from labelling.club import queries as club
from labelling.club.models import (
    ClubRound,
    FrozenRound,
    Membership,
    PeerChoice,
    Release,
    ReleaseKind,
)
from labelling.club.results.models import MemberReport, PracticeSheet
from labelling.club.results.subjects import ClubResults, OwnResults, Releases
from labelling.core.access import Actor
from labelling.core.errors import NotFound


def own_results(session: Session, actor: Actor, membership_id: UUID, now: datetime) -> OwnResults:
    """Return a member's results as a subject; raise NotFound."""
    return OwnResults(club.place_for(session, actor, membership_id, now))


def club_results(session: Session, actor: Actor, club_id: UUID, now: datetime) -> ClubResults:
    """Return a club's results as a subject; raise NotFound."""
    found = club.get_club(session, club_id)
    return ClubResults(found, club.find_own_place(session, actor, club_id, now))


def releases_subject(session: Session, actor: Actor, club_id: UUID, now: datetime) -> Releases:
    """Return a club's ledger as a subject; raise NotFound."""
    found = club.get_club(session, club_id)
    return Releases(found, club.find_own_place(session, actor, club_id, now))


def rounds_with_results(session: Session, club_id: UUID) -> list[ClubRound]:
    """Return the rounds of which something was released, the newest first."""
    query = (
        select(ClubRound)
        .where(ClubRound.club_id == club_id)
        .where(ClubRound.id.in_(select(Release.round_id).where(Release.club_id == club_id)))
    )
    return list(session.scalars(query.order_by(ClubRound.half_year.desc())))


def round_named(session: Session, club_id: UUID, half_year: str) -> ClubRound:
    """Return the round with results of a name, the newest for ''; raise NotFound."""
    rounds = rounds_with_results(session, club_id)
    found = next((one for one in rounds if half_year in {"", one.half_year}), None)
    if found is None:
        raise NotFound
    return found


def releases_in(session: Session, round_id: UUID) -> list[Release]:
    """Return the releases of a round, the oldest first, without what they hold."""
    query = select(Release).where(Release.round_id == round_id)
    return list(session.scalars(query.order_by(Release.number).options(defer(Release.content))))


def newest_in_report(session: Session, round_id: UUID, membership_id: UUID) -> int:
    """Return the number of a round's newest release that a member's own report shows.

    Slides repeat what was released, and another member's own peers are in its report alone.
    """
    return max(
        one.number
        for one in releases_in(session, round_id)
        if one.kind is not ReleaseKind.SLIDES and one.membership_id in {None, membership_id}
    )


def ledger(session: Session, club_id: UUID) -> list[Release]:
    """Return all releases of a club, the oldest first, without what they hold."""
    query = select(Release).where(Release.club_id == club_id)
    return list(session.scalars(query.order_by(Release.number).options(defer(Release.content))))


def first_released_at(session: Session, round_id: UUID) -> datetime | None:
    """Return when the first results of a round came out, None while there are none."""
    found = releases_in(session, round_id)
    return found[0].released_at if found else None


def first_frozen(session: Session, round_id: UUID) -> FrozenRound | None:
    """Return the frozen version that a round's first release was made of."""
    found = releases_in(session, round_id)
    if not found or found[0].frozen_id is None:
        return None
    return session.get(FrozenRound, found[0].frozen_id)


def is_final(session: Session, round_id: UUID) -> bool:
    """Say whether the final results of a round are out."""
    return any(one.kind is ReleaseKind.FINAL for one in releases_in(session, round_id))


def find_report(
    session: Session, membership_id: UUID, round_id: UUID, language: str
) -> MemberReport | None:
    """Return a member's report of a round in a language, ordered or made; None without."""
    query = select(MemberReport).where(
        MemberReport.membership_id == membership_id,
        MemberReport.round_id == round_id,
        MemberReport.language == language,
    )
    return session.scalars(query).one_or_none()


def reports_with(session: Session, digest: str) -> int:
    """Return how many reports have the same file."""
    query = select(func.count()).select_from(MemberReport).where(MemberReport.sha256 == digest)
    return session.scalars(query).one()


def own_sheets(session: Session, membership_id: UUID) -> Mapping[Round, Sheet]:
    """Return what a member sent itself, by round."""
    return club.history_of_figures(session, [membership_id]).get(membership_id, {})


def choices_of_member(session: Session, membership_id: UUID) -> list[tuple[str, PeerChoice]]:
    """Return a member's own peers with the half-year of each, the newest first."""
    query = (
        select(ClubRound.half_year, PeerChoice)
        .join(ClubRound, ClubRound.id == PeerChoice.round_id)
        .where(PeerChoice.membership_id == membership_id)
    )
    return [
        (half, row) for half, row in session.execute(query.order_by(ClubRound.half_year.desc()))
    ]


def choices_in(session: Session, round_id: UUID) -> list[PeerChoice]:
    """Return all own choices of peers for a round, in the order in which they were fixed."""
    query = select(PeerChoice).where(PeerChoice.round_id == round_id)
    return list(session.scalars(query.order_by(PeerChoice.fixed_at, PeerChoice.id)))


def own_practices(session: Session, membership_id: UUID) -> list[PracticeSheet]:
    """Return a member's practice sheets, the newest first."""
    query = select(PracticeSheet).where(
        PracticeSheet.membership_id == membership_id, PracticeSheet.withdrawn_at.is_(None)
    )
    return list(session.scalars(query.order_by(PracticeSheet.written_at.desc(), PracticeSheet.id)))


def practices_of_club(session: Session, club_id: UUID) -> list[PracticeSheet]:
    """Return the practice sheets of a club's members, by id: their order tells nothing."""
    query = (
        select(PracticeSheet)
        .join(Membership, Membership.id == PracticeSheet.membership_id)
        .where(Membership.club_id == club_id, PracticeSheet.withdrawn_at.is_(None))
    )
    return list(session.scalars(query.order_by(PracticeSheet.id)))


def get_practice(session: Session, practice_id: UUID) -> PracticeSheet:
    """Return a practice sheet; raise NotFound."""
    found = session.get(PracticeSheet, practice_id)
    if found is None or found.withdrawn_at is not None:
        raise NotFound
    return found
