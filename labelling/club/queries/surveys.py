"""Surveys, their questions, links and answers."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.club.models import (
    Survey,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRating,
    SurveySheet,
)
from labelling.core.errors import NotFound
from labelling.core.secrets import token_hash


def surveys_of(session: Session, membership_id: UUID) -> list[Survey]:
    """Return a member's surveys, the newest first."""
    query = select(Survey).where(Survey.membership_id == membership_id)
    return list(session.scalars(query.order_by(Survey.created_at.desc(), Survey.id)))


def get_survey(session: Session, survey_id: UUID) -> Survey:
    """Return a survey; raise NotFound."""
    found = session.get(Survey, survey_id)
    if found is None:
        raise NotFound
    return found


def questions_of(session: Session, survey_id: UUID) -> list[SurveyQuestion]:
    """Return a survey's questions in their order."""
    query = select(SurveyQuestion).where(SurveyQuestion.survey_id == survey_id)
    return list(session.scalars(query.order_by(SurveyQuestion.position)))


def responses(session: Session, survey_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return, by survey, how many were asked and how many of them answered."""
    query = (
        select(
            SurveyInvitation.survey_id,
            func.count(SurveyInvitation.id),
            func.count(SurveyInvitation.answered_on),
        )
        .where(SurveyInvitation.survey_id.in_(list(survey_ids)))
        .group_by(SurveyInvitation.survey_id)
    )
    return {key: (asked, answered) for key, asked, answered in session.execute(query)}


def invitations_of(session: Session, survey_id: UUID) -> list[SurveyInvitation]:
    """Return who was invited to a survey, by name."""
    query = select(SurveyInvitation).where(SurveyInvitation.survey_id == survey_id)
    return list(session.scalars(query.order_by(SurveyInvitation.label, SurveyInvitation.id)))


def invitation_for(session: Session, token: str) -> tuple[SurveyInvitation, Survey]:
    """Return the invitation of a link, and its survey; raise NotFound."""
    query = (
        select(SurveyInvitation, Survey)
        .join(Survey, Survey.id == SurveyInvitation.survey_id)
        .where(SurveyInvitation.token_hash == token_hash(token).hex())
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


def ratings_of(session: Session, survey_id: UUID) -> dict[UUID, list[SurveyRating]]:
    """Return all ratings of a survey by question, in no order that tells of who gave them."""
    query = (
        select(SurveyRating)
        .join(SurveySheet, SurveySheet.id == SurveyRating.sheet_id)
        .where(SurveySheet.survey_id == survey_id)
        .order_by(SurveyRating.question_id, SurveyRating.rating, SurveyRating.sheet_id)
    )
    found: dict[UUID, list[SurveyRating]] = {}
    for one in session.scalars(query):
        found.setdefault(one.question_id, []).append(one)
    return found
