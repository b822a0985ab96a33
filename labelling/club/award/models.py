"""Tables of awards: the rule, who appraises, who is a candidate, the file, the award itself."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified


class Route(StrEnum):
    """By what the award is given; the values are those of ``benchmarking.award``."""

    MOST_IMPROVED = "most_improved"
    BEST_PRACTICE = "best_practice"
    LEARNING = "learning"


class AwardRule(Identified):
    """The rule of a round's award, as the office proposed it. The newest number counts.

    ``criteria`` are ``[{"id", "weight", "direction", "target"}]``, numbers as exact texts. The
    database refuses every change: another proposal is another row.
    """

    __tablename__ = "club_award_rules"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"))
    number: Mapped[int]
    route: Mapped[Route] = mapped_column(choice(Route))
    measure: Mapped[str] = mapped_column(String(20))
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class RuleConfirmation(Identified):
    """The chair confirmed a rule: from here on it is fixed."""

    __tablename__ = "club_award_confirmations"

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("club_award_rules.id"), unique=True)
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class Appraiser(Identified):
    """Somebody named in a rule to appraise candidates, each alone; handed in once for a panel."""

    __tablename__ = "club_award_appraisers"
    __table_args__ = (UniqueConstraint("rule_id", "person_id"),)

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("club_award_rules.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    handed_in_at: Mapped[datetime | None]


class Appraisal(Identified):
    """What one appraiser gave a candidate, from 0 to 100; None where the appraiser stays out."""

    __tablename__ = "club_award_appraisals"
    __table_args__ = (
        UniqueConstraint("appraiser_id", "membership_id"),
        CheckConstraint("score IS NULL OR score BETWEEN 0 AND 100", name="score"),
    )

    appraiser_id: Mapped[UUID] = mapped_column(ForeignKey("club_award_appraisers.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    score: Mapped[int | None]
    saved_at: Mapped[datetime]


class Naming(StrEnum):
    """What a candidate agrees to: nothing, name and route, or the figure and "first" as well."""

    NOTHING = "nothing"
    ROUTE = "route"
    FIGURE = "figure"


class Candidacy(Identified):
    """What a member agrees to for a round's award; it can be taken back until the announcement.

    ``statement`` is what appraisers read, under the member's name only where ``by_name`` says so.
    ``country`` and ``place`` are printed where the member
    is a firm that has no profile here.
    """

    __tablename__ = "club_award_candidacies"
    __table_args__ = (UniqueConstraint("round_id", "membership_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    naming: Mapped[Naming] = mapped_column(choice(Naming))
    by_name: Mapped[bool] = mapped_column(default=False)
    statement: Mapped[str] = mapped_column(String(3000), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    place: Mapped[str] = mapped_column(String(60), default="")
    given_at: Mapped[datetime]
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Stage(StrEnum):
    """What a file decides from: figures, or the appraisers' scores."""

    FIGURES = "figures"
    APPRAISAL = "appraisal"


class AwardFile(Identified):
    """All that an award is decided from, with the outcome: canonical JSON and its SHA-256.

    ``content`` is what ``benchmarking.award.auditfile`` makes; members stand in it under the ids
    of their memberships. The database refuses every change.
    """

    __tablename__ = "club_award_files"
    __table_args__ = (UniqueConstraint("rule_id", "number"),)

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("club_award_rules.id"))
    number: Mapped[int]
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    frozen_id: Mapped[UUID] = mapped_column(ForeignKey("club_frozen_rounds.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    members: Mapped[list[str]] = mapped_column(Json)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str] = mapped_column(Text)
    prepared_at: Mapped[datetime]
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class AwardDecision(Identified):
    """A second person decided as a file says."""

    __tablename__ = "club_award_decisions"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("club_award_files.id"), unique=True)
    decided_at: Mapped[datetime]
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class Award(Identified):
    """An award that was announced: what is said in public, and printed. Never changed.

    ``figure`` says in words by what it was first, '' without consent to that. ``term_id`` is the
    one period for which it is shown.
    """

    __tablename__ = "club_awards"
    __table_args__ = (UniqueConstraint("year", "serial"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"), unique=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("club_award_files.id"), unique=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    year: Mapped[int]
    serial: Mapped[int]
    term_id: Mapped[UUID] = mapped_column(unique=True)
    route: Mapped[Route] = mapped_column(choice(Route))
    club: Mapped[str] = mapped_column(String(80))
    half_year: Mapped[str] = mapped_column(String(10))
    holder: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(60), default="")
    country: Mapped[str] = mapped_column(String(2))
    figure: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(10))
    decided_on: Mapped[date]
    shown_from: Mapped[date]
    shown_until: Mapped[date]
    announced_at: Mapped[datetime]
    announced_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class Revocation(Identified):
    """An award that is to be taken back: asked for by one person, decided by another."""

    __tablename__ = "club_award_revocations"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_whole"),
        CheckConstraint("(decided_at IS NULL) = (effective_on IS NULL)", name="effective_whole"),
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("club_awards.id"), unique=True)
    public_reason: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    effective_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    leaf: Mapped[int | None]
