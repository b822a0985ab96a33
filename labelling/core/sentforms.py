"""Forms that count once: which were carried out, by account and key, for a day."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from labelling.core import doors, outbox
from labelling.core.model import Identified

KEPT_FOR = timedelta(days=1)


class SentForm(Identified):
    """A form that was carried out.

    ``form`` is the SHA-256 of its key and of where it was sent, ``content`` that of what was sent;
    ``address`` the page to which it led, '' where its answer is made anew.
    """

    __tablename__ = "sent_forms"
    __table_args__ = (
        UniqueConstraint("person_id", "form"),
        Index("ix_sent_forms_sent_at", "sent_at"),
    )

    person_id: Mapped[UUID]
    form: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(500))
    sent_at: Mapped[datetime]


def find_sent(session: Session, person_id: UUID, form: str) -> SentForm | None:
    """Return a form as an account sent it, None where it has not."""
    query = select(SentForm).where(SentForm.person_id == person_id, SentForm.form == form)
    return session.scalars(query).one_or_none()


@outbox.every_minute
def forget_sent(session: Session, now: datetime) -> None:
    """Forget what was sent longer ago than a day."""
    session.execute(delete(SentForm).where(SentForm.sent_at < now - KEPT_FOR))


def export(session: Session, person_id: UUID) -> Mapping[str, Any]:
    """Return how many forms of a person are kept from being carried out twice."""
    query = select(func.count()).select_from(SentForm).where(SentForm.person_id == person_id)
    return {"forms_of_the_last_day": session.scalar(query)}


def erase(session: Session, person_id: UUID, now: datetime) -> None:
    """Forget what a person sent."""
    del now
    session.execute(delete(SentForm).where(SentForm.person_id == person_id))


doors.holds_personal_data("sent forms", export, erase)
