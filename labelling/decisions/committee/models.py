"""Tables of sittings: who was called, what was on the agenda, how it was voted, the minutes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assessments.editions.model import Tie, WithoutMajority
from labelling.core.columns import choice
from labelling.core.model import Identified, Model
from labelling.reviews.models import Outcome


class SittingKind(StrEnum):
    """How the committee comes together."""

    MEETING = "meeting"
    IN_WRITING = "in_writing"


class Sitting(Identified):
    """A sitting of a scheme's committee, with the rules that were in force when it was planned.

    How far it has come follows from its instants: planned, called, opened, closed or cancelled.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        UniqueConstraint("scheme", "number"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> chair_id", name="two_chairs"),
        CheckConstraint(
            "(kind = 'meeting') = (begins_at IS NOT NULL)", name="begins_where_meeting"
        ),
        CheckConstraint("closed_at IS NULL OR cancelled_at IS NULL", name="one_end"),
    )

    scheme: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    kind: Mapped[SittingKind] = mapped_column(choice(SittingKind))
    day: Mapped[date]
    """The day of the meeting; in writing the last day to vote."""
    begins_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    chair_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    quorum_percent: Mapped[int]
    quorum_at_least: Mapped[int]
    secret: Mapped[bool]
    tie: Mapped[Tie] = mapped_column(String(10))
    without_majority: Mapped[WithoutMajority] = mapped_column(String(20))
    observers: Mapped[str] = mapped_column(String(1000), default="")
    remarks: Mapped[str] = mapped_column(Text, default="")
    planned_at: Mapped[datetime]
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    called_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(String(500), default="")


class Reply(StrEnum):
    """What a member answers to the invitation."""

    ATTENDING = "attending"
    EXCUSED = "excused"


class SittingMember(Model):
    """A member of the committee who was called to a sitting: the reply, and the attendance."""

    __tablename__ = "sitting_members"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    called_at: Mapped[datetime]
    reply: Mapped[Reply | None] = mapped_column(choice(Reply))
    replied_at: Mapped[datetime | None]
    present: Mapped[bool] = mapped_column(default=False)
    attended: Mapped[bool] = mapped_column(default=False)
    """Whether the member was present at any time: one who leaves early has still attended."""


class ItemResult(StrEnum):
    """What became of an item of the agenda."""

    CARRIED = "carried"
    NOT_AWARDED = "not_awarded"
    SENT_BACK = "sent_back"
    TO_MEETING = "to_meeting"
    TAKEN_OFF = "taken_off"


class SittingItem(Identified):
    """An item of the agenda: a prepared decision, or a change of a label that waits.

    The motion is what is voted on: the proposal of the office, unless the chair puts another.
    """

    __tablename__ = "sitting_items"
    __table_args__ = (
        CheckConstraint("(decision_id IS NULL) <> (change_id IS NULL)", name="one_subject"),
        CheckConstraint("(result IS NULL) = (closed_at IS NULL)", name="result_where_closed"),
        CheckConstraint("(objected_by IS NULL) = (objected_at IS NULL)", name="objection_whole"),
        Index(
            "uq_sitting_items_open_decision",
            "decision_id",
            unique=True,
            sqlite_where=text("result IS NULL"),
            postgresql_where=text("result IS NULL"),
        ),
        Index(
            "uq_sitting_items_open_change",
            "change_id",
            unique=True,
            sqlite_where=text("result IS NULL"),
            postgresql_where=text("result IS NULL"),
        ),
    )

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"), index=True)
    position: Mapped[int]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("label_changes.id"), index=True)
    blinded: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    level_id: Mapped[str | None] = mapped_column(String(30))
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    objected_at: Mapped[datetime | None]
    objected_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    objection: Mapped[str] = mapped_column(String(1000), default="")
    result: Mapped[ItemResult | None] = mapped_column(choice(ItemResult))
    reason: Mapped[str] = mapped_column(Text, default="")
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    quorum: Mapped[int | None]
    entitled: Mapped[int | None]
    took_part: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Grounds(StrEnum):
    """How it is known that a member stays out of an item."""

    DECLARED = "declared"
    FOUND = "found"


class ItemRecusal(Model):
    """A member who stays out of an item. Never changed afterwards.

    What the system finds is written down when the item is closed; until then it is looked up.
    """

    __tablename__ = "sitting_recusals"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("sitting_items.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    grounds: Mapped[Grounds] = mapped_column(choice(Grounds))
    reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_at: Mapped[datetime]


class Choice(StrEnum):
    """A vote; or that the one before it was taken away."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    REMOVED = "removed"


class VoteEntry(Identified):
    """What a member voted at a moment; the last entry counts. Never changed afterwards.

    In a secret ballot the vote is sealed by the keys of the installation, which lie apart from
    the database and its backups.
    """

    __tablename__ = "sitting_votes"
    __table_args__ = (
        UniqueConstraint("item_id", "ordinal"),
        Index("ix_sitting_votes_item", "item_id", "person_id"),
        CheckConstraint("(choice IS NULL) <> (sealed IS NULL)", name="open_or_sealed"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("sitting_items.id"))
    ordinal: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    choice: Mapped[Choice | None] = mapped_column(choice(Choice))
    sealed: Mapped[str | None] = mapped_column(String(300))
    why_removed: Mapped[str] = mapped_column(String(40), default="")
    cast_at: Mapped[datetime]


class DissentEntry(Identified):
    """A member's dissent with its reason; the last entry counts. Never changed afterwards."""

    __tablename__ = "sitting_dissents"
    __table_args__ = (UniqueConstraint("item_id", "ordinal"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("sitting_items.id"))
    ordinal: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    reason: Mapped[str] = mapped_column(String(2000))
    written_at: Mapped[datetime]


class Minutes(Identified):
    """The minutes of a sitting as the chair approved them. Never changed afterwards.

    ``content`` is canonical JSON (RFC 8785) of everything that they say, ``sha256`` its hash.
    """

    __tablename__ = "sitting_minutes"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("sittings.id"), unique=True)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    approved_at: Mapped[datetime]
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class MinutesFile(Model):
    """The printed minutes, by their hash in the file store. Never changed afterwards."""

    __tablename__ = "sitting_minutes_files"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("sitting_minutes.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    printed_at: Mapped[datetime]
