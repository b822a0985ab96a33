"""Tables of a round: its state and dates, who takes part, the figures, questions and answers."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified


class RoundState(StrEnum):
    """How far a round has come, in this order."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CHECKING = "checking"
    FROZEN = "frozen"
    DRAFT = "draft"
    MEETING = "meeting"
    FINAL = "final"


class ClubRound(Identified):
    """A half-year of a club, written ``2026-H1`` in ``half_year``, with its announced dates.

    Days are inclusive: figures are in time up to ``closes_on``, and late after it.
    """

    __tablename__ = "club_rounds"
    __table_args__ = (UniqueConstraint("club_id", "half_year"),)

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"))
    half_year: Mapped[str] = mapped_column(String(10))
    set_id: Mapped[UUID] = mapped_column(ForeignKey("club_indicator_sets.id"))
    state: Mapped[RoundState] = mapped_column(choice(RoundState), default=RoundState.ANNOUNCED)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    queries_until: Mapped[date]
    freezes_on: Mapped[date]
    draft_on: Mapped[date]
    meeting_on: Mapped[date]
    corrections_until: Mapped[date]
    final_on: Mapped[date]
    announced_at: Mapped[datetime]
    announced_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class RoundEvent(Identified):
    """A step of a round: which state it came to, when, by whom."""

    __tablename__ = "club_round_events"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"), index=True)
    state: Mapped[RoundState] = mapped_column(choice(RoundState))
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class RoundMember(Identified):
    """A member's part in a round: what it reports, whether and when it was sent.

    ``asked`` are the indicators it reports, ``holding`` and ``bands`` those of the day on which
    the round was opened to it, before any figure was seen. ``submitted_at`` is the first sending,
    ``resubmitted_at`` the last; ``late`` says that the first came after the round had closed.
    """

    __tablename__ = "club_round_members"
    __table_args__ = (UniqueConstraint("round_id", "membership_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    asked: Mapped[list[str]] = mapped_column(Json)
    holding: Mapped[str] = mapped_column(String(200), default="")
    bands: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    resubmitted_at: Mapped[datetime | None]
    late: Mapped[bool] = mapped_column(default=False)


class Source(StrEnum):
    """By which way a figure came."""

    TYPED = "typed"
    SHEET = "sheet"
    API = "api"
    FACTS = "facts"
    SURVEY = "survey"
    OFFICE = "office"


class ValueRevision(Identified):
    """A quantity of a member in a round, as it was given: each change is a new row.

    The newest revision counts. ``number`` is the decimal as it was spelled, '' where it was not
    collected (which is not zero), in ``unit`` ('' for the set's own). ``accuracy`` is the band in
    per cent of the figure. ``corrects`` says that it changed a figure that had been sent.
    """

    __tablename__ = "club_values"
    __table_args__ = (UniqueConstraint("round_member_id", "quantity", "revision"),)

    round_member_id: Mapped[UUID] = mapped_column(ForeignKey("club_round_members.id"))
    quantity: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int]
    number: Mapped[str] = mapped_column(String(40), default="")
    unit: Mapped[str] = mapped_column(String(40), default="")
    grade: Mapped[str] = mapped_column(String(1), default="")
    accuracy: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    not_collected: Mapped[bool] = mapped_column(default=False)
    """Said on purpose, where an empty number alone is only not filled in yet."""
    source: Mapped[Source] = mapped_column(choice(Source))
    corrects: Mapped[bool] = mapped_column(default=False)
    save_id: Mapped[UUID | None]
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class SoftAnswer(Identified):
    """What a member answered to a check that asks; it stands while its own figures stand.

    ``figures`` are those the finding named, as text, so that a changed figure asks anew.
    """

    __tablename__ = "club_soft_answers"

    round_member_id: Mapped[UUID] = mapped_column(ForeignKey("club_round_members.id"), index=True)
    finding: Mapped[str] = mapped_column(String(120))
    figures: Mapped[str] = mapped_column(String(500))
    answer: Mapped[str] = mapped_column(String(500))
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Query(Identified):
    """A question of the office to a member about its figures; ``settled_at`` closes it.

    ``subject`` is the quantity or indicator that it is about, '' for the sheet as a whole.
    """

    __tablename__ = "club_queries"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_whole"),
    )

    round_member_id: Mapped[UUID] = mapped_column(ForeignKey("club_round_members.id"), index=True)
    subject: Mapped[str] = mapped_column(String(80), default="")
    question: Mapped[str] = mapped_column(String(1000))
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class QueryAnswer(Identified):
    """A member's answer: the figure is right as it is, or was corrected."""

    __tablename__ = "club_query_answers"

    query_id: Mapped[UUID] = mapped_column(ForeignKey("club_queries.id"), index=True)
    confirms: Mapped[bool]
    text: Mapped[str] = mapped_column(String(1000))
    answered_at: Mapped[datetime]
    answered_by: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))


class PeerChoice(Identified):
    """A member's own choice of peers for a round: once, and before there are results.

    ``bands`` are those chosen, by dimension; ``peers`` the memberships that stood in them then.
    """

    __tablename__ = "club_peer_choices"
    __table_args__ = (UniqueConstraint("round_id", "membership_id"),)

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"))
    bands: Mapped[dict[str, list[str]]] = mapped_column(Json)
    peers: Mapped[list[str]] = mapped_column(Json)
    fixed_at: Mapped[datetime]
    fixed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
