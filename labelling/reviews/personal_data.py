"""What reviews hold of one person: for export, and what may be erased."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from labelling.core.audit import AuditEntry, forget_details
from labelling.reviews import queries
from labelling.reviews.models import (
    AssessorProfile,
    Clarification,
    Dissent,
    KeptJudgement,
    PanelSeat,
    PartReview,
    Review,
)
from labelling.reviews.reporting.models import ReportEditor, ReportRating
from labelling.reviews.roundtable.models import Presence, Voice
from labelling.reviews.visiting.models import VisitAnswer, VisitDay


def export(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return an assessor's profile, seats with declarations, own scores, views and dissents."""
    profile = queries.find_profile(session, person_id)
    seats = queries.seats_of_person(session, person_id)
    return {
        "profile": None
        if profile is None
        else {
            "country": profile.country,
            "languages": profile.languages,
            "fields": profile.fields,
        },
        "seats": [
            {
                "application": application.reference,
                "state": seat.state.value,
                "invited_at": seat.invited_at.isoformat(),
                "conflict": seat.conflict.value if seat.conflict is not None else None,
                "conflict_kinds": seat.conflict_kinds,
                "conflict_text": seat.conflict_text,
            }
            for seat, application in seats
        ],
        "scores": _scores(session, person_id),
        "round_table": _said(session, person_id),
        "dissents": _dissents(session, person_id),
        "scores_kept_beside": _kept(session, person_id),
        "questions_to_applicants": _questions(session, person_id),
        "visits": _days(session, person_id),
        "reports": _reports(session, person_id),
    }


def _kept(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(KeptJudgement)
        .join(Review, Review.id == KeptJudgement.review_id)
        .where(Review.person_id == person_id)
        .order_by(KeptJudgement.kept_at, KeptJudgement.id)
    )
    return [{"part": row.part_id, "content": row.content} for row in rows]


def _questions(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Clarification)
        .join(PanelSeat, PanelSeat.id == Clarification.seat_id)
        .where(PanelSeat.person_id == person_id)
        .order_by(Clarification.asked_at, Clarification.id)
    )
    return [
        {
            "application": str(row.application_id),
            "part": row.part_id,
            "text": row.text,
            "asked_at": row.asked_at.isoformat(),
        }
        for row in rows
    ]


def _scores(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Review, PartReview)
        .join(PartReview, PartReview.review_id == Review.id)
        .where(Review.person_id == person_id)
        .order_by(Review.started_at, Review.id, PartReview.part_id)
    )
    return [
        {
            "application": str(review.application_id),
            "part": part.part_id,
            "score": str(part.score) if part.score is not None else None,
            "attributes": part.attributes,
            "overall": str(part.overall) if part.overall is not None else None,
            "overall_reason": part.overall_reason,
            "cannot_judge": part.cannot_judge,
            "confidence": part.confidence,
            "strengths": part.strengths,
            "improvements": part.improvements,
            "questions": part.questions,
            "marks": part.marks,
            "notes": part.notes,
        }
        for review, part in rows
    ]


def _said(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Voice)
        .where(Voice.person_id == person_id)
        .order_by(Voice.application_id, Voice.part_id)
    )
    return [
        {
            "application": str(row.application_id),
            "part": row.part_id,
            "score": str(row.score) if row.score is not None else None,
            "not_applicable": row.not_applicable,
            "said_at": row.said_at.isoformat(),
        }
        for row in rows
    ]


def _dissents(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Dissent)
        .where(Dissent.person_id == person_id)
        .order_by(Dissent.application_id, Dissent.part_id, Dissent.id)
    )
    return [
        {
            "application": str(row.application_id),
            "part": row.part_id,
            "text": row.text,
            "written_at": row.written_at.isoformat(),
        }
        for row in rows
    ]


def _days(session: Session, person_id: UUID) -> list[dict[str, Any]]:
    rows = session.execute(
        select(VisitAnswer, VisitDay)
        .join(VisitDay, VisitDay.id == VisitAnswer.day_id)
        .where(VisitAnswer.person_id == person_id)
        .order_by(VisitDay.starts_at, VisitDay.id)
    )
    return [{"day": day.starts_at.isoformat(), "suits": answer.suits.value} for answer, day in rows]


def _reports(session: Session, person_id: UUID) -> dict[str, Any]:
    edited = session.scalars(
        select(ReportEditor.application_id)
        .where(ReportEditor.person_id == person_id)
        .order_by(ReportEditor.named_at, ReportEditor.id)
    )
    rated = session.scalars(
        select(ReportRating)
        .where(ReportRating.rated_by == person_id)
        .order_by(ReportRating.rated_at, ReportRating.id)
    )
    return {
        "edited": [str(one) for one in edited],
        "rated": [
            {
                "application": str(row.application_id),
                "marks": [row.clear, row.fair, row.useful],
                "remark": row.remark,
            }
            for row in rated
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Erase profile, declarations' texts, own notes and dissents.

    Scores and statements belong to the assessment's record.
    """
    session.execute(delete(AssessorProfile).where(AssessorProfile.person_id == person_id))
    session.execute(
        update(PanelSeat).where(PanelSeat.person_id == person_id).values(conflict_text="")
    )
    session.execute(
        update(ReportRating).where(ReportRating.rated_by == person_id).values(remark="")
    )
    session.execute(delete(VisitAnswer).where(VisitAnswer.person_id == person_id))
    session.execute(delete(Presence).where(Presence.person_id == person_id))
    session.execute(update(Dissent).where(Dissent.person_id == person_id).values(text=""))
    own_reviews = select(Review.id).where(Review.person_id == person_id)
    session.execute(
        update(PartReview).where(PartReview.review_id.in_(own_reviews)).values(notes="")
    )
    session.execute(delete(KeptJudgement).where(KeptJudgement.review_id.in_(own_reviews)))
    own_seats = select(PanelSeat.id).where(PanelSeat.person_id == person_id)
    forget_details(
        session,
        AuditEntry.subject_kind == PanelSeat.__tablename__,
        AuditEntry.subject_id.in_(own_seats),
    )
    forget_details(session, AuditEntry.actor_id == person_id, AuditEntry.verb == "dissent.written")
