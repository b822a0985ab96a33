"""Tables of appeals: the appeal, its evidence, the panel with its proof, drafts, votes, notes."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.model import Identified
from labelling.decisions.appeals.life import AppealState, can_follow
from labelling.decisions.appeals.words import About, Follow, Outcome


class Appeal(Identified):
    """An organisation asks that a decision be looked at by people who had no part in it."""

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint(
            "(decision_id IS NOT NULL) = (about = 'decision') AND "
            "(refusal_id IS NOT NULL) = (about = 'eligibility') AND "
            "(event_id IS NOT NULL) = (about IN ('suspension', 'ending'))",
            name="one_subject",
        ),
        CheckConstraint("judged_by IS NULL OR judged_by <> proposed_by", name="two_persons"),
        CheckConstraint(
            "(state = 'decided') = (outcome IS NOT NULL AND follow IS NOT NULL)",
            name="outcome_where_decided",
        ),
    )

    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    about: Mapped[About] = mapped_column(choice(About))
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("applications.id"), index=True)
    label_id: Mapped[UUID | None] = mapped_column(ForeignKey("labels.id"), index=True)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    refusal_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("application_events.id"), unique=True
    )
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("label_events.id"), unique=True)
    letter_on: Mapped[date]
    state: Mapped[AppealState] = mapped_column(choice(AppealState), index=True)
    state_since: Mapped[datetime]
    grounds: Mapped[list[str]] = mapped_column(Json)
    text: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime]
    filed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    proposed_admissible: Mapped[bool | None]
    admissibility_reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    sent_back_reason: Mapped[str] = mapped_column(String(1000), default="")
    judged_at: Mapped[datetime | None]
    judged_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    follow: Mapped[Follow | None] = mapped_column(choice(Follow))
    reasons: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    followed_at: Mapped[datetime | None]
    followed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))

    def advance(self, state: AppealState, *, at: datetime) -> None:
        """Move to another state; raise NotNow where the life cycle does not allow it."""
        if not can_follow(self.state, state):
            raise NotNow(lazy("The appeal is not at the step where this is done."))
        self.state, self.state_since = state, at


class AppealPiece(Identified):
    """A piece of the organisation's evidence, in the version that the appeal was filed with."""

    __tablename__ = "appeal_pieces"
    __table_args__ = (UniqueConstraint("appeal_id", "evidence_id"),)

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"))
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence.id"), index=True)
    version: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))


class Composition(Identified):
    """Who could sit when a panel was named, who could not and why, at which state of the ledger.

    ``examined`` has, by person, the parts they had; an empty list means: can sit. ``audit_seq``
    and ``audit_sha256`` are the trail's head before the panel was named. Never changed afterwards.
    """

    __tablename__ = "appeal_compositions"
    __table_args__ = (UniqueConstraint("appeal_id", "number"),)

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"))
    number: Mapped[int]
    audit_seq: Mapped[int]
    audit_sha256: Mapped[str] = mapped_column(String(64))
    examined: Mapped[dict[str, Any]] = mapped_column(Json)
    examined_sha256: Mapped[str] = mapped_column(String(64))
    named: Mapped[list[str]] = mapped_column(Json)
    composed_at: Mapped[datetime]
    composed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class MemberState(StrEnum):
    """Where a member of the panel stands."""

    NAMED = "named"
    SITTING = "sitting"
    DECLINED = "declined"
    REMOVED = "removed"


STANDING = (MemberState.NAMED, MemberState.SITTING)


class PanelMember(Identified):
    """One of the three who decide on an appeal."""

    __tablename__ = "appeal_members"
    __table_args__ = (
        Index(
            "uq_appeal_members_standing",
            "appeal_id",
            "person_id",
            unique=True,
            sqlite_where=text("state IN ('named', 'sitting')"),
            postgresql_where=text("state IN ('named', 'sitting')"),
        ),
    )

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"), index=True)
    composition_id: Mapped[UUID] = mapped_column(ForeignKey("appeal_compositions.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    writes: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MemberState] = mapped_column(choice(MemberState))
    named_at: Mapped[datetime]
    declared_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(1000), default="")


class AppealDraft(Identified):
    """An outcome with its reasons, as one member wrote it for the panel's vote."""

    __tablename__ = "appeal_drafts"
    __table_args__ = (UniqueConstraint("appeal_id", "number"),)

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"))
    number: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    follow: Mapped[Follow] = mapped_column(choice(Follow))
    reasons: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class AppealVote(Identified):
    """A member's vote on a draft, with the hash of what was voted on. Never changed afterwards."""

    __tablename__ = "appeal_votes"
    __table_args__ = (UniqueConstraint("draft_id", "person_id"),)

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("appeal_drafts.id"))
    draft_sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    agrees: Mapped[bool]
    at: Mapped[datetime]


class AppealNote(Identified):
    """What a member says to the other two; a dissent stays on record with the outcome."""

    __tablename__ = "appeal_notes"

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeals.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    dissent: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
