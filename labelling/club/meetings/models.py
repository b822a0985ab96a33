"""Tables of meetings: when and where a round is discussed, who takes part, what is shown."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.columns import Json, choice
from labelling.core.model import Identified


class MeetingState(StrEnum):
    """How far a meeting has come, in this order; a cancelled one will not be held."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Meeting(Identified):
    """The meeting over a round's draft results; ``slide`` is the number on show while it is open.

    The chair steps; ``slide`` is 0 before the first slide and None while the meeting is not open.
    """

    __tablename__ = "club_meetings"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (slide IS NOT NULL)", name="slide_while_open"),
        CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled"),
        Index(
            "uq_club_meetings_standing",
            "round_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("club_rounds.id"), index=True)
    held_on: Mapped[date]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")
    """The time zone of the place, by its name in the tz database: in it the times are written."""
    place: Mapped[str] = mapped_column(String(300), default="")
    next_dates: Mapped[str] = mapped_column(String(1000), default="")
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    state: Mapped[MeetingState] = mapped_column(choice(MeetingState), default=MeetingState.PLANNED)
    slide: Mapped[int | None]
    slide_at: Mapped[datetime | None]
    """Since when this slide is on show."""
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    planned_at: Mapped[datetime]
    planned_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    told: Mapped[int] = mapped_column(default=0)
    """How often its dates were told by mail: the sequence number of its calendar entry."""
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(String(500), default="")


class Slide(Identified):
    """An indicator that the chair chose to be discussed, under a question for the room."""

    __tablename__ = "club_slides"
    __table_args__ = (UniqueConstraint("meeting_id", "indicator"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), index=True)
    position: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(String(1000), default="")
    """For the chair alone."""


class Participant(Identified):
    """Somebody who takes part: a member's person, or a guest of the office without a member."""

    __tablename__ = "club_participants"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    membership_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("club_memberships.id"), index=True
    )
    added_at: Mapped[datetime]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    comes: Mapped[bool | None]
    """What they answered to the invitation; None until they did."""
    named: Mapped[bool] = mapped_column(default=False)
    """They agreed that the others of this meeting see their name, and the minutes have it."""
    answered_at: Mapped[datetime | None]
    code_id: Mapped[UUID | None] = mapped_column(ForeignKey("club_codes.id"))
    """The version of the code of conduct that a guest accepted; members accept it as members."""
    code_at: Mapped[datetime | None]
    came: Mapped[bool | None]
    """Whether they were there; None until the minutes say so."""


class Topic(StrEnum):
    """What an item of the agenda is about; the order is that of a meeting."""

    WELCOME = "welcome"
    ACTIONS = "actions"
    DATA = "data"
    CHANGES = "changes"
    RESULTS = "results"
    SLIDES = "slides"
    PRACTICES = "practices"
    AWARD = "award"
    OWN_ACTIONS = "own actions"
    DATES = "dates"
    OTHER = "other"


class AgendaItem(Identified):
    """An item of a meeting's agenda, with the minutes of time that it is given."""

    __tablename__ = "club_agenda"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"), index=True)
    position: Mapped[int]
    topic: Mapped[Topic] = mapped_column(choice(Topic))
    title: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    lasts: Mapped[int] = mapped_column(default=10)


class Minutes(Identified):
    """A version of a meeting's minutes: written, released to the chair, confirmed; then fixed.

    ``version`` counts the saves. ``content`` is what was confirmed, with agenda, participants and
    actions as they were, as canonical JSON; ``sha256`` is that of its text.
    """

    __tablename__ = "club_minutes"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("(confirmed_at IS NULL) = (content = '')", name="content_once_confirmed"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(String(500), default="")
    """Why a confirmed version was corrected; '' for the first."""
    version: Mapped[int] = mapped_column(default=1)
    save_id: Mapped[UUID | None]
    begun_at: Mapped[datetime]
    begun_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    saved_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    released_at: Mapped[datetime | None]
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    content: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")


class ActionState(StrEnum):
    """What became of an action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ClubAction(Identified):
    """What a member, or the club, wants to change, by when: typed in a meeting or at one's desk.

    With a ``membership_id`` it is that member's own: the member and the office see it. Without it
    is the club's. ``round_id`` is the round whose figure is the ``baseline``; both figures are
    decimals as they were spelled, '' for none. ``owner_id`` is who sees to it.
    """

    __tablename__ = "club_actions"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_once_not_open"),
        Index("ix_club_actions_due", "state", "due_on"),
    )

    club_id: Mapped[UUID] = mapped_column(ForeignKey("clubs.id"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("club_meetings.id"), index=True)
    membership_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("club_memberships.id"), index=True
    )
    round_id: Mapped[UUID | None] = mapped_column(ForeignKey("club_rounds.id"))
    indicator: Mapped[str] = mapped_column(String(40), default="")
    baseline: Mapped[str] = mapped_column(String(40), default="")
    target: Mapped[str] = mapped_column(String(40), default="")
    measure: Mapped[str] = mapped_column(String(500))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    due_on: Mapped[date]
    state: Mapped[ActionState] = mapped_column(choice(ActionState), default=ActionState.OPEN)
    note: Mapped[str] = mapped_column(String(500), default="")
    """What came of it, or why it was dropped."""
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class Pack(Identified):
    """An edition of a meeting's pack, ordered by the office and made by jobs.

    ``indicators`` are those of the sealed sheets: what the pack shows of the club.
    """

    __tablename__ = "club_packs"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("club_meetings.id"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(10))
    indicators: Mapped[list[str]] = mapped_column(Json)
    ordered_at: Mapped[datetime]
    ordered_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))


class PackFile(Identified):
    """The pack as those read it who see the same indicators; ``whole`` is the office's.

    ``sees`` are the indicators that its readers reported, as text, sorted. Reciprocity: who did
    not report an indicator reads a pack without it.
    """

    __tablename__ = "club_pack_files"
    __table_args__ = (UniqueConstraint("pack_id", "whole", "sees"),)

    pack_id: Mapped[UUID] = mapped_column(ForeignKey("club_packs.id"))
    whole: Mapped[bool] = mapped_column(default=False)
    sees: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int] = mapped_column(default=0)


class SealedSheet(Identified):
    """A member's own sheet of a pack: its figures beside the club's. Kept encrypted.

    ``sha256`` is that of the PDF, which the office may know; ``stored`` that of what is stored,
    which only the application can open, for the member's own people.
    """

    __tablename__ = "club_sealed_sheets"
    __table_args__ = (UniqueConstraint("pack_id", "membership_id"),)

    pack_id: Mapped[UUID] = mapped_column(ForeignKey("club_packs.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    made_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    stored: Mapped[str] = mapped_column(String(64), default="")


class SheetOpening(Identified):
    """Somebody of the member opened its sealed sheet."""

    __tablename__ = "club_sheet_openings"

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("club_sealed_sheets.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    opened_at: Mapped[datetime]
