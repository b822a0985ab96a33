"""Tables of applications: calls, answers with their revisions, submissions, eligibility, dates."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.applications.kinds import ApplicationKind
from labelling.applications.life import ENDED, REOPENED, State, can_follow
from labelling.core.columns import Json, choice
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.model import Identified

_ENDED = "({})".format(", ".join(f"'{state}'" for state in sorted(ENDED)))


class Call(Identified):
    """A time in which a scheme takes applications; without an end it is open all year."""

    __tablename__ = "calls"

    title: Mapped[str] = mapped_column(String(200))
    edition_id: Mapped[str] = mapped_column(String(60))
    edition_sha256: Mapped[str] = mapped_column(String(64))
    levels: Mapped[list[str]] = mapped_column(Json)
    opens_on: Mapped[date]
    closes_on: Mapped[date | None]
    created_at: Mapped[datetime]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None]


class Application(Identified):
    """One organisation asks for one level under one edition; one at a time in a call."""

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_running",
            "organisation_id",
            "call_id",
            unique=True,
            sqlite_where=text(f"state NOT IN {_ENDED}"),
            postgresql_where=text(f"state NOT IN {_ENDED}"),
        ),
    )

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    edition_id: Mapped[str] = mapped_column(String(60))
    edition_sha256: Mapped[str] = mapped_column(String(64))
    level_id: Mapped[str] = mapped_column(String(30))
    kind: Mapped[ApplicationKind] = mapped_column(
        choice(ApplicationKind), default=ApplicationKind.NEW
    )
    state: Mapped[State] = mapped_column(choice(State), index=True)
    state_since: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    submitted_at: Mapped[datetime | None]
    terms_version: Mapped[str] = mapped_column(String(30))
    terms_accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    terms_accepted_at: Mapped[datetime]
    authorised_name: Mapped[str] = mapped_column(String(200))
    authorised_function: Mapped[str] = mapped_column(String(200))

    def advance(self, state: State, *, at: datetime) -> None:
        """Move to another state; raise NotNow where the life cycle does not allow it."""
        if not can_follow(self.state, state):
            raise NotNow(lazy("The application is not at the step where this is done."))
        self.state, self.state_since = state, at

    def reopen(self, *, at: datetime) -> None:
        """Go back to before the step that an upheld appeal was about; raise NotNow at any other."""
        if self.state not in REOPENED:
            raise NotNow(lazy("The application is not at the step where this is done."))
        self.state, self.state_since = REOPENED[self.state], at


class ApplicationEvent(Identified):
    """A change of state, with the message that the organisation reads."""

    __tablename__ = "application_events"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    from_state: Mapped[State | None] = mapped_column(choice(State, "from_state"))
    to_state: Mapped[State] = mapped_column(choice(State, "to_state"))
    message: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)


class Answer(Identified):
    """What the organisation says of one part. Each save raises the version by one."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("application_id", "part_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    band: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    not_applicable: Mapped[str | None] = mapped_column(String(500))
    version: Mapped[int]
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class AnswerRevision(Identified):
    """An answer as one save left it. ``save_id`` tells a repeated save from a second one.

    ``origins`` says from which parts of which applications it was carried over, nearest first.
    """

    __tablename__ = "answer_revisions"
    __table_args__ = (
        UniqueConstraint("answer_id", "version"),
        UniqueConstraint("answer_id", "save_id"),
    )

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answers.id"))
    version: Mapped[int]
    save_id: Mapped[UUID]
    band: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    not_applicable: Mapped[str | None] = mapped_column(String(500))
    origins: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Citation(Identified):
    """A piece of evidence cited in an answer, with the pages meant.

    ``file_version`` is the version of the file that was looked at; a newer one is warned of.
    """

    __tablename__ = "citations"
    __table_args__ = (
        UniqueConstraint("application_id", "part_id", "evidence_id"),
        Index("ix_citations_evidence", "evidence_id"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    part_id: Mapped[str] = mapped_column(String(20))
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"))
    pages: Mapped[str] = mapped_column(String(100), default="")
    file_version: Mapped[int | None]
    position: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Submission(Identified):
    """A frozen hand-over; its canonical snapshot is kept beside it, by its hash (``Snapshot``)."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    answers: Mapped[int]
    pieces: Mapped[int]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Snapshot(Identified):
    """The canonical JSON of a submission, by hash; goes when its retention ends."""

    __tablename__ = "snapshots"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str] = mapped_column(Text)


class EligibilityFinding(Identified):
    """What the officer found of one eligibility rule."""

    __tablename__ = "eligibility_findings"
    __table_args__ = (UniqueConstraint("application_id", "rule_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    rule_id: Mapped[str] = mapped_column(String(60))
    holds: Mapped[bool]
    derogation: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    found_at: Mapped[datetime]
    found_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)


class Step(StrEnum):
    """A step that has a date."""

    SUBMIT = "submit"
    ELIGIBILITY = "eligibility"
    PANEL = "panel"
    CONFLICTS = "conflicts"
    SCORING = "scoring"
    VISIT = "visit"
    AGREEMENT = "agreement"
    FEEDBACK = "feedback"
    OBSERVATIONS = "observations"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    CONSENT = "consent"


class Deadline(Identified):
    """A date for a step. A later row for the same step extends the earlier one, with a reason."""

    __tablename__ = "deadlines"
    __table_args__ = (UniqueConstraint("application_id", "step", "number"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    step: Mapped[Step] = mapped_column(choice(Step))
    number: Mapped[int]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500), default="")
    set_at: Mapped[datetime]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Declaration(Identified):
    """What the organisation declares of an eligibility rule that no figure answers."""

    __tablename__ = "declarations"
    __table_args__ = (UniqueConstraint("application_id", "rule_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    rule_id: Mapped[str] = mapped_column(String(60))
    holds: Mapped[bool]
    explanation: Mapped[str] = mapped_column(String(500), default="")
    declared_at: Mapped[datetime]
    declared_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
