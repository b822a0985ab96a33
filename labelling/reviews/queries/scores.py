"""Scores: an assessor's own, those of all once handed in, and what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from assessments.consensus import Opinion
from assessments.editions import Edition
from labelling.people.models import Person
from labelling.reviews.models import (
    AgreedScore,
    Dissent,
    KeptJudgement,
    PanelSeat,
    PartReview,
    Review,
    SeatKind,
)
from labelling.reviews.opinions import opinion_of
from labelling.reviews.queries.seats import panel, reviews

_JUDGEMENT = load_only(
    PartReview.review_id,
    PartReview.part_id,
    PartReview.score,
    PartReview.attributes,
    PartReview.overall,
    PartReview.not_applicable,
    PartReview.cannot_judge,
    raiseload=True,
)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One assessor's review after it was handed in."""

    seat: PanelSeat
    person: Person
    review: Review
    parts: Mapping[str, PartReview]


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

    Only for those whom the rules let know scores: ask for AGREEMENT_VIEW before. Without
    ``texts`` each part has nothing but its judgement.
    """
    standing = panel(session, application_id)
    done = {
        seat_id: review
        for seat_id, review in reviews(session, [seat.id for seat in standing]).items()
        if review.handed_in_at is not None
    }
    seats = [seat for seat in standing if seat.id in done]
    people = {
        person.id: person
        for person in session.scalars(
            select(Person).where(Person.id.in_([seat.person_id for seat in seats]))
        )
    }
    parts: dict[UUID, dict[str, PartReview]] = {review.id: {} for review in done.values()}
    wanted = (
        select(PartReview).where(PartReview.review_id.in_(list(parts))).order_by(PartReview.part_id)
    )
    for part in session.scalars(wanted if texts else wanted.options(_JUDGEMENT)):
        parts[part.review_id][part.part_id] = part
    found = [
        HandedIn(seat, people[seat.person_id], done[seat.id], parts[done[seat.id].id])
        for seat in seats
    ]
    return sorted(found, key=lambda one: one.seat.kind is not SeatKind.MEMBER)


def opinions_by_seat(edition: Edition, handed_in: list[HandedIn]) -> dict[str, dict[str, Opinion]]:
    """Return, by seat, what each assessor says of each part."""
    return {
        str(one.seat.id): {part_id: opinion_of(edition, row) for part_id, row in one.parts.items()}
        for one in handed_in
    }


def agreed_scores(session: Session, application_id: UUID) -> dict[str, AgreedScore]:
    """Return what the team agreed on by part, as far as it has."""
    rows = session.scalars(
        select(AgreedScore)
        .where(AgreedScore.application_id == application_id)
        .order_by(AgreedScore.part_id)
    )
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
