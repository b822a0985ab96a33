"""What the club holds of one person: acts by key; nothing that names the person but that."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labelling.club.models import (
    ApiToken,
    Club,
    CodeAcceptance,
    CodeOfConduct,
    Membership,
    Query,
    QueryAnswer,
    RoundMember,
    SharedFigure,
    SoftAnswer,
    ValueRevision,
)
from labelling.core import doors


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return what a person accepted, answered for, entered, asked and answered."""
    contacts = session.execute(
        select(Club.name, Membership.joined_on)
        .join(Club, Club.id == Membership.club_id)
        .where(Membership.contact_id == person_id)
        .order_by(Club.name, Membership.id)
    )
    codes = session.execute(
        select(Club.name, CodeOfConduct.number, CodeAcceptance.accepted_at)
        .join(CodeOfConduct, CodeOfConduct.id == CodeAcceptance.code_id)
        .join(Club, Club.id == CodeOfConduct.club_id)
        .where(CodeAcceptance.person_id == person_id)
        .order_by(CodeAcceptance.accepted_at, CodeAcceptance.id)
    )
    return {
        "contact_in": [{"club": name, "member_since": day.isoformat()} for name, day in contacts],
        "codes_accepted": [
            {"club": name, "version": number, "at": at.isoformat()} for name, number, at in codes
        ],
        "figures_entered": _figures(session, person_id),
        "sheets_sent": [
            at.isoformat()
            for at in session.scalars(
                select(RoundMember.submitted_at)
                .where(RoundMember.submitted_by == person_id)
                .order_by(RoundMember.submitted_at)
            )
            if at is not None
        ],
        "figures_released": [
            {"figure": row.quantity, "at": row.released_at.isoformat()}
            for row in session.scalars(
                select(SharedFigure)
                .where(SharedFigure.released_by == person_id)
                .order_by(SharedFigure.released_at, SharedFigure.id)
            )
        ],
        "figures_withdrawn": [
            {"figure": row.quantity, "at": row.released_at.isoformat()}
            for row in session.scalars(
                select(SharedFigure)
                .where(SharedFigure.withdrawn_by == person_id)
                .order_by(SharedFigure.released_at, SharedFigure.id)
            )
        ],
        "checks_answered": _texts(session, SoftAnswer.answer, SoftAnswer.answered_by, person_id),
        "questions_asked": _texts(session, Query.question, Query.asked_by, person_id),
        "questions_answered": _texts(session, QueryAnswer.text, QueryAnswer.answered_by, person_id),
        "tokens": _texts(session, ApiToken.name, ApiToken.made_by, person_id),
    }


def _figures(session: Session, person_id: UUID) -> list[dict[str, str]]:
    rows = session.scalars(
        select(ValueRevision)
        .where(ValueRevision.saved_by == person_id)
        .order_by(ValueRevision.saved_at, ValueRevision.id)
    )
    return [
        {
            "figure": row.quantity,
            "number": row.number,
            "note": row.note,
            "at": row.saved_at.isoformat(),
        }
        for row in rows
    ]


def _texts(session: Session, text: Any, by: Any, person_id: UUID) -> list[str]:
    return list(session.scalars(select(text).where(by == person_id).order_by(text)))


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """End what a person answers for: contacts and tokens. Figures are the member's and stay."""
    session.execute(
        update(Membership).where(Membership.contact_id == person_id).values(contact_id=None)
    )
    session.execute(update(Club).where(Club.chair_id == person_id).values(chair_id=None))
    session.execute(
        update(ApiToken)
        .where(ApiToken.made_by == person_id, ApiToken.ended_at.is_(None))
        .values(ended_at=now)
    )


doors.holds_personal_data("club", export, erase)
