"""Tables of reviews: seats on the assessment team, declarations, scores, agreement, feedback."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified


class PanelState(StrEnum):
    """Where one assessor stands with one application."""

    INVITED = "invited"
    DECLARED = "declared"
    HELD = "held"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BARRED = "barred"
    RELEASED = "released"


class SeatKind(StrEnum):
    """What an assessor is asked for: to score, or to look again at what lies near a threshold."""

    MEMBER = "member"
    SECOND_READER = "second_reader"
    THIRD_ASSESSOR = "third_assessor"


class ConflictGrade(StrEnum):
    """How serious a conflict of interest is."""

    NONE = "none"
    DECLARED = "declared"
    BARRED = "barred"


class PanelSeat(Identified):
    """One assessor's place on the team of one application."""

    __tablename__ = "panel_seats"
    __table_args__ = (
        Index(
            "uq_panel_seats_standing",
            "application_id",
            "person_id",
            unique=True,
            sqlite_where=text("state NOT IN ('declined', 'barred', 'released')"),
            postgresql_where=text("state NOT IN ('declined', 'barred', 'released')"),
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[SeatKind] = mapped_column(choice(SeatKind), default=SeatKind.MEMBER)
    parts: Mapped[list[str] | None] = mapped_column(Json)
    leads: Mapped[bool] = mapped_column(default=False)
    from_abroad: Mapped[bool] = mapped_column(default=False)
    state: Mapped[PanelState] = mapped_column(choice(PanelState))
    invited_at: Mapped[datetime]
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    answer_by: Mapped[date]
    conflict: Mapped[ConflictGrade | None] = mapped_column(choice(ConflictGrade))
    conflict_kinds: Mapped[list[str]] = mapped_column(Json, default=list)
    conflict_text: Mapped[str] = mapped_column(String(1000), default="")
    declared_at: Mapped[datetime | None]
    office_agreed_at: Mapped[datetime | None]
    office_agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    applicant_agreed_at: Mapped[datetime | None]
    applicant_agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(1000), default="")


class AssessorProfile(Identified):
    """What the office needs to know of an assessor to build a team."""

    __tablename__ = "assessor_profiles"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), unique=True)
    country: Mapped[str] = mapped_column(String(2))
    languages: Mapped[list[str]] = mapped_column(Json)
    fields: Mapped[list[str]] = mapped_column(Json)
    updated_at: Mapped[datetime]


class Review(Identified):
    """One assessor's own scores of one submission; nobody else's until all are handed in."""

    __tablename__ = "reviews"

    seat_id: Mapped[UUID] = mapped_column(ForeignKey("panel_seats.id"), unique=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    submission_id: Mapped[UUID] = mapped_column(ForeignKey("submissions.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    started_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]


class PartReview(Identified):
    """One assessor's judgement of one part. Each save raises the version by one.

    ``overall`` departs from what the attributes come to, for the reason beside it.
    """

    __tablename__ = "part_reviews"
    __table_args__ = (UniqueConstraint("review_id", "part_id"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    score: Mapped[Decimal | None]
    attributes: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    overall: Mapped[Decimal | None]
    overall_reason: Mapped[str] = mapped_column(String(500), default="")
    not_applicable: Mapped[bool] = mapped_column(default=False)
    cannot_judge: Mapped[str | None] = mapped_column(String(500))
    confidence: Mapped[str | None] = mapped_column(String(10))
    strengths: Mapped[str] = mapped_column(Text, default="")
    improvements: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[str] = mapped_column(Text, default="")
    marks: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    notes: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    save_id: Mapped[UUID]
    updated_at: Mapped[datetime]


class KeptJudgement(Identified):
    """What an assessor wrote off line of a part that had changed here too, until one is chosen."""

    __tablename__ = "kept_judgements"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    part_id: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    kept_at: Mapped[datetime]


class Clarification(Identified):
    """A question of an assessor to the applicant; the office forwards it or gives it back."""

    __tablename__ = "clarifications"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("panel_seats.id"), index=True)
    part_id: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(1000))
    asked_at: Mapped[datetime]
    forwarded_at: Mapped[datetime | None]
    forwarded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    returned_at: Mapped[datetime | None]
    returned_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    returned_reason: Mapped[str] = mapped_column(String(1000), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    @property
    def settled_by_office(self) -> bool:
        """Say whether the office has forwarded or returned it."""
        return self.forwarded_at is not None or self.returned_at is not None


class How(StrEnum):
    """How an agreed score came about."""

    SINGLE = "single"
    MEAN = "mean"
    DISCUSSED = "discussed"


class AgreedScore(Identified):
    """What the team agreed on for one part, and how it came about."""

    __tablename__ = "agreed_scores"
    __table_args__ = (UniqueConstraint("application_id", "part_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    score: Mapped[Fraction | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    how: Mapped[How] = mapped_column(choice(How))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    strengths: Mapped[str] = mapped_column(Text, default="")
    improvements: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Dissent(Identified):
    """What an assessor who does not share an agreed score wants on record."""

    __tablename__ = "dissents"
    __table_args__ = (UniqueConstraint("application_id", "part_id", "person_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    text: Mapped[str] = mapped_column(String(2000))
    written_at: Mapped[datetime]


class SecondLookWaiver(Identified):
    """The office goes without the further assessor that a near threshold asks for, and why."""

    __tablename__ = "second_look_waivers"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(2000))
    waived_at: Mapped[datetime]
    waived_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Visit(Identified):
    """The interview or visit that a level asks for; validity counts from its month."""

    __tablename__ = "visits"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    took_place_on: Mapped[date]
    present: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    notes: Mapped[str] = mapped_column(Text, default="")
    evidence_seen: Mapped[list[str]] = mapped_column(Json, default=list)
    facts_verified: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    """Figures that were proved, by fact and year (``members-total.2025``), as submitted."""
    improvements_shown: Mapped[int] = mapped_column(default=0)
    improvements: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class FeedbackReport(Identified):
    """The report that the organisation reads, with its observations on facts."""

    __tablename__ = "feedback_reports"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    released_at: Mapped[datetime | None]
    observations: Mapped[str] = mapped_column(Text, default="")
    observed_at: Mapped[datetime | None]
    observed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    final_at: Mapped[datetime | None]
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    pdf_version: Mapped[int | None]


class Outcome(StrEnum):
    """What a team recommends and a committee decides."""

    AWARDED = "awarded"
    WITH_CONDITIONS = "with_conditions"
    LOWER_LEVEL = "lower_level"
    NOT_AWARDED = "not_awarded"


class Recommendation(Identified):
    """What the assessment team recommends, with its reason."""

    __tablename__ = "recommendations"
    __table_args__ = (
        CheckConstraint(
            "(outcome = 'not_awarded') = (level_id IS NULL)", name="level_where_awarded"
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    level_id: Mapped[str | None] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
    against_rules: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
