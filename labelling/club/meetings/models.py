"""Tables of meetings: when and where a round is discussed, who takes part, what is shown."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified


class MeetingState(StrEnum):
    """How far a meeting has come, in this order."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class Meeting(Identified):
    """The meeting over a round's draft results; ``slide`` is the number on show while it is open.

    The chair steps; ``slide`` is 0 before the first slide and None while the meeting is not open.
    """

    __tablename__ = "club_meetings"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (slide IS NOT NULL)", name="slide_while_open"),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"), unique=True)
    held_on: Mapped[date]
    starts_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    state: Mapped[MeetingState] = mapped_column(choice(MeetingState), default=MeetingState.PLANNED)
    slide: Mapped[int | None]
    slide_at: Mapped[datetime | None]
    """Since when this slide is on show."""
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    planned_at: Mapped[datetime]
    planned_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Slide(Identified):
    """An indicator that the chair chose to be discussed, under a question for the room."""

    __tablename__ = "club_slides"
    __table_args__ = (UniqueConstraint("meeting_id", "indicator"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), index=True)
    position: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(String(1000), default="")
    """For the chair alone."""


class Participant(Identified):
    """Somebody who takes part: a member's person, or a guest of the office without a member."""

    __tablename__ = "club_participants"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    membership_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("club_memberships.id"), index=True
    )
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    came: Mapped[bool | None]
    """Whether they were there; None until the minutes say so."""
