"""Surveys among the members of a cluster: written, opened, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from labelling.club import queries
from labelling.club.models import (
    Survey,
    SurveyInvitation,
    SurveyQuestion,
)
from labelling.club.subjects import OwnSurvey
from labelling.club.surveying import FEEDS, Results, has_ended, results_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.secrets import token_hash

MOST_QUESTIONS = 20
MOST_INVITED = 3000
LONGEST_SCALE = 10
SEVEN = (1, 7)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is written: its scale, whether it asks twice, which figure it feeds."""

    text: str
    lowest: int
    highest: int
    lowest_means: str = ""
    highest_means: str = ""
    twofold: bool = False
    feeds: str = ""


def begin_survey(
    session: Session,
    *,
    actor: Actor,
    membership_id: UUID,
    half_year: str,
    title: str,
    introduction: str,
    language: str,
    ends_on: date,
    questions: Sequence[Asked],
    now: datetime,
) -> Survey:
    """Write a survey; it is not open yet."""
    place = queries.place_for(session, actor, membership_id, now)
    row = Survey(
        membership_id=membership_id,
        half_year=half_year,
        title=title,
        introduction=introduction,
        language=language,
        ends_on=ends_on,
        created_at=now,
        created_by=actor.person_id,
    )
    access.require(actor, Permission.SURVEY_KEEP, OwnSurvey(place, row))
    _refuse_bad(half_year, title, ends_on, questions, now)
    session.add(row)
    session.flush()
    _write_questions(session, row, questions)
    audit.record(session, actor, "survey.begun", row, now, title=title)
    return row


def change_survey(
    session: Session,
    *,
    actor: Actor,
    survey_id: UUID,
    title: str,
    introduction: str,
    ends_on: date,
    questions: Sequence[Asked],
    now: datetime,
) -> None:
    """Change a survey while nobody can answer it yet."""
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if own.survey.opened_at is not None:
        raise NotNow(lazy("Members answer this survey already, so its questions stay."))
    _refuse_bad(own.survey.half_year, title, ends_on, questions, now)
    own.survey.title, own.survey.introduction, own.survey.ends_on = title, introduction, ends_on
    session.execute(delete(SurveyQuestion).where(SurveyQuestion.survey_id == survey_id))
    _write_questions(session, own.survey, questions)
    audit.record(session, actor, "survey.changed", own.survey, now)


def _refuse_bad(
    half_year: str, title: str, ends_on: date, questions: Sequence[Asked], now: datetime
) -> None:
    try:
        Round.parse(half_year)
    except ValueError:
        raise Invalid(lazy("Write the half-year like 2026-H1."), field="half_year") from None
    if not title.strip():
        raise Invalid(lazy("Give the survey a title."), field="title")
    if ends_on < today(now):
        raise Invalid(lazy("Choose a day from today on."), field="ends_on")
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise Invalid(
            lazy("Ask one to %(most)s questions."), field="questions", most=MOST_QUESTIONS
        )
    for one in questions:
        _refuse_bad_question(one)


def _refuse_bad_question(one: Asked) -> None:
    if not one.text.strip():
        raise Invalid(lazy("Write each question."), field="questions")
    if not 0 <= one.lowest < one.highest <= LONGEST_SCALE:
        raise Invalid(lazy("A scale runs upwards within 0 to 10."), field="questions")
    if one.twofold and (one.lowest, one.highest) != SEVEN:
        raise Invalid(
            lazy("A question for now and desired has the scale from 1 to 7."), field="questions"
        )
    if one.feeds and (
        one.feeds not in FEEDS or FEEDS[one.feeds].scale != (one.lowest, one.highest)
    ):
        raise Invalid(
            lazy("Ratings are never converted: the figure that it feeds has another scale."),
            field="questions",
        )


def _write_questions(session: Session, survey: Survey, questions: Sequence[Asked]) -> None:
    session.add_all(
        SurveyQuestion(
            survey_id=survey.id,
            position=position,
            text=one.text,
            lowest=one.lowest,
            highest=one.highest,
            lowest_means=one.lowest_means,
            highest_means=one.highest_means,
            twofold=one.twofold,
            feeds=one.feeds,
        )
        for position, one in enumerate(questions, start=1)
    )


def invite_to_survey(
    session: Session,
    *,
    actor: Actor,
    survey_id: UUID,
    invited: Mapping[str, tuple[str, UUID | None]],
    now: datetime,
) -> list[SurveyInvitation]:
    """Open a survey, or invite more: a link for each, by token: (name, row of the member list).

    Only the hashes of tokens are kept, so the links can be shown now and never again.
    """
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if has_ended(own.survey, now):
        raise NotNow(lazy("This survey has ended."))
    known = len(queries.invitations_of(session, survey_id))
    if not invited or known + len(invited) > MOST_INVITED:
        raise Invalid(lazy("Name 1 to %(most)s members."), field="names", most=MOST_INVITED)
    own.survey.opened_at = own.survey.opened_at or now
    rows = [
        SurveyInvitation(
            survey_id=survey_id,
            member_id=member_id,
            label=label,
            token_hash=token_hash(token).hex(),
            made_at=now,
        )
        for token, (label, member_id) in invited.items()
    ]
    session.add_all(rows)
    audit.record(session, actor, "survey.invited", own.survey, now, count=len(rows))
    return rows


def close_survey(session: Session, *, actor: Actor, survey_id: UUID, now: datetime) -> Results:
    """End a survey; links are refused from now on."""
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if own.survey.closed_at is None:
        own.survey.closed_at = now
        audit.record(session, actor, "survey.closed", own.survey, now)
    return results_of(session, own.survey, now)
