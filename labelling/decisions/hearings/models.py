"""Tables of hearings: what the holder was asked by when, and what it said. Only ever added to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified, Model


class LabelHearing(Identified):
    """The holder is heard on a change: before it, or afterwards where it was urgent."""

    __tablename__ = "label_hearings"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("label_changes.id"), unique=True)
    afterwards: Mapped[bool]
    answer_by: Mapped[date]
    opened_at: Mapped[datetime]


class HearingAnswer(Identified):
    """What the holder says, once; ``asks_lifting`` only after an urgent suspension."""

    __tablename__ = "hearing_answers"

    hearing_id: Mapped[UUID] = mapped_column(ForeignKey("label_hearings.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    asks_lifting: Mapped[bool]
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class HearingPiece(Model):
    """A piece of evidence that an answer rests on, in the version of that day."""

    __tablename__ = "hearing_pieces"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("hearing_answers.id"), primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(
        ForeignKey("evidence.id"), primary_key=True, index=True
    )
    version: Mapped[int | None]


class HearingReply(Identified):
    """What the office replies to an answer that came after an urgent change."""

    __tablename__ = "hearing_replies"

    hearing_id: Mapped[UUID] = mapped_column(ForeignKey("label_hearings.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    replied_at: Mapped[datetime]
    replied_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
