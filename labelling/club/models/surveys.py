"""Tables of surveys: what a cluster organisation asks its members, and what they answered.

Who has answered is known, so that nobody answers twice; which answers are whose is not kept.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelling.core.model import Identified, Model


class Survey(Identified):
    """A survey of a member of the club among the members of its cluster.

    How far it has come follows from its instants: being written, open, closed.
    """

    __tablename__ = "club_surveys"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("club_memberships.id"), index=True)
    half_year: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    introduction: Mapped[str] = mapped_column(String(1000), default="")
    language: Mapped[str] = mapped_column(String(10), default="en")
    ends_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence.id"))
    """The report in the organisation's evidence library, once it was put there."""


class SurveyQuestion(Identified):
    """A question with a scale of its own, which is never converted into another.

    ``twofold`` asks for how it is now and how it should be, on 1 to 7. ``feeds`` names the
    quantity whose sum and count come from its ratings, '' for none.
    """

    __tablename__ = "club_survey_questions"
    __table_args__ = (
        UniqueConstraint("survey_id", "position"),
        CheckConstraint("lowest < highest", name="scale"),
        CheckConstraint("NOT twofold OR (lowest = 1 AND highest = 7)", name="twofold_of_seven"),
    )

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("club_surveys.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    lowest: Mapped[int]
    highest: Mapped[int]
    lowest_means: Mapped[str] = mapped_column(String(100), default="")
    highest_means: Mapped[str] = mapped_column(String(100), default="")
    twofold: Mapped[bool] = mapped_column(default=False)
    feeds: Mapped[str] = mapped_column(String(80), default="")


class SurveyInvitation(Identified):
    """A link for one member of the cluster; only the token's hash is kept."""

    __tablename__ = "club_survey_invitations"

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("club_surveys.id"), index=True)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("members.id"))
    label: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    answered_on: Mapped[date | None]


class SurveySheet(Identified):
    """One answered questionnaire. Neither who answered is kept nor when: a day would tell whose."""

    __tablename__ = "club_survey_sheets"

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("club_surveys.id"), index=True)


class SurveyRating(Model):
    """A rating on a question's own scale; ``desired`` where the question is twofold."""

    __tablename__ = "club_survey_ratings"

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("club_survey_sheets.id"), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey("club_survey_questions.id"), primary_key=True, index=True
    )
    rating: Mapped[int | None]
    desired: Mapped[int | None]
