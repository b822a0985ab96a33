"""Surveys: written, opened by links, watched, closed, taken over into figures and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.club import queries
from labelling.club.actions import surveys as actions
from labelling.club.actions.surveys import Asked
from labelling.club.forms import InviteForm, SurveyForm, day_of
from labelling.club.models import Survey, SurveyQuestion
from labelling.club.reasons import shown
from labelling.club.subjects import OwnSurvey
from labelling.club.surveying import FEEDS, FEWEST, Results, has_ended, results_of
from labelling.club.views.blueprint import bp, notice
from labelling.core.access import Actor, may, require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound, Refusal
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.secrets import token_hash
from labelling.core.spreadsheets import Cell, csv_file
from labelling.core.web import identity, once, pages
from labelling.core.web.forms import tidy, whole_number
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations
from labelling.organisations.actions.evidence import Description, add_file
from labelling.organisations.uploads import take_in

ROWS = 8
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is shown once: whose it is, and its address."""

    label: str
    address: str


@bp.get("/members/<uuid:membership_id>/surveys")
def surveys(membership_id: UUID) -> ResponseReturnValue:
    """List a member's surveys."""
    actor, now = asker(), identity.now()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.SURVEY_KEEP, OwnSurvey(place, Survey()))
        rows = queries.surveys_of(session, membership_id)
        counts = queries.responses(session, [row.id for row in rows])
    return pages.page(
        "club/surveys.html",
        place=place,
        rows=rows,
        counts=counts,
        today=today(now),
        notice=notice(),
    )


@bp.route("/members/<uuid:membership_id>/surveys/new", methods=["GET", "POST"])
def new_survey(membership_id: UUID) -> ResponseReturnValue:
    """Write a survey."""
    actor, now, form = asker(), identity.now(), SurveyForm()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.SURVEY_KEEP, OwnSurvey(place, Survey()))
        running = queries.find_running_round(session, place.club.id)
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
        form.half_year.data = running.half_year if running is not None else ""
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


@bp.get("/surveys/<uuid:survey_id>")
def survey(survey_id: UUID) -> ResponseReturnValue:
    """Show a survey: who was asked, how many answered, what came of it."""
    return _page(survey_id, InviteForm())


@bp.post("/surveys/<uuid:survey_id>/links")
def invite(survey_id: UUID) -> ResponseReturnValue:
    """Make links for members; they are shown on the page that answers, and never again.

    A second press of the same form shows the same links.
    """
    actor, now, form = asker(), identity.now(), InviteForm()
    with reading() as session:
        own = queries.own_survey(session, actor, survey_id, now)
        require(actor, Permission.SURVEY_KEEP, own)
    if not form.answered():
        return _page(survey_id, form, status=422)
    made = _made_before(actor, survey_id)
    if made:
        return _page(survey_id, InviteForm(), _links(made))
    try:
        with reading() as session:
            wanted = _invited(session, own, form)
        invited = {once.token(actor, at): one for at, one in enumerate(wanted)}
        with unit_of_work() as session:
            once.count(session, actor, now, leads_to="")
            actions.invite_to_survey(
                session, actor=actor, survey_id=survey_id, invited=invited, now=now
            )
    except once.Repeated:
        return _page(survey_id, InviteForm(), _links(_made_before(actor, survey_id)))
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(survey_id, form, status=refusal.status)
    return _page(survey_id, InviteForm(), _links({key: one[0] for key, one in invited.items()}))


def _made_before(actor: Actor, survey_id: UUID) -> dict[str, str]:
    """Return whose links this very form made when it was sent before, by token."""
    with reading() as session:
        if not once.was_counted(session, actor):
            return {}
        known = {one.token_hash: one.label for one in queries.invitations_of(session, survey_id)}
    tokens = (once.token(actor, at) for at in range(len(known)))
    return {one: known[key] for one in tokens if (key := token_hash(one).hex()) in known}


def _links(made: Mapping[str, str]) -> list[Link]:
    """Return links as they are shown: by token, whose they are."""
    root = pages.settings().public_url
    return [
        Link(label, f"{root}{url_for('surveys.answer', token=token, lang=None)}")
        for token, label in made.items()
    ]


def _invited(session: Session, own: OwnSurvey, form: InviteForm) -> list[tuple[str, UUID | None]]:
    """Return whom the form asks to invite: members of the list without a link, further names."""
    found: list[tuple[str, UUID | None]] = []
    organisation_id = own.place.membership.organisation_id
    invited = queries.invitations_of(session, own.survey.id)
    if form.everybody.data and organisation_id is not None:
        known = {one.member_id for one in invited}
        rows = organisations.member_rows(session, organisation_id)
        found += [(row.name, row.id) for row in rows if row.id not in known]
    names = form.typed([*(one.label for one in invited), *(name for name, _row in found)])
    return [*found, *((name, None) for name in names)]


@bp.post("/surveys/<uuid:survey_id>/close")
def close(survey_id: UUID) -> ResponseReturnValue:
    """End a survey."""
    with unit_of_work() as session:
        actions.close_survey(session, actor=asker(), survey_id=survey_id, now=identity.now())
    return redirect(url_for(".survey", survey_id=survey_id, done="closed"), 303)


@bp.post("/surveys/<uuid:survey_id>/figures")
def feed(survey_id: UUID) -> ResponseReturnValue:
    """Take the survey's sums and counts over into the sheet of its round."""
    with unit_of_work() as session:
        actions.feed_figures(
            session, actor=asker(), survey_id=survey_id, save_id=uuid4(), now=identity.now()
        )
    return redirect(url_for(".survey", survey_id=survey_id, done="fed"), 303)


@bp.post("/surveys/<uuid:survey_id>/evidence")
def report(survey_id: UUID) -> ResponseReturnValue:
    """Put the survey's report into the organisation's evidence library."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_survey(session, actor, survey_id, now)
        require(actor, Permission.SURVEY_KEEP, own)
        results = results_of(session, own.survey, now)
    organisation_id = own.place.membership.organisation_id
    if own.survey.closed_at is None or organisation_id is None:
        raise NotFound
    content = report_file(results)
    settings = pages.settings()
    name = f"survey-{own.survey.half_year}.csv"
    upload = take_in(name, content, settings.upload_megabytes * _MEGABYTE)
    with unit_of_work() as session:
        piece = add_file(
            session,
            actor=actor,
            organisation_id=organisation_id,
            description=Description(own.survey.title, today(own.survey.closed_at)),
            file=upload.file,
            quota=settings.quota_megabytes * _MEGABYTE,
            now=now,
        )
        actions.note_report(
            session, actor=actor, survey_id=survey_id, evidence_id=piece.id, now=now
        )
    upload.store()
    return redirect(url_for(".survey", survey_id=survey_id, done="reported"), 303)


def report_file(results: Results) -> bytes:
    """Return a survey's results as CSV: response, and each question on its own scale."""
    header = [
        gettext("Question"),
        gettext("Scale"),
        gettext("Answers"),
        gettext("Mean"),
        gettext("Desired"),
    ]
    rows: list[list[Cell]] = [
        [
            one.question.text,
            f"{one.question.lowest} – {one.question.highest}",
            one.answers,
            "" if one.mean is None else shown(one.mean),
            "" if one.desired is None else shown(one.desired),
        ]
        for one in results.questions
    ]
    rows.append([gettext("Asked"), "", results.asked, "", ""])
    rows.append([gettext("Answered"), "", results.answered, "", ""])
    return csv_file(header, rows)


def _page(
    survey_id: UUID, form: InviteForm, links: list[Link] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_survey(session, actor, survey_id, now)
        require(actor, Permission.SURVEY_KEEP, own)
        results = results_of(session, own.survey, now)
        invitations = queries.invitations_of(session, survey_id)
    return pages.page(
        "club/survey.html",
        status,
        place=own.place,
        survey=own.survey,
        results=results,
        invitations=invitations,
        form=form,
        links=links,
        fewest=FEWEST,
        shown=shown,
        ended=has_ended(own.survey, now),
        feeds=any(one.question.feeds for one in results.questions),
        keeps=may(actor, Permission.SURVEY_KEEP, own),
        notice=notice(),
    )
