"""Tables of invitations: the reserve list of a team, and officers who are away."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified


class PanelReserve(Identified):
    """Somebody who is asked when a place on the team becomes free, in the order of ``position``.

    ``passed_at`` says when they were invited, or passed over because they could not be.
    """

    __tablename__ = "panel_reserves"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    position: Mapped[int]
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    passed_at: Mapped[datetime | None]
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("panel_seats.id"))


class OfficerAbsence(Identified):
    """Days on which an officer is away, both included, and who gets their mail meanwhile."""

    __tablename__ = "officer_absences"
    __table_args__ = (
        CheckConstraint("since <= until", name="in_order"),
        CheckConstraint("deputy_id <> person_id", name="somebody_else"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    deputy_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    since: Mapped[date]
    until: Mapped[date]
    recorded_at: Mapped[datetime]
