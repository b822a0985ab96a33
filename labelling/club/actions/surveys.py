"""Surveys among the members of a cluster: written, opened, answered by link, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.orm import Session

from benchmarking.rounds import Round
from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.entering import Figure, save_figures
from labelling.club.models import (
    RoundMember,
    Source,
    Survey,
    SurveyInvitation,
    SurveyQuestion,
    SurveyRating,
    SurveySheet,
)
from labelling.club.subjects import OwnSurvey
from labelling.club.surveying import FEEDS, Results, feeding, has_ended, results_of
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotFound, NotNow
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


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer to one question."""

    rating: int | None
    desired: int | None = None


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
    sheet = SurveySheet(id=uuid4(), survey_id=survey.id, answered_on=today(now))
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


def close_survey(session: Session, *, actor: Actor, survey_id: UUID, now: datetime) -> Results:
    """End a survey; links are refused from now on."""
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if own.survey.closed_at is None:
        own.survey.closed_at = now
        audit.record(session, actor, "survey.closed", own.survey, now)
    return results_of(session, own.survey, now)


def feed_figures(
    session: Session, *, actor: Actor, survey_id: UUID, save_id: UUID, now: datetime
) -> list[str]:
    """Take a closed survey's sums and counts over into the sheet of its round; name the figures.

    Raises NotNow while it is open, or where the round does not ask for them.
    """
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if own.survey.closed_at is None:
        raise NotNow(lazy("End the survey first: until then answers come in."))
    part = _part_of(session, own)
    rows = queries.current_rows(session, [part.id]).get(part.id, {})
    found = feeding(results_of(session, own.survey, now))
    if not found:
        raise NotNow(lazy("No question of this survey feeds a figure, or too few answered."))
    figures = [
        Figure(
            name,
            Given(number=str(number), grade="A", note=own.survey.title[:200]),
            revision=rows[name].revision if name in rows else 0,
        )
        for name, number in found.items()
    ]
    outcome = save_figures(
        session,
        actor=actor,
        part_id=part.id,
        figures=figures,
        save_id=save_id,
        source=Source.SURVEY,
        now=now,
    )
    audit.record(session, actor, "survey.fed", own.survey, now, figures=sorted(outcome.saved))
    return sorted(outcome.saved)


def _part_of(session: Session, own: OwnSurvey) -> RoundMember:
    for round_ in queries.rounds_of(session, own.place.club.id):
        if round_.half_year == own.survey.half_year:
            part = queries.find_part(session, round_.id, own.place.membership.id)
            if part is not None:
                return part
    raise NotNow(lazy("You take part in no round of this half-year yet."))


def note_report(
    session: Session, *, actor: Actor, survey_id: UUID, evidence_id: UUID, now: datetime
) -> None:
    """Note that the survey's report stands in the evidence library."""
    own = queries.own_survey(session, actor, survey_id, now)
    access.require(actor, Permission.SURVEY_KEEP, own)
    if own.place.membership.organisation_id is None:
        raise NotFound
    own.survey.evidence_id = evidence_id
    audit.record(session, actor, "survey.reported", own.survey, now, evidence=str(evidence_id))
