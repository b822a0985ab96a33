"""Tables of exchanges: visits between members, questions asked anonymously and who was asked."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class VisitState(StrEnum):
    """Whether a visit is planned, took place, or was cancelled."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Visit(Identified):
    """A visit or exchange between members: the host, the topic, the day.

    ``indicator`` is what it is about, '' for none. It counts once a guest says that it took place.
    """

    __tablename__ = "club_visits"
    __table_args__ = (
        CheckConstraint("(state = 'planned') = (settled_at IS NULL)", name="settled_whole"),
    )

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"), index=True)
    host_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    topic: Mapped[str] = mapped_column(String(200))
    indicator: Mapped[str] = mapped_column(String(40), default="")
    held_on: Mapped[date]
    notes: Mapped[str] = mapped_column(String(2000), default="")
    state: Mapped[VisitState] = mapped_column(choice(VisitState), default=VisitState.PLANNED)
    planned_at: Mapped[datetime]
    planned_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Guest(Identified):
    """A member that visits."""

    __tablename__ = "club_visit_guests"
    __table_args__ = (UniqueConstraint("visit_id", "membership_id"),)

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("club_visits.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)


class Question(Identified):
    """What a member asks those who are good at an indicator.

    ``named``: the asker lets those asked know who asks, and so agrees beforehand to be introduced.
    """

    __tablename__ = "club_questions"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(40))
    half_year: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(1000))
    named: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    expires_on: Mapped[date]
    closed_at: Mapped[datetime | None]


class Answer(StrEnum):
    """What somebody asked said; who says nothing has none."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class AskedMember(Identified):
    """A member that was asked. The asker learns of it only by its acceptance.

    Names are told once both agree: ``introduced_at``.
    """

    __tablename__ = "club_questions_asked"
    __table_args__ = (
        UniqueConstraint("question_id", "membership_id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_whole"),
        CheckConstraint("introduced_at IS NULL OR answer = 'accepted'", name="both_agreed"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("club_questions.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    message: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    introduced_at: Mapped[datetime | None]
    introduced_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
