"""Rounds, who takes part, questions and answers, frozen versions."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from benchmarking.indicators.model import IndicatorSet
from labelling.club.life import TAKES_FIGURES
from labelling.club.models import (
    ClubRound,
    FrozenRound,
    IndicatorSetVersion,
    Query,
    QueryAnswer,
    Release,
    ReleaseKind,
    RoundEvent,
    RoundMember,
    RoundState,
    SoftAnswer,
)
from labelling.club.sets import set_of
from labelling.core.errors import NotFound


def rounds_of(session: Session, club_id: UUID) -> list[ClubRound]:
    """Return a club's rounds, the newest first."""
    query = select(ClubRound).where(ClubRound.club_id == club_id)
    return list(session.scalars(query.order_by(ClubRound.half_year.desc())))


def get_round(session: Session, round_id: UUID) -> ClubRound:
    """Return a round; raise NotFound."""
    found = session.get(ClubRound, round_id)
    if found is None:
        raise NotFound
    return found


def find_running_round(session: Session, club_id: UUID) -> ClubRound | None:
    """Return the newest round of a club that takes figures."""
    query = select(ClubRound).where(
        ClubRound.club_id == club_id, ClubRound.state.in_(TAKES_FIGURES)
    )
    return session.scalars(query.order_by(ClubRound.half_year.desc()).limit(1)).one_or_none()


def round_set(session: Session, round_: ClubRound) -> IndicatorSet:
    """Return the set of indicators that a round uses."""
    return set_of(session.get_one(IndicatorSetVersion, round_.set_id))


def was_taken_over(session: Session, round_id: UUID) -> bool:
    """Say whether a round was held elsewhere: it was never announced here."""
    query = select(RoundEvent.id).where(
        RoundEvent.round_id == round_id, RoundEvent.state == RoundState.ANNOUNCED
    )
    return session.scalars(query.limit(1)).first() is None


def parts_in(session: Session, round_id: UUID) -> list[RoundMember]:
    """Return all members' parts in a round."""
    query = select(RoundMember).where(RoundMember.round_id == round_id)
    return list(session.scalars(query.order_by(RoundMember.membership_id)))


def get_part(session: Session, part_id: UUID) -> RoundMember:
    """Return a member's part in a round; raise NotFound."""
    found = session.get(RoundMember, part_id)
    if found is None:
        raise NotFound
    return found


def find_part(session: Session, round_id: UUID, membership_id: UUID) -> RoundMember | None:
    """Return a member's part in a round, None where it has none."""
    query = select(RoundMember).where(
        RoundMember.round_id == round_id, RoundMember.membership_id == membership_id
    )
    return session.scalars(query).one_or_none()


def sent_count(
    session: Session, round_ids: Iterable[UUID], *, before: datetime | None = None
) -> dict[UUID, tuple[int, int]]:
    """Return, by round, how many members have sent (before an instant), and how many take part."""
    sent: ColumnElement[bool] = RoundMember.submitted_at.is_not(None)
    if before is not None:
        sent = RoundMember.submitted_at < before
    query = (
        select(RoundMember.round_id, func.count(case((sent, 1))), func.count(RoundMember.id))
        .where(RoundMember.round_id.in_(list(round_ids)))
        .group_by(RoundMember.round_id)
    )
    return {key: (sent, taking_part) for key, sent, taking_part in session.execute(query)}


def frozen_members(session: Session, round_ids: Iterable[UUID]) -> dict[UUID, tuple[int, bool]]:
    """Return how many members stand behind the first results of some rounds, by round.

    Where nothing is released yet, behind the first frozen version; the second value says which.
    """
    ids = list(round_ids)
    versions = select(FrozenRound.round_id, FrozenRound.members).where(
        FrozenRound.round_id.in_(ids), FrozenRound.version == 1
    )
    found = {key: (members, False) for key, members in session.execute(versions)}
    behind = (
        select(Release.round_id, FrozenRound.members)
        .join(FrozenRound, FrozenRound.id == Release.frozen_id)
        .where(Release.round_id.in_(ids))
        .order_by(Release.number.desc())
    )
    found |= {key: (members, True) for key, members in session.execute(behind)}
    return found


def soft_answers(session: Session, part_id: UUID) -> list[SoftAnswer]:
    """Return what a member answered to checks that ask, the newest last."""
    query = select(SoftAnswer).where(SoftAnswer.round_member_id == part_id)
    return list(session.scalars(query.order_by(SoftAnswer.answered_at, SoftAnswer.id)))


def queries_of(session: Session, part_ids: Iterable[UUID]) -> list[Query]:
    """Return the office's questions to some members in a round, the oldest first."""
    query = select(Query).where(Query.round_member_id.in_(list(part_ids)))
    return list(session.scalars(query.order_by(Query.asked_at, Query.id)))


def open_queries(session: Session, part_ids: Iterable[UUID]) -> list[Query]:
    """Return the questions that are not settled yet."""
    return [one for one in queries_of(session, part_ids) if one.settled_at is None]


def get_query(session: Session, query_id: UUID) -> Query:
    """Return a question of the office; raise NotFound."""
    found = session.get(Query, query_id)
    if found is None:
        raise NotFound
    return found


def answers_to(session: Session, query_ids: Iterable[UUID]) -> dict[UUID, list[QueryAnswer]]:
    """Return the answers to some questions, by question, the oldest first."""
    query = select(QueryAnswer).where(QueryAnswer.query_id.in_(list(query_ids)))
    found: dict[UUID, list[QueryAnswer]] = {}
    for answer in session.scalars(query.order_by(QueryAnswer.answered_at, QueryAnswer.id)):
        found.setdefault(answer.query_id, []).append(answer)
    return found


def frozen_versions(session: Session, round_id: UUID) -> list[FrozenRound]:
    """Return the frozen versions of a round, the newest first."""
    query = select(FrozenRound).where(FrozenRound.round_id == round_id)
    return list(session.scalars(query.order_by(FrozenRound.version.desc())))


def released_kinds(session: Session, round_id: UUID) -> set[ReleaseKind]:
    """Return what was released of a round to the whole club."""
    query = select(Release.kind).where(
        Release.round_id == round_id, Release.membership_id.is_(None)
    )
    return set(session.scalars(query))


def newest_frozen(session: Session, round_id: UUID) -> FrozenRound | None:
    """Return the newest frozen version of a round."""
    return next(iter(frozen_versions(session, round_id)), None)
