"""What meeting mode holds of one person: names and agreements given for a member."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labelling.club.meetings.mode.models import Follower, NamingConsent, OpenAgreement
from labelling.core import doors


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return the consents and agreements that a person gave, with how they ended."""
    consents = session.scalars(
        select(NamingConsent)
        .where(NamingConsent.given_by == person_id)
        .order_by(NamingConsent.given_at, NamingConsent.id)
    )
    agreements = session.scalars(
        select(OpenAgreement)
        .where(OpenAgreement.agreed_by == person_id)
        .order_by(OpenAgreement.agreed_at, OpenAgreement.id)
    )
    seen = session.scalars(
        select(Follower.seen_at).where(Follower.person_id == person_id).order_by(Follower.seen_at)
    )
    return {
        "names_shown": [
            {
                "indicator": one.indicator,
                "text_version": one.text_version,
                "from": one.given_at.isoformat(),
                "taken_back": _written(one.withdrawn_at),
                "expired": _written(one.expired_at),
            }
            for one in consents
        ],
        "figures_opened": [
            {
                "indicators": one.indicators,
                "text_version": one.text_version,
                "at": one.agreed_at.isoformat(),
                "taken_back": _written(one.withdrawn_at),
            }
            for one in agreements
        ],
        "meetings_followed_until": [one.isoformat() for one in seen],
    }


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def erase(session: Session, person_id: UUID, _now: datetime) -> None:
    """Forget whose screen followed; consents are the member's record and stay by key."""
    session.execute(delete(Follower).where(Follower.person_id == person_id))


doors.holds_personal_data("meeting mode", export, erase)
