"""Surveys as they are written: title, introduction, questions with their scales."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.actions import surveys as actions
from labelling.club.actions.indicators import newest_announced
from labelling.club.actions.surveys import Asked
from labelling.club.forms import SurveyForm, day_of
from labelling.club.models import Survey, SurveyQuestion
from labelling.club.subjects import OwnSurvey
from labelling.club.surveying import FEEDS
from labelling.club.views.blueprint import bp
from labelling.core.access import require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Refusal
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.forms import tidy, whole_number
from labelling.core.web.identity import asker

ROWS = 8


@bp.route("/members/<uuid:membership_id>/surveys/new", methods=["GET", "POST"])
def new_survey(membership_id: UUID) -> ResponseReturnValue:
    """Write a survey."""
    actor, now, form = asker(), identity.now(), SurveyForm()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.SURVEY_KEEP, OwnSurvey(place, Survey()))
        half_year = _half_year(session, place.club.id)
    questions = _questions_sent()
    if form.answered():
        try:
            with unit_of_work() as session:
                sent = once.count(session, actor, now, leads_to="/")
                row = actions.begin_survey(
                    session,
                    actor=actor,
                    membership_id=membership_id,
                    half_year=form.half_year.data or "",
                    title=form.title.data or "",
                    introduction=form.introduction.data or "",
                    language=form.language.data,
                    ends_on=day_of(form.ends_on),
                    questions=questions,
                    now=now,
                )
                there = url_for(".survey", survey_id=row.id, done="saved")
                if sent is not None:
                    sent.address = there
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(there, 303)
    elif not form.errors:
        form.half_year.data = half_year
        form.ends_on.data = today(now) + timedelta(days=21)
        questions = _first_questions()
    return pages.page(
        "club/survey_edit.html",
        422 if form.errors or form.form_errors else 200,
        place=place,
        form=form,
        survey=None,
        questions=_padded(questions),
        feeds=_feed_names(),
    )


@bp.route("/surveys/<uuid:survey_id>/edit", methods=["GET", "POST"])
def edit_survey(survey_id: UUID) -> ResponseReturnValue:
    """Change a survey that is not open yet."""
    actor, now, form = asker(), identity.now(), SurveyForm()
    with reading() as session:
        own = queries.own_survey(session, actor, survey_id, now)
        require(actor, Permission.SURVEY_KEEP, own)
        questions = [_asked(one) for one in queries.questions_of(session, survey_id)]
    if request.method == "POST":
        form.half_year.data = own.survey.half_year
        questions = _questions_sent()
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.change_survey(
                    session,
                    actor=actor,
                    survey_id=survey_id,
                    title=form.title.data or "",
                    introduction=form.introduction.data or "",
                    ends_on=day_of(form.ends_on),
                    questions=questions,
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".survey", survey_id=survey_id, done="saved"), 303)
    elif not form.errors:
        for name in ("title", "half_year", "introduction", "language", "ends_on"):
            form[name].data = getattr(own.survey, name)
    return pages.page(
        "club/survey_edit.html",
        422 if form.errors or form.form_errors else 200,
        place=own.place,
        form=form,
        survey=own.survey,
        questions=_padded(questions),
        feeds=_feed_names(),
    )


def _half_year(session: Session, club_id: UUID) -> str:
    """Return the round whose figures a survey can feed: the one that runs, else the next one."""
    running = queries.find_running_round(session, club_id)
    if running is not None:
        return running.half_year
    announced = newest_announced(session, club_id)
    return str(announced.following) if announced is not None else ""


def _asked(row: SurveyQuestion) -> Asked:
    return Asked(
        row.text,
        row.lowest,
        row.highest,
        row.lowest_means,
        row.highest_means,
        row.twofold,
        row.feeds,
    )


def _first_questions() -> list[Asked]:
    return [
        Asked(
            gettext("How satisfied were you with our services?"),
            1,
            5,
            gettext("not at all"),
            gettext("very much"),
            feeds="satisfaction",
        ),
        Asked(
            gettext("How well do we bring you together with partners?"),
            1,
            7,
            gettext("not at all"),
            gettext("very well"),
            twofold=True,
        ),
    ]


def _padded(questions: list[Asked]) -> list[Asked]:
    """Return the questions with blank lines behind them, for those that are still to come."""
    blank = [Asked("", 1, 5)] * max(2, ROWS - len(questions))
    return [*questions, *blank]


def _questions_sent() -> list[Asked]:
    """Return the questions of the form: lines without a text are left out."""
    found = []
    for at in range(actions.MOST_QUESTIONS + 2):
        text = tidy(request.form.get(f"text-{at}"))[:500]
        if text:
            found.append(
                Asked(
                    text=text,
                    lowest=whole_number(request.form.get(f"lowest-{at}"), 99),
                    highest=whole_number(request.form.get(f"highest-{at}"), 99),
                    lowest_means=tidy(request.form.get(f"lowest_means-{at}"))[:100],
                    highest_means=tidy(request.form.get(f"highest_means-{at}"))[:100],
                    twofold=f"twofold-{at}" in request.form,
                    feeds=request.form.get(f"feeds-{at}", ""),
                )
            )
    return found


def _feed_names() -> dict[str, str]:
    return {"": gettext("no figure"), **dict.fromkeys(FEEDS, gettext("Service satisfaction"))}
