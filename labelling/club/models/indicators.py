"""Tables of indicators: a club's dated sets, members' choices, proposals and votes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.model import Identified, Model


class IndicatorSetVersion(Identified):
    """A set of indicators as a club uses it from a round on; never edited once it stands.

    ``content`` is the set's RFC 8785 form, which ``benchmarking.indicators.loader.load`` reads
    after JSON; changes of definition with their effect on the median stand in it.
    """

    __tablename__ = "club_indicator_sets"
    __table_args__ = (UniqueConstraint("club_id", "number"),)

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"))
    number: Mapped[int]
    first_round: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(1000), default="")
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class MemberChoice(Model):
    """An indicator beyond the core that a member chose to report."""

    __tablename__ = "club_choices"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(40), primary_key=True)
    chosen_at: Mapped[datetime]
    chosen_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class ProposalResult(StrEnum):
    """What became of a proposed indicator."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Proposal(Identified):
    """An indicator that a member proposes; members vote on it, one vote each.

    A ratio names its numerator and denominator, quantities of the set, and their ``factor``
    (100 for a share); others are entered as they are.
    """

    __tablename__ = "club_proposals"
    __table_args__ = (
        CheckConstraint("(result IS NULL) = (settled_at IS NULL)", name="result_where_settled"),
    )

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"), index=True)
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("club_memberships.id"))
    """None where the office proposes."""
    group: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str] = mapped_column(String(20))
    definition: Mapped[str] = mapped_column(String(1000))
    guidance: Mapped[str] = mapped_column(String(1000), default="")
    numerator: Mapped[str] = mapped_column(String(80), default="")
    denominator: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(1000), default="")
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    votes_until: Mapped[date]
    result: Mapped[ProposalResult | None] = mapped_column(choice(ProposalResult))
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class ProposalVote(Model):
    """A member's vote on a proposal; it may be changed until voting ends."""

    __tablename__ = "club_votes"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("club_proposals.id"), primary_key=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), primary_key=True)
    in_favour: Mapped[bool]
    voted_at: Mapped[datetime]
    voted_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
