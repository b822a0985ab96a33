"""What this room holds of the officers who design: what they made, proposed and decided.

Signatories stand in designs as they stand on certificates: for good, by their own agreement.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labelling.core.doors import holds_personal_data
from labelling.issuing.designs.models import CertificateDesign, DesignDraft, DesignProposal


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return the person's part in designs."""
    drafts = session.scalars(
        select(DesignDraft).where(DesignDraft.saved_by == person_id).order_by(DesignDraft.scheme)
    )
    made = session.scalars(
        select(CertificateDesign)
        .where(CertificateDesign.made_by == person_id)
        .order_by(CertificateDesign.scheme, CertificateDesign.version)
    )
    proposals = session.scalars(
        select(DesignProposal)
        .where(or_(DesignProposal.asked_by == person_id, DesignProposal.decided_by == person_id))
        .order_by(DesignProposal.asked_at, DesignProposal.id)
    )
    return {
        "drafts": [{"scheme": one.scheme, "saved": one.saved_at.isoformat()} for one in drafts],
        "versions": [
            {"scheme": one.scheme, "version": one.version, "made": one.made_at.isoformat()}
            for one in made
        ],
        "proposals": [
            {
                "scheme": one.scheme,
                "proposed": one.asked_at.isoformat() if one.asked_by == person_id else None,
                "decided": one.decided_at.isoformat()
                if one.decided_at is not None and one.decided_by == person_id
                else None,
                "reason": one.reason if one.decided_by == person_id else None,
            }
            for one in proposals
        ],
    }


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Let the draft forget who saved it; versions and decisions stand for good."""
    for draft in session.scalars(select(DesignDraft).where(DesignDraft.saved_by == person_id)):
        draft.saved_by = None


holds_personal_data("designs", export, erase)
