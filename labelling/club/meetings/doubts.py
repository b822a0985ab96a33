"""What is doubtful about a round's figures, as counts of members that are never small."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarking.indicators.model import Change
from labelling.club import queries as club_queries
from labelling.club.models import Club, ClubRound, Query, RoundMember, ValueRevision
from labelling.club.results import gate


@dataclass(frozen=True, slots=True)
class Doubts:
    """How many members have an open question, came late, corrected; None where that is few.

    ``changes`` are definitions that are new in this round.
    """

    questioned: int | None
    late: int | None
    corrected: int | None
    changes: tuple[Change, ...]


def doubts_of(session: Session, club: Club, round_: ClubRound) -> Doubts:
    """Return the doubts of a round: three statements.

    A count below five, or of all but fewer than five, would tell members of each other.
    """
    few = gate.policy_of(club).few
    parts = club_queries.parts_in(session, round_.id)
    ids = [one.id for one in parts]
    questioned = set(
        session.scalars(
            select(Query.round_member_id).where(
                Query.round_member_id.in_(ids), Query.settled_at.is_(None)
            )
        )
    )
    corrected = set(
        session.scalars(
            select(ValueRevision.round_member_id).where(
                ValueRevision.round_member_id.in_(ids), ValueRevision.corrects.is_(True)
            )
        )
    )
    set_ = club_queries.round_set(session, round_)
    return Doubts(
        questioned=_told(questioned, parts, few),
        late=_told({one.id for one in parts if one.late}, parts, few),
        corrected=_told(corrected, parts, few),
        changes=tuple(one for one in set_.changes if str(one.since) == round_.half_year),
    )


def _told(found: Collection[UUID], parts: Collection[RoundMember], few: int) -> int | None:
    """Return a count, None where it or its complement is small; nothing at all is told as 0."""
    count, rest = len(found), len(parts) - len(found)
    if count == 0:
        return 0
    return count if count >= few and (rest == 0 or rest >= few) else None
