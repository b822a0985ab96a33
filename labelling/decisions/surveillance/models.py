"""Tables of surveillance: what holders report and confirm, what is found, reports of misuse."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified, Model


class NoticeKind(StrEnum):
    """What a holder reports: the kinds of change that the contract names."""

    MEMBERS = "members"
    STAFF = "staff"
    LEGAL_FORM = "legal_form"
    INSOLVENCY = "insolvency"
    MANAGEMENT = "management"
    WEBSITE = "website"
    MERGER = "merger"
    OTHER = "other"


class Notice(Identified):
    """A change that the holder reports, with the day on which it happened. Never changed.

    ``figure_now`` is the number of committed members, or of full-time posts, after the change.
    """

    __tablename__ = "notices"

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    kind: Mapped[NoticeKind] = mapped_column(choice(NoticeKind))
    happened_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    members_joined: Mapped[int | None]
    members_left: Mapped[int | None]
    figure_now: Mapped[Decimal | None]
    reported_at: Mapped[datetime]
    reported_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class NoticePiece(Model):
    """A piece of evidence that a notice rests on, in the version of that day."""

    __tablename__ = "notice_pieces"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    evidence_id: Mapped[UUID] = mapped_column(
        ForeignKey("evidence.id"), primary_key=True, index=True
    )
    version: Mapped[int | None]


class NoticeStepKind(StrEnum):
    """What becomes of a notice. All but a question and its answer settle it."""

    ASKED = "asked"
    ANSWERED = "answered"
    NO_EFFECT = "no_effect"
    CONDITION = "condition"
    CHANGE = "change"


class NoticeStep(Identified):
    """A step in the office's assessment of a notice, or the holder's answer. Never changed."""

    __tablename__ = "notice_steps"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    number: Mapped[int]
    kind: Mapped[NoticeStepKind] = mapped_column(choice(NoticeStepKind))
    text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class FindingCause(StrEnum):
    """Why there is a finding. The first three come and go by what is reported, on their own."""

    ELIGIBILITY = "eligibility"
    MEMBERS = "members"
    CONFIRMATION = "confirmation"
    ANSWER = "answer"
    CONDITION = "condition"
    MISUSE = "misuse"


class Finding(Identified):
    """Something about a holder that does not meet the rules: which one, asked, reported, since.

    There is one for a cause (``cause`` with ``key``) until the cause is gone. It is open until the
    office has settled it or the cause is gone. ``measure`` is what was reported, as far as it can
    be compared: less is worse.
    """

    __tablename__ = "findings"
    __table_args__ = (
        Index(
            "uq_findings_standing",
            "label_id",
            "cause",
            "key",
            unique=True,
            sqlite_where=text("gone_at IS NULL"),
            postgresql_where=text("gone_at IS NULL"),
        ),
    )

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), index=True)
    term_id: Mapped[UUID] = mapped_column(ForeignKey("label_terms.id"), index=True)
    cause: Mapped[FindingCause] = mapped_column(choice(FindingCause))
    key: Mapped[str] = mapped_column(String(100))
    required: Mapped[str] = mapped_column(Text, default="")
    reported: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int | None]
    measure: Mapped[Decimal | None]
    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notices.id"), index=True)
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("misuse_reports.id"), index=True)
    found_at: Mapped[datetime]
    due_on: Mapped[date]
    settled_at: Mapped[datetime | None]
    gone_at: Mapped[datetime | None]


class FindingStepKind(StrEnum):
    """What happens to a finding."""

    FOUND = "found"
    REPORTED = "reported"
    ANSWERED = "answered"
    ASKED = "asked"
    CHANGE = "change"
    SETTLED = "settled"
    REOPENED = "reopened"
    GONE = "gone"


class FindingStep(Identified):
    """A step of a finding; without a person the system took it. Never changed afterwards."""

    __tablename__ = "finding_steps"
    __table_args__ = (UniqueConstraint("finding_id", "number"),)

    finding_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id"))
    number: Mapped[int]
    kind: Mapped[FindingStepKind] = mapped_column(choice(FindingStepKind))
    text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Confirmation(Identified):
    """A holder's yearly word that the conditions still hold. Never changed afterwards."""

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("label_id", "due_on"),)

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"))
    term_id: Mapped[UUID] = mapped_column(ForeignKey("label_terms.id"), index=True)
    due_on: Mapped[date]
    conditions_hold: Mapped[bool]
    conditions_note: Mapped[str] = mapped_column(Text, default="")
    mark_by_rules: Mapped[bool]
    mark_note: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class ConfirmationAnswer(Model):
    """What a confirmation says of an eligibility rule that no figure answers. Never changed."""

    __tablename__ = "confirmation_answers"

    confirmation_id: Mapped[UUID] = mapped_column(ForeignKey("confirmations.id"), primary_key=True)
    rule_id: Mapped[str] = mapped_column(String(60), primary_key=True)
    holds: Mapped[bool]
    explanation: Mapped[str] = mapped_column(String(500), default="")


class LabelCheck(Model):
    """The last day on which a label's facts were compared with the rules."""

    __tablename__ = "label_checks"

    label_id: Mapped[UUID] = mapped_column(ForeignKey("labels.id"), primary_key=True)
    checked_on: Mapped[date]
    checked_at: Mapped[datetime]


class MisuseOutcome(StrEnum):
    """How a report of misuse ended."""

    NO_MISUSE = "no_misuse"
    PUT_RIGHT = "put_right"
    FINDING = "finding"
    FORGERY = "forgery"
    NOT_TRACEABLE = "not_traceable"


class MisuseReport(Identified):
    """What anybody reports of a wrong use of the mark; kept a year after it was closed.

    The receipt's number opens the state to who has it; only its hash is kept. The address is
    sealed and goes when the report is closed.
    """

    __tablename__ = "misuse_reports"

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    receipt_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    label_id: Mapped[UUID | None] = mapped_column(ForeignKey("labels.id"), index=True)
    about: Mapped[str] = mapped_column(String(200), default="")
    number_typed: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[str] = mapped_column(String(500), default="")
    seen_on: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text, default="")
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(10))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    filename: Mapped[str | None] = mapped_column(String(200))
    media_type: Mapped[str | None] = mapped_column(String(100))
    reported_at: Mapped[datetime]
    outcome: Mapped[MisuseOutcome | None] = mapped_column(choice(MisuseOutcome))
    closed_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]


class MisuseStepKind(StrEnum):
    """What the office does about a report of misuse."""

    NOTE = "note"
    LINKED = "linked"
    CONTACT = "contact"
    LETTER = "letter"
    FINDING = "finding"
    CHANGE = "change"
    CLOSED = "closed"


class MisuseStep(Identified):
    """A step of the office about a report of misuse; its text goes with the report's."""

    __tablename__ = "misuse_steps"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("misuse_reports.id"))
    number: Mapped[int]
    kind: Mapped[MisuseStepKind] = mapped_column(choice(MisuseStepKind))
    text: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
