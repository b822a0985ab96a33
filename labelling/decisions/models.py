"""Tables of decisions: what was prepared and decided, labels, their terms and events."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified, Model
from labelling.reviews.models import Outcome


class DecisionState(StrEnum):
    """How far a decision has come. One that an upheld appeal set aside was taken before."""

    PREPARED = "prepared"
    SENT_BACK = "sent_back"
    TAKEN = "taken"
    SET_ASIDE = "set_aside"


NO_LONGER_STANDING = (DecisionState.SENT_BACK, DecisionState.SET_ASIDE)


class Decision(Identified):
    """A decision on an application: one person prepares it, another takes it."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> prepared_by", name="two_persons"),
        CheckConstraint(
            "(state IN ('taken', 'set_aside')) = (decided_by IS NOT NULL)",
            name="taken_by_somebody",
        ),
        CheckConstraint("(state = 'sent_back') = (sent_back_by IS NOT NULL)", name="sent_back_by"),
        CheckConstraint(
            "outcome IS NULL OR (outcome = 'not_awarded') = (level_id IS NULL)",
            name="level_where_awarded",
        ),
        Index(
            "uq_decisions_standing",
            "application_id",
            unique=True,
            sqlite_where=text("state NOT IN ('sent_back', 'set_aside')"),
            postgresql_where=text("state NOT IN ('sent_back', 'set_aside')"),
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    state: Mapped[DecisionState] = mapped_column(choice(DecisionState))
    proposed_outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "proposed_outcome"))
    proposed_level_id: Mapped[str | None] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(Text, default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    prepared_at: Mapped[datetime]
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    level_id: Mapped[str | None] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text, default="")
    private_reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    sent_back_reason: Mapped[str] = mapped_column(String(1000), default="")
    sent_back_at: Mapped[datetime | None]
    sent_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Label(Identified):
    """The right that a cluster organisation holds; keeps its number for life.

    An organisation whose label has ended for good can be awarded another one, with a number of
    its own; ``ordinal`` says which of its labels under the scheme this is.
    """

    __tablename__ = "labels"
    __table_args__ = (
        UniqueConstraint("scheme", "organisation_id", "ordinal"),
        UniqueConstraint("year", "serial"),
    )

    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    scheme: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    serial: Mapped[int]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    ordinal: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]


class LabelTerm(Identified):
    """One period at one level, with the holder as named then. Never changed afterwards."""

    __tablename__ = "label_terms"
    __table_args__ = (UniqueConstraint("label_id", "ordinal"),)

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"))
    ordinal: Mapped[int]
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), unique=True)
    level_id: Mapped[str] = mapped_column(String(30))
    edition_id: Mapped[str] = mapped_column(String(60))
    edition_sha256: Mapped[str] = mapped_column(String(64))
    holder: Mapped[str] = mapped_column(String(200))
    host: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), index=True)
    city: Mapped[str] = mapped_column(String(100))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    recorded_at: Mapped[datetime]


# PostgreSQL compares by code points, as SQLite does, only where it is told to.
_Word = String(60).with_variant(String(60, collation="C"), "postgresql")


class LabelWord(Model):
    """A word by which a term's label is found: of the holder's name, or of the number."""

    __tablename__ = "label_words"
    __table_args__ = (Index("ix_label_words_word", "word", "term_id"),)

    term_id: Mapped[UUID] = mapped_column(ForeignKey("label_terms.id"), primary_key=True)
    word: Mapped[str] = mapped_column(_Word, primary_key=True)


class LabelEventKind(StrEnum):
    """What can happen to a label besides its terms."""

    SUSPENDED = "suspended"
    LIFTED = "lifted"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"


class LabelEvent(Identified):
    """A dated change of standing with its public reason. Never changed afterwards."""

    __tablename__ = "label_events"

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    change_id: Mapped[UUID] = mapped_column(ForeignKey("label_changes.id"), unique=True)
    kind: Mapped[LabelEventKind] = mapped_column(choice(LabelEventKind))
    effective_on: Mapped[date]
    public_reason: Mapped[str] = mapped_column(String(500))
    recorded_at: Mapped[datetime]


class LabelChange(Identified):
    """A change prepared by one person and decided by another.

    ``urgent_reason`` says why it does not wait until the holder was heard; ``request_id`` is the
    holder's own wish that it carries out. The private reason is for the office and the owners.
    """

    __tablename__ = "label_changes"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> prepared_by", name="two_persons"),
        CheckConstraint("(state = 'taken') = (decided_by IS NOT NULL)", name="taken_by_somebody"),
        CheckConstraint("(state = 'sent_back') = (sent_back_by IS NOT NULL)", name="sent_back_by"),
        CheckConstraint(
            "urgent_reason = '' OR kind IN ('suspended', 'revoked')", name="urgent_kinds"
        ),
        CheckConstraint("request_id IS NULL OR kind = 'withdrawn'", name="asked_by_holder"),
        Index(
            "uq_label_changes_waiting",
            "label_id",
            unique=True,
            sqlite_where=text("state = 'prepared'"),
            postgresql_where=text("state = 'prepared'"),
        ),
    )

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    kind: Mapped[LabelEventKind] = mapped_column(choice(LabelEventKind))
    state: Mapped[DecisionState] = mapped_column(choice(DecisionState))
    public_reason: Mapped[str] = mapped_column(String(500))
    private_reason: Mapped[str] = mapped_column(Text, default="")
    urgent_reason: Mapped[str] = mapped_column(String(500), default="")
    request_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("withdrawal_requests.id"), index=True
    )
    effective_on: Mapped[date]
    prepared_at: Mapped[datetime]
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    sent_back_reason: Mapped[str] = mapped_column(String(1000), default="")
    sent_back_at: Mapped[datetime | None]
    sent_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
