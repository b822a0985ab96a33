"""Tables of meeting mode: who follows, whose name is shown, who agreed to open figures."""

from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import ExactFraction, Json
from labelling.core.model import Identified, Model

_STANDING = "withdrawn_at IS NULL AND expired_at IS NULL"


class Follower(Model):
    """When somebody's screen last asked what is on show; counted, never listed."""

    __tablename__ = "club_followers"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    seen_at: Mapped[datetime]


class NamingConsent(Identified):
    """A member's consent: its name and this figure, for this indicator, in this meeting only.

    Each giving is a row of its own and is kept: whoever saw the value knows it for good, and the
    gate reckons with that. ``value`` is what was shown, ``text_version`` what was agreed to.
    """

    __tablename__ = "club_namings"
    __table_args__ = (
        Index(
            "uq_club_namings_standing",
            "meeting_id",
            "membership_id",
            "indicator",
            unique=True,
            sqlite_where=text(_STANDING),
            postgresql_where=text(_STANDING),
        ),
        CheckConstraint("withdrawn_at IS NULL OR expired_at IS NULL", name="ended_once"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(40))
    value: Mapped[Fraction] = mapped_column(ExactFraction)
    text_version: Mapped[int]
    given_at: Mapped[datetime]
    given_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    expired_at: Mapped[datetime | None]


class OpenOffer(Model):
    """That the members of a meeting are asked to open chosen indicators to each other."""

    __tablename__ = "club_open_offers"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), primary_key=True)
    indicators: Mapped[list[str]] = mapped_column(Json)
    text_version: Mapped[int]
    offered_at: Mapped[datetime]
    offered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class OpenAgreement(Identified):
    """A member agreed in writing, before the day, to open its figures to those who agree as well.

    ``indicators`` are those that it agreed to, ``text_sha256`` the text that it read.
    """

    __tablename__ = "club_open_agreements"
    __table_args__ = (
        Index(
            "uq_club_open_agreements_standing",
            "meeting_id",
            "membership_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    indicators: Mapped[list[str]] = mapped_column(Json)
    text_version: Mapped[int]
    text_sha256: Mapped[str] = mapped_column(String(64))
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class OpenFigure(Model):
    """A figure that was open, with its member's name, to those who agreed, in one meeting."""

    __tablename__ = "club_open_figures"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    membership_id: Mapped[UUID] = mapped_column(
        ForeignKey("club_memberships.id"), primary_key=True, index=True
    )
    value: Mapped[Fraction] = mapped_column(ExactFraction)
    opened_at: Mapped[datetime]
