"""Tables of the round table: what is on show, what each says by now, what is written, who is here.

What an assessor handed in stays in the review; what was agreed stands with the agreed scores.
"""

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified, Model

MINUTES = 6
"""How long a part is meant to take, unless the chair says otherwise."""


class RoundTable(Identified):
    """The table of one application: which part is on show, and who has the pen.

    ``turn`` is raised with each step and ``pen`` each time the pen passes, so that a screen that
    has not seen it yet neither steps nor writes. No part is on show before and after the parts.
    """

    __tablename__ = "round_tables"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    part_id: Mapped[str | None] = mapped_column(String(20))
    shown_at: Mapped[datetime]
    turn: Mapped[int] = mapped_column(default=1)
    minutes: Mapped[int] = mapped_column(default=MINUTES)
    scribe_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    pen: Mapped[int] = mapped_column(default=1)
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None]


class TablePart(Model):
    """A part at the table: how long it was on show, and what the scribe writes before it is agreed.

    ``seconds`` are of earlier times on show. Each save raises ``version``; 0 is a part of which
    nothing is written, and an agreement takes the writing away again.
    """

    __tablename__ = "round_table_parts"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    part_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    seconds: Mapped[int] = mapped_column(default=0)
    score: Mapped[str] = mapped_column(String(20), default="")
    not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    strengths: Mapped[str] = mapped_column(Text, default="")
    improvements: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    is_written: Mapped[bool] = mapped_column(default=False)


class Voice(Model):
    """What an assessor says of a part at the table, where it is no longer what was handed in."""

    __tablename__ = "round_table_voices"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    part_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    score: Mapped[Fraction | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    said_at: Mapped[datetime]


class Presence(Model):
    """When somebody's screen at the table was last heard of."""

    __tablename__ = "round_table_presences"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime]
