"""Tables of clubs: which there are, who is a member, who accepted which code of conduct."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified


class Club(Identified):
    """A benchmarking club.

    ``dimensions`` are what members are grouped by, fixed before figures are seen:
    ``[{"id", "name", "ordered", "bands": [{"id", "name"}]}]``. ``policy`` names the rules of
    disclosure; one that is not known shows nothing.
    """

    __tablename__ = "clubs"

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(String(2000), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    policy: Mapped[str] = mapped_column(String(40), default="club-2026")
    dimensions: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    founded_at: Mapped[datetime]
    founded_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None]


class MadeOf(StrEnum):
    """What members of a kind are: organisations with seats here, or firms that have none."""

    ORGANISATION = "organisation"
    FIRM = "firm"


class KindOfMember(Identified):
    """A kind of member that a club takes: cluster organisations, the suppliers of a cluster."""

    __tablename__ = "club_kinds"
    __table_args__ = (UniqueConstraint("club_id", "name"),)

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"))
    name: Mapped[str] = mapped_column(String(100))
    made_of: Mapped[MadeOf] = mapped_column(choice(MadeOf))


class Openness(StrEnum):
    """Who may know that somebody is a member: nobody but the office, the club, everybody."""

    HIDDEN = "hidden"
    CLUB = "club"
    PUBLIC = "public"


class Membership(Identified):
    """An organisation's or a firm's place in a club, with its designated contact.

    A firm has no seats here: its contact alone acts for it. ``holding`` names what it belongs to,
    for members of one holding count as one; ``bands`` where it stands in the club's dimensions,
    ``{dimension: band}``.
    """

    __tablename__ = "club_memberships"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (firm = '')", name="organisation_or_firm"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="left_after_joining"),
        Index(
            "uq_club_memberships_standing",
            "club_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
    )

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"), index=True)
    kind_id: Mapped[UUID] = mapped_column(ForeignKey("club_kinds.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    firm: Mapped[str] = mapped_column(String(200), default="")
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    openness: Mapped[Openness] = mapped_column(choice(Openness), default=Openness.HIDDEN)
    openness_at: Mapped[datetime | None]
    openness_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    holding: Mapped[str] = mapped_column(String(200), default="")
    bands: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class CodeOfConduct(Identified):
    """A version of a club's code of conduct; the newest in force must be accepted."""

    __tablename__ = "club_codes"
    __table_args__ = (UniqueConstraint("club_id", "number"),)

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    in_force_on: Mapped[date]
    written_at: Mapped[datetime]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class CodeAcceptance(Identified):
    """A person accepted a version of the code, for a member, at a moment. Kept for good."""

    __tablename__ = "club_code_acceptances"
    __table_args__ = (UniqueConstraint("code_id", "membership_id", "person_id"),)

    code_id: Mapped[UUID] = mapped_column(ForeignKey("club_codes.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    accepted_at: Mapped[datetime]
