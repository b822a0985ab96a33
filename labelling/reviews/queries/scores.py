"""Scores: an assessor's own, those of all once handed in, and what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from assessments.consensus import Opinion
from assessments.editions import Edition
from labelling.people.models import Person
from labelling.reviews.models import (
    AgreedScore,
    Dissent,
    KeptJudgement,
    PanelSeat,
    PanelState,
    PartReview,
    Review,
    SeatKind,
)
from labelling.reviews.opinions import Bare, Entered, opinion_of
from labelling.reviews.queries.seats import panel, reviews

# What the page of an agreement asks each time is put together once.
_OF_REVIEWS = PartReview.review_id.in_(bindparam("reviews", expanding=True))
_WHOLE = select(PartReview).where(_OF_REVIEWS).order_by(PartReview.part_id)
_BARE = (
    select(
        PartReview.review_id,
        PartReview.part_id,
        PartReview.score,
        PartReview.attributes,
        PartReview.overall,
        PartReview.not_applicable,
        PartReview.cannot_judge,
    )
    .where(_OF_REVIEWS)
    .order_by(PartReview.part_id)
)
_PEOPLE = select(Person.id, Person.name).where(Person.id.in_(bindparam("people", expanding=True)))
_AGREED = (
    select(AgreedScore)
    .where(AgreedScore.application_id == bindparam("application"))
    .order_by(AgreedScore.part_id)
)


class Assessor(NamedTuple):
    """Who scored, as colleagues and pages name them."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One assessor's review after it was handed in."""

    seat: PanelSeat
    person: Assessor
    review: Review
    parts: Mapping[str, Entered]


def part_reviews(session: Session, review_id: UUID) -> dict[str, PartReview]:
    """Return one assessor's judgements by part."""
    rows = session.scalars(
        select(PartReview).where(PartReview.review_id == review_id).order_by(PartReview.part_id)
    )
    return {row.part_id: row for row in rows}


def kept_judgements(session: Session, review_id: UUID) -> list[KeptJudgement]:
    """Return what came back from off line and waits for a choice, the oldest first."""
    return list(
        session.scalars(
            select(KeptJudgement)
            .where(KeptJudgement.review_id == review_id)
            .order_by(KeptJudgement.kept_at, KeptJudgement.id)
        )
    )


def handed_in_opinions(
    session: Session, application_id: UUID, *, texts: bool = True
) -> list[HandedIn]:
    """Return the reviews that were handed in, the team's first, the lead on top.

    Without those of a seat that is held: an objection waits for its answer.

    Only for those whom the rules let know scores: ask for AGREEMENT_VIEW before. Without
    ``texts`` each part has nothing but its judgement.
    """
    standing = [
        seat for seat in panel(session, application_id) if seat.state is not PanelState.HELD
    ]
    done = {
        seat_id: review
        for seat_id, review in reviews(session, [seat.id for seat in standing]).items()
        if review.handed_in_at is not None
    }
    seats = [seat for seat in standing if seat.id in done]
    asked = {"people": [seat.person_id for seat in seats]}
    people = {row.id: Assessor(row.id, row.name) for row in session.execute(_PEOPLE, asked)}
    parts = _parts(session, [review.id for review in done.values()], texts=texts)
    found = [
        HandedIn(seat, people[seat.person_id], done[seat.id], parts[done[seat.id].id])
        for seat in seats
    ]
    return sorted(found, key=lambda one: one.seat.kind is not SeatKind.MEMBER)


def _parts(
    session: Session, review_ids: list[UUID], *, texts: bool
) -> dict[UUID, dict[str, Entered]]:
    """Return judgements by review and part; plain rows where no text is asked for."""
    parts: dict[UUID, dict[str, Entered]] = {key: {} for key in review_ids}
    if texts:
        for part in session.scalars(_WHOLE, {"reviews": review_ids}):
            parts[part.review_id][part.part_id] = part
        return parts
    for key, part_id, score, attributes, overall, dropped, unjudged in session.execute(
        _BARE, {"reviews": review_ids}
    ):
        parts[key][part_id] = Bare(part_id, score, attributes, overall, dropped, unjudged)
    return parts


def opinions_by_seat(edition: Edition, handed_in: list[HandedIn]) -> dict[str, dict[str, Opinion]]:
    """Return, by seat, what each assessor says of each part."""
    return {
        str(one.seat.id): {part_id: opinion_of(edition, row) for part_id, row in one.parts.items()}
        for one in handed_in
    }


def agreed_scores(session: Session, application_id: UUID) -> dict[str, AgreedScore]:
    """Return what the team agreed on by part, as far as it has."""
    rows = session.scalars(_AGREED, {"application": application_id})
    return {row.part_id: row for row in rows}


def dissents(session: Session, application_id: UUID) -> dict[str, list[tuple[Dissent, str]]]:
    """Return by part who wants another view on record, with names."""
    rows = session.execute(
        select(Dissent, Person.name)
        .join(Person, Person.id == Dissent.person_id)
        .where(Dissent.application_id == application_id)
        .order_by(Dissent.part_id, Dissent.written_at, Dissent.id)
    )
    found: dict[str, list[tuple[Dissent, str]]] = {}
    for dissent, name in rows:
        found.setdefault(dissent.part_id, []).append((dissent, name))
    return found
