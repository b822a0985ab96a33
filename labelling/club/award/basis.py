"""What an award that is worked out rests on, told by cheap marks: it is read twice and compared."""

from collections.abc import Hashable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from labelling.club import queries as club
from labelling.club.award import counts, queries
from labelling.club.award.models import (
    Appraisal,
    Appraiser,
    Award,
    AwardFile,
    Candidacy,
    Revocation,
)
from labelling.club.models import ClubRound, FrozenRound, Query, RoundMember, ValueRevision

Basis = tuple[Hashable, ...]
"""Marks that differ as soon as anything differs that the award is worked out from."""


def basis_of(session: Session, round_: ClubRound) -> Basis:
    """Return the marks of a round's award: a constant number of statements, no figure is parsed.

    They cover the frozen rounds of the club, rule and files, what members agreed to, scores, late
    and corrected figures, open questions, earlier awards, and what is counted between members.
    """
    rule = queries.find_rule(session, round_.id)
    rule_id = rule.row.id if rule is not None else None
    parts = select(RoundMember.id).where(RoundMember.round_id == round_.id)
    marks = (
        select(FrozenRound.sha256)
        .join(ClubRound, ClubRound.id == FrozenRound.round_id)
        .where(ClubRound.club_id == round_.club_id)
        .order_by(FrozenRound.sha256),
        select(AwardFile.sha256).where(AwardFile.rule_id == rule_id).order_by(AwardFile.number),
        select(Candidacy.id, Candidacy.naming, Candidacy.given_at, Candidacy.statement != "")
        .where(Candidacy.round_id == round_.id)
        .order_by(Candidacy.id),
        select(Appraiser.id, Appraiser.handed_in_at, Appraisal.membership_id, Appraisal.score)
        .outerjoin(Appraisal, Appraisal.appraiser_id == Appraiser.id)
        .where(Appraiser.rule_id == rule_id)
        .order_by(Appraiser.id, Appraisal.membership_id),
        select(
            RoundMember.id, RoundMember.late, RoundMember.submitted_at, RoundMember.resubmitted_at
        )
        .where(RoundMember.round_id == round_.id)
        .order_by(RoundMember.id),
        select(func.count(), func.max(ValueRevision.saved_at)).where(
            ValueRevision.round_member_id.in_(parts)
        ),
        select(Query.id)
        .where(Query.round_member_id.in_(parts), Query.settled_at.is_(None))
        .order_by(Query.id),
        select(Award.id, Revocation.decided_at)
        .join(ClubRound, ClubRound.id == Award.round_id)
        .outerjoin(Revocation, Revocation.award_id == Award.id)
        .where(ClubRound.club_id == round_.club_id)
        .order_by(Award.id),
    )
    read: list[Hashable] = [rule_id, rule is not None and rule.confirmation is not None]
    read += [tuple(map(tuple, session.execute(one))) for one in marks]
    return (
        *read,
        *_counted(session, round_, [one["id"] for one in rule.row.criteria] if rule else []),
    )


def _counted(session: Session, round_: ClubRound, criteria: Sequence[str]) -> list[Hashable]:
    """Return what is counted between members, for the criteria that do so."""
    half = Round.parse(round_.half_year)
    members = [one.membership_id for one in club.parts_in(session, round_.id)]
    first, last = counts.span_of(half)
    return [
        (name, *sorted(counts.count(session, name, members, first, last).items()))
        for name in criteria
        if name in counts.names()
    ]
