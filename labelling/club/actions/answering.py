"""Answers to a survey: taken once by a link, and tied to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.models import (
    Survey,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRating,
    SurveySheet,
)
from labelling.club.surveying import has_ended
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer to one question."""

    rating: int | None
    desired: int | None = None


def answer_survey(
    session: Session, *, token: str, rated: Mapping[UUID, Rated], now: datetime
) -> None:
    """Take the answers that came by a link, once; nothing ties them to who gave them.

    Raises NotFound for a link of nobody, NotNow where it was used or the survey has ended.
    """
    invitation, survey = queries.invitation_for(session, token)
    refuse_answered(invitation, survey, now)
    questions = queries.questions_of(session, survey.id)
    for question in questions:
        _refuse_off_scale(question, rated.get(question.id, Rated(None)))
    if all(one.rating is None for one in rated.values()):
        raise Invalid(lazy("Answer at least one question."))
    invitation.answered_on = today(now)
    sheet = SurveySheet(id=uuid4(), survey_id=survey.id)
    session.add(sheet)
    session.add_all(
        SurveyRating(
            sheet_id=sheet.id,
            question_id=question.id,
            rating=rated[question.id].rating,
            desired=rated[question.id].desired,
        )
        for question in questions
        if question.id in rated and rated[question.id].rating is not None
    )


def refuse_answered(invitation: SurveyInvitation, survey: Survey, now: datetime) -> None:
    """Raise NotNow where a link can take no answer any more."""
    if invitation.answered_on is not None:
        raise NotNow(lazy("This link was used. Thank you for your answers."))
    if survey.opened_at is None or has_ended(survey, now):
        raise NotNow(lazy("This survey has ended, so no answer is taken any more."))


def _refuse_off_scale(question: SurveyQuestion, rated: Rated) -> None:
    scale = range(question.lowest, question.highest + 1)
    given = [rated.rating, rated.desired]
    if any(one is not None and one not in scale for one in given):
        raise Invalid(
            lazy("Choose a step from %(lowest)s to %(highest)s."),
            field=f"rating-{question.id}",
            lowest=question.lowest,
            highest=question.highest,
        )
    if rated.desired is not None and not question.twofold:
        raise Invalid(lazy("This question is asked once."), field=f"rating-{question.id}")
    if question.twofold and (rated.rating is None) is not (rated.desired is None):
        raise Invalid(
            lazy("Choose both steps, for now and desired, or neither."),
            field=f"rating-{question.id}",
        )
