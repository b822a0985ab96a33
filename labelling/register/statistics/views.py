"""The yearly statistics: pages and data for all, the figures behind them for those who may."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.schemes import editions_with_levels
from labelling.core import access
from labelling.core.access import is_fresh, may
from labelling.core.clock import civil_day, scheme_zone, today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Conflict, NotFound, Refusal, SecondFactorNeeded
from labelling.core.i18n import Text, country_name, gettext, in_order, lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.forms import Form
from labelling.core.web.identity import asker
from labelling.decisions.appeals.words import ABOUT_NAMES
from labelling.people import queries as people
from labelling.register.statistics import actions, queries, words
from labelling.register.statistics.counting import counted, years_over
from labelling.register.statistics.lines import HEADER, lines_of
from labelling.register.statistics.models import StatisticsRelease
from labelling.register.statistics.protecting import content_of
from labelling.register.statistics.subjects import YearFigures
from labelling.register.views.blueprint import absolute, cacheable
from labelling.register.views.blueprint import bp as public
from labelling.register.wanted import refuse_unknown

bp = Blueprint("statistics", __name__)

DONE: dict[str, Text] = {
    "made": lazy("The figures lie before a second person. Nothing is public yet."),
    "released": lazy("The figures are public now, and never change."),
}
_LANGUAGE = "lang"
_YEARS = range(1900, 2200)


@public.get("/statistics")
def statistics() -> ResponseReturnValue:
    """List the years whose figures are out."""
    with reading() as session:
        found = queries.releases(session)
    return pages.page("register/statistics/index.html", releases=found)


@public.get("/statistics/<int:year>")
def statistics_year(year: int) -> ResponseReturnValue:
    """Show the figures of a year."""
    release = _release(year)
    return pages.page(
        "register/statistics/year.html",
        200,
        release=release,
        figures=release.content,
        published=civil_day(release.confirmed_at, scheme_zone()),
        **_names(release.content),
    )


@public.get("/api/v1/statistics")
def api_statistics() -> Response:
    """Return the years whose figures are out, the newest first."""
    refuse_unknown(request.args, {_LANGUAGE})
    with reading() as session:
        found = queries.releases(session)
    return cacheable(jsonify({"items": [_item(release) for release in found]}))


@public.get("/api/v1/statistics/<int:year>")
def api_statistics_year(year: int) -> Response:
    """Return the figures of a year, as they were released."""
    refuse_unknown(request.args, {_LANGUAGE})
    release = _release(year)
    return cacheable(jsonify({**_item(release), "figures": release.content}), release.sha256)


@public.get("/api/v1/statistics/<int:year>.csv")
def api_statistics_csv(year: int) -> Response:
    """Return the figures of a year as lines; an empty value is not shown."""
    refuse_unknown(request.args, {_LANGUAGE})
    release = _release(year)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(
        (table, row, column, "" if value is None else value)
        for table, row, column, value in lines_of(release.content)
    )
    response = Response(text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"statistics-{year}.csv")
    return cacheable(response, f"{release.sha256}-csv")


@bp.get("/office/statistics")
def index() -> ResponseReturnValue:
    """List the years with their releases, for those who may see the full figures."""
    access.require(asker(), Permission.STATISTICS_VIEW, YearFigures())
    now = identity.now()
    with reading() as session:
        found = {release.year: release for release in queries.releases(session)}
        over = years_over(session, now)
        drafts = {year: queries.find_draft(session, year) for year in over if year not in found}
    return pages.page(
        "register/statistics/office.html",
        years=[today(now).year, *over],
        running=today(now).year,
        releases=found,
        drafts={year: draft for year, draft in drafts.items() if draft is not None},
    )


@bp.get("/office/statistics/<int:year>")
def show(year: int) -> ResponseReturnValue:
    """Show the full figures of a year, and what of them is published."""
    return _show(year)


@bp.post("/office/statistics/<int:year>/draft")
def make(year: int) -> ResponseReturnValue:
    """Lay the figures of a year before a second person."""
    actor = asker()
    access.require(actor, Permission.STATISTICS_MAKE, YearFigures())
    _refuse_strange(year)
    with reading() as session:
        figures = counted(session, year)
    content = content_of(figures, _level_ids())
    with unit_of_work() as session:
        actions.make_release(
            session, actor=actor, counted=figures, content=content, now=identity.now()
        )
    return redirect(url_for(".show", year=year, done="made"), 303)


@bp.post("/office/statistics/<int:year>/confirmation")
def confirm(year: int) -> ResponseReturnValue:
    """Publish the figures of a year as the second person."""
    actor = asker()
    access.require(actor, Permission.STATISTICS_VIEW, YearFigures())
    _refuse_strange(year)
    try:
        with unit_of_work() as session:
            actions.confirm_release(
                session,
                actor=actor,
                year=year,
                sha256=request.form.get("sha256", ""),
                now=identity.now(),
            )
    except (Conflict, SecondFactorNeeded) as refusal:
        return _show(year, refusal)
    return redirect(url_for(".show", year=year, done="released"), 303)


def _show(year: int, refusal: Refusal | None = None) -> ResponseReturnValue:
    actor, now = asker(), identity.now()
    access.require(actor, Permission.STATISTICS_VIEW, YearFigures())
    _refuse_strange(year)
    with reading() as session:
        figures = counted(session, year)
        release = queries.find_release(session, year)
        draft = queries.find_draft(session, year)
        case = queries.draft_case(session, draft, actor.person_id, now) if draft else None
        names = people.names(
            session,
            [
                *((release.made_by, release.confirmed_by) if release else ()),
                *((draft.made_by,) if draft else ()),
            ],
        )
    verdict = access.decide(actor, Permission.STATISTICS_CONFIRM, case)
    form = Form()
    if refusal is not None:
        form.refuse(refusal)
    content = release.content if release else draft.content if draft else None
    return pages.page(
        "register/statistics/figures.html",
        refusal.status if refusal is not None else 200,
        year=year,
        counted=figures,
        release=release,
        draft=draft,
        names=names,
        form=form,
        figures=content,
        recounted=release is None or figures == release.counted,
        makes=may(actor, Permission.STATISTICS_MAKE, YearFigures())
        and release is None
        and year < today(now).year,
        confirms=draft is not None and verdict.allowed,
        why_not=str(verdict.reason) if draft is not None else "",
        fresh=is_fresh(actor, now),
        running=year >= today(now).year,
        abouts={about.value: name for about, name in ABOUT_NAMES.items()},
        notice=DONE.get(request.args.get("done", "")),
        **_names(content or content_of(figures, _level_ids())),
    )


def _release(year: int) -> StatisticsRelease:
    _refuse_strange(year)
    with reading() as session:
        return queries.get_release(session, year)


def _refuse_strange(year: int) -> None:
    """Raise NotFound for what is no year of ours, before anything computes with it."""
    if year not in _YEARS:
        raise NotFound


def _item(release: StatisticsRelease) -> dict[str, Any]:
    return {
        "year": release.year,
        "published": civil_day(release.confirmed_at, scheme_zone()).isoformat(),
        "sha256": release.sha256,
        "page": absolute("register.statistics_year", year=release.year),
        "csv": absolute("register.api_statistics_csv", year=release.year),
    }


def _level_ids() -> list[str]:
    """Return all levels under which one can apply, lowest first, each once."""
    found = [level.id for edition in editions_with_levels() for level in edition.levels]
    return list(dict.fromkeys(found))


def _names(content: Mapping[str, Any]) -> dict[str, object]:
    """Return what the rows and columns are called, in the language in force."""
    editions = editions_with_levels()
    countries = [row["country"] for row in content["applications"]["by_country"]]
    named = {
        code: gettext("All other countries") if code == words.OTHER else country_name(code)
        for code in countries
    }
    return {
        "levels": {level.id: level.name for edition in editions for level in edition.levels},
        "rules": {rule.id: rule.text for edition in editions for rule in edition.eligibility},
        "countries": named,
        "by_name": sorted(
            content["applications"]["by_country"],
            key=lambda row: (row["country"] == words.OTHER, in_order(named[row["country"]])),
        ),
        "groups": words.GROUP_NAMES,
        "outcomes": words.OUTCOME_NAMES,
        "steps": words.STEP_NAMES,
        "appeal_outcomes": words.APPEAL_NAMES,
        "complaint_outcomes": words.COMPLAINT_NAMES,
        "concerns": words.CONCERN_NAMES,
        "label_events": words.LABEL_NAMES,
    }
