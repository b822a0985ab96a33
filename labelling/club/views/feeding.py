"""A survey that has ended: taken over into figures, and put into the evidence."""

from uuid import UUID, uuid4

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions import feeding as actions
from labelling.club.reasons import shown
from labelling.club.surveying import Results, results_of, told_spread
from labelling.club.views.blueprint import bp
from labelling.core.access import require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.spreadsheets import Cell, csv_file
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations.actions.evidence import Description, add_file
from labelling.organisations.uploads import take_in

_MEGABYTE = 1024 * 1024


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
        gettext("How the answers spread"),
    ]
    rows: list[list[Cell]] = [
        [
            one.question.text,
            f"{one.question.lowest} – {one.question.highest}",
            "" if one.answers is None else one.answers,
            "" if one.mean is None else shown(one.mean),
            "" if one.desired is None else shown(one.desired),
            told_spread(one),
        ]
        for one in results.questions
    ]
    rows.append([gettext("Asked"), "", results.asked, "", "", ""])
    rows.append([gettext("Answered"), "", results.answered, "", "", ""])
    return csv_file(header, rows)
