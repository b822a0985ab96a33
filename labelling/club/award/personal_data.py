"""What awards hold of one person: acts by key, scores as an appraiser, and texts of its member."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.club.award.models import (
    Appraisal,
    Appraiser,
    Award,
    AwardDecision,
    AwardFile,
    AwardRule,
    Candidacy,
    Revocation,
    RuleConfirmation,
)
from labelling.core import doors


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return what a person proposed, confirmed, appraised, decided and agreed to for a member."""
    scores = session.execute(
        select(Appraisal.score, Appraisal.saved_at)
        .join(Appraiser, Appraiser.id == Appraisal.appraiser_id)
        .where(Appraiser.person_id == person_id)
        .order_by(Appraisal.saved_at, Appraisal.id)
    )
    said = session.scalars(
        select(Candidacy).where(Candidacy.given_by == person_id).order_by(Candidacy.given_at)
    )
    return {
        "scores_given": [{"score": score, "at": at.isoformat()} for score, at in scores],
        "candidacies": [
            {
                "agreed": row.naming.value,
                "named_to_appraisers": row.by_name,
                "text": row.statement,
                "at": row.given_at.isoformat(),
            }
            for row in said
        ],
        "rules_proposed": _when(session, AwardRule.proposed_at, AwardRule.proposed_by, person_id),
        "rules_confirmed": _when(
            session, RuleConfirmation.confirmed_at, RuleConfirmation.confirmed_by, person_id
        ),
        "awards_worked_out": _when(
            session, AwardFile.prepared_at, AwardFile.prepared_by, person_id
        ),
        "awards_decided": _when(
            session, AwardDecision.decided_at, AwardDecision.decided_by, person_id
        ),
        "awards_announced": _when(session, Award.announced_at, Award.announced_by, person_id),
        "revocations_asked": _when(session, Revocation.asked_at, Revocation.asked_by, person_id),
        "revocations_decided": _when(
            session, Revocation.decided_at, Revocation.decided_by, person_id
        ),
    }


def _when(session: Session, at: Any, by: Any, person_id: UUID) -> list[str]:
    found = session.scalars(select(at).where(by == person_id).order_by(at))
    return [one.isoformat() for one in found if one is not None]


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """Keep all: acts stand by key alone, and texts are the member's."""


doors.holds_personal_data("awards", export, erase)
