"""The table of complaints, and their life as a table of states."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import choice
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy
from labelling.core.model import Identified


class Concern(StrEnum):
    """Whom or what a complaint is about."""

    OFFICE = "office"
    ASSESSOR = "assessor"
    HOLDER = "holder"
    LABEL = "label"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    TAKEN_ON = "taken_on"
    ADMITTED = "admitted"
    INADMISSIBLE = "inadmissible"
    ANSWERED = "answered"


class ComplaintOutcome(StrEnum):
    """What was found."""

    UPHELD = "upheld"
    IN_PART = "in_part"
    NOT_UPHELD = "not_upheld"


NEXT: Mapping[ComplaintState, frozenset[ComplaintState]] = {
    ComplaintState.RECEIVED: frozenset({ComplaintState.TAKEN_ON}),
    ComplaintState.TAKEN_ON: frozenset(
        {ComplaintState.ADMITTED, ComplaintState.INADMISSIBLE, ComplaintState.RECEIVED}
    ),
    ComplaintState.ADMITTED: frozenset({ComplaintState.ANSWERED, ComplaintState.RECEIVED}),
    ComplaintState.INADMISSIBLE: frozenset(),
    ComplaintState.ANSWERED: frozenset(),
}

ENDED = frozenset(state for state, following in NEXT.items() if not following)


class Complaint(Identified):
    """What somebody complains of. Name and address are optional, and forgotten in time.

    The complainer reads the answer with a key of which only the hash is kept; with an address
    given, address and key are sealed, so that the answer can be announced.
    """

    __tablename__ = "complaints"
    __table_args__ = (
        CheckConstraint(
            "(state = 'answered') = (outcome IS NOT NULL)", name="outcome_where_answered"
        ),
        CheckConstraint(
            "state IN ('received', 'inadmissible', 'answered') OR handled_by IS NOT NULL",
            name="handled_by_somebody",
        ),
    )

    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    key_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    concern: Mapped[Concern] = mapped_column(choice(Concern))
    label_id: Mapped[UUID | None] = mapped_column(ForeignKey("labels.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(200), default="")
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    may_be_named: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(10))
    state: Mapped[ComplaintState] = mapped_column(choice(ComplaintState), index=True)
    state_since: Mapped[datetime]
    received_at: Mapped[datetime]
    taken_on_at: Mapped[datetime | None]
    handled_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    admitted_at: Mapped[datetime | None]
    heard: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[ComplaintOutcome | None] = mapped_column(choice(ComplaintOutcome))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]

    def advance(self, state: ComplaintState, *, at: datetime) -> None:
        """Move to another state; raise NotNow where the life cycle does not allow it."""
        if state not in NEXT[self.state]:
            raise NotNow(lazy("The complaint is not at the step where this is done."))
        self.state, self.state_since = state, at
