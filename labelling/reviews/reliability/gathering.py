"""What assessors said alone in closed cases, and what was agreed, ready to be measured.

A case counts once its agreement is closed: before that nobody may learn anything of its scores.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
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
from labelling.reviews.opinions import Bare, opinion_of

CLOSED = (
    State.FEEDBACK_DRAFT,
    State.OBSERVATIONS,
    State.OBSERVED,
    State.RECOMMENDED,
    State.OFFERED,
    State.DECIDED,
)

_TEAM = 2


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

    With `since`, those alone that were scored after it. Three statements, whatever there is;
    columns instead of rows, for there may be many thousand judgements.
    """
    reviews = session.execute(
        select(Application, Review)
        .join(Review, Review.application_id == Application.id)
        .join(PanelSeat, PanelSeat.id == Review.seat_id)
        .where(*_counted(edition_id))
        .order_by(Application.id, Review.id)
    ).all()
    teams: dict[UUID, list[tuple[Application, Review]]] = {}
    for application, review in reviews:
        teams.setdefault(application.id, []).append((application, review))
    cases = []
    known: dict[UUID, tuple[Edition, str, str]] = {}
    editions: dict[str, Edition] = {}
    for key, team in teams.items():
        application = team[0][0]
        at = max(review.handed_in_at or review.started_at for _, review in team)
        if len(team) < _TEAM or (since is not None and at <= since):
            continue
        if application.edition_sha256 not in editions:
            editions[application.edition_sha256] = edition_of(application)
        found = editions[application.edition_sha256]
        cases.append(ClosedCase(str(key), application.call_id, at))
        known |= {row.id: (found, str(key), str(row.person_id)) for _, row in team}
    wanted = frozenset(one.id for one in cases)
    agreed = {place: score for place, score in _agreed(session, edition_id) if place[0] in wanted}
    return Gathered(tuple(cases), tuple(_said(session, edition_id, known)), agreed)


def _said(
    session: Session, edition_id: str, known: Mapping[UUID, tuple[Edition, str, str]]
) -> Iterator[Said]:
    rows = session.execute(
        select(
            PartReview.review_id,
            PartReview.part_id,
            PartReview.score,
            PartReview.attributes,
            PartReview.overall,
            PartReview.not_applicable,
            PartReview.cannot_judge,
        )
        .join(Review, Review.id == PartReview.review_id)
        .join(Application, Application.id == Review.application_id)
        .join(PanelSeat, PanelSeat.id == Review.seat_id)
        .where(*_counted(edition_id))
        .order_by(Application.id, Review.id, PartReview.part_id)
    )
    for review_id, part_id, score, attributes, overall, not_applicable, cannot_judge in rows:
        if review_id in known:
            edition, case, person = known[review_id]
            row = Bare(part_id, score, attributes, overall, not_applicable, cannot_judge)
            yield Said(case, part_id, person, opinion_of(edition, row))


def _counted(edition_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return what holds of the reviews that count: the team's, handed in, of closed cases."""
    return (
        Application.edition_id == edition_id,
        Application.state.in_(CLOSED),
        Review.handed_in_at.is_not(None),
        PanelSeat.kind == SeatKind.MEMBER,
        PanelSeat.state == PanelState.ACCEPTED,
    )


def _agreed(session: Session, edition_id: str) -> Iterator[tuple[tuple[str, str], Fraction]]:
    rows = session.execute(
        select(AgreedScore.application_id, AgreedScore.part_id, AgreedScore.score)
        .join(Application, Application.id == AgreedScore.application_id)
        .where(Application.edition_id == edition_id, AgreedScore.score.is_not(None))
    )
    for application_id, part_id, score in rows:
        if score is not None:
            yield (str(application_id), part_id), score
