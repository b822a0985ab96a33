"""What assessors said alone in closed cases, and what was agreed, ready to be measured.

A case counts once its agreement is closed: before that nobody may learn anything of its scores.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessments.editions import Edition
from assessments.severity.judgements import Said
from labelling.applications.life import State
from labelling.applications.models import Application, Call
from labelling.applications.schemes import edition_of
from labelling.reviews.models import (
    AgreedScore,
    PanelSeat,
    PanelState,
    PartReview,
    Review,
    SeatKind,
)
from labelling.reviews.opinions import opinion_of

CLOSED = (
    State.FEEDBACK_DRAFT,
    State.OBSERVATIONS,
    State.OBSERVED,
    State.RECOMMENDED,
    State.OFFERED,
    State.DECIDED,
)


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """A case whose agreement is closed: its call, and when the last of the team handed in."""

    id: str
    call_id: UUID
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class Gathered:
    """Closed cases with two or more assessors, and what was said and agreed in them.

    Assessors and cases are named by their keys; `agreed` is by case and part.
    """

    cases: tuple[ClosedCase, ...]
    said: tuple[Said, ...]
    agreed: Mapping[tuple[str, str], Fraction]

    @property
    def assessors(self) -> int:
        """Return how many people scored."""
        return len({one.assessor for one in self.said})

    def of(self, cases: frozenset[str]) -> "Gathered":
        """Return what belongs to some of the cases."""
        return Gathered(
            tuple(one for one in self.cases if one.id in cases),
            tuple(one for one in self.said if one.case in cases),
            {place: score for place, score in self.agreed.items() if place[0] in cases},
        )


def calls_of(session: Session, edition_id: str) -> list[Call]:
    """Return the calls of an edition, the newest first."""
    return list(
        session.scalars(
            select(Call)
            .where(Call.edition_id == edition_id)
            .order_by(Call.opens_on.desc(), Call.id)
        )
    )


def editions_used(session: Session) -> list[str]:
    """Return the editions that calls were opened under, by the newest call."""
    rows = session.execute(
        select(Call.edition_id, func.max(Call.opens_on).label("newest"))
        .group_by(Call.edition_id)
        .order_by(func.max(Call.opens_on).desc(), Call.edition_id)
    )
    return [row.edition_id for row in rows]


def gathered(session: Session, edition_id: str, *, since: datetime | None = None) -> Gathered:
    """Return the closed cases of an edition that were scored by a team of two or more.

    With `since`, those alone that were scored after it. Two statements, whatever there is.
    """
    rows = session.execute(
        select(Application, Review, PartReview)
        .join(Review, Review.application_id == Application.id)
        .join(PartReview, PartReview.review_id == Review.id)
        .join(PanelSeat, PanelSeat.id == Review.seat_id)
        .where(
            Application.edition_id == edition_id,
            Application.state.in_(CLOSED),
            Review.handed_in_at.is_not(None),
            PanelSeat.kind == SeatKind.MEMBER,
            PanelSeat.state == PanelState.ACCEPTED,
        )
        .order_by(Application.id, Review.id, PartReview.part_id)
    ).all()
    editions: dict[str, Edition] = {}
    said: list[Said] = []
    scored: dict[UUID, tuple[Application, datetime, set[UUID]]] = {}
    for application, review, part in rows:
        if application.edition_sha256 not in editions:
            editions[application.edition_sha256] = edition_of(application)
        opinion = opinion_of(editions[application.edition_sha256], part)
        said.append(Said(str(application.id), part.part_id, str(review.person_id), opinion))
        known = scored.get(application.id)
        done = review.handed_in_at or review.started_at  # handed in, as asked for above
        latest = done if known is None else max(known[1], done)
        team = {review.person_id} | (set() if known is None else known[2])
        scored[application.id] = (application, latest, team)
    cases = tuple(
        ClosedCase(str(key), application.call_id, at)
        for key, (application, at, team) in scored.items()
        if len(team) > 1 and (since is None or at > since)
    )
    wanted = frozenset(one.id for one in cases)
    return Gathered(cases, tuple(said), _agreed(session, edition_id)).of(wanted)


def _agreed(session: Session, edition_id: str) -> dict[tuple[str, str], Fraction]:
    rows = session.execute(
        select(AgreedScore.application_id, AgreedScore.part_id, AgreedScore.score)
        .join(Application, Application.id == AgreedScore.application_id)
        .where(Application.edition_id == edition_id, AgreedScore.score.is_not(None))
    )
    return {(str(row.application_id), row.part_id): row.score for row in rows}
