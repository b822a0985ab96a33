"""A member's own pages: all its indicators, and one of them in full."""

from collections.abc import Mapping
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from benchmarking.statistics.improvers import Practice, practices_of_improvers
from benchmarking.statistics.trend import Trend
from labelling.club import queries as club_queries
from labelling.club.results import gate, pictures, queries, wording
from labelling.club.results.groups import group_in_sentence, name_of_group
from labelling.club.results.improving import trends_of
from labelling.club.results.member import Results, results_of
from labelling.club.results.views.blueprint import bp, half_year, notice
from labelling.club.subjects import Clubs
from labelling.core import access
from labelling.core.access import Role
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.pictures import Picture
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.get("")
def index() -> ResponseReturnValue:
    """List the clubs and members whose results the asker may see."""
    actor = asker()
    access.require(actor, Permission.CLUB_LIST, Clubs())
    with reading() as session:
        places = club_queries.own_places(session, actor)
        clubs = club_queries.clubs_seen(session, actor) if actor.role is Role.OFFICER else []
    if len(places) == 1:
        return redirect(url_for(".show", membership_id=places[0][1].id))
    return pages.page("club/results/index.html", places=places, clubs=clubs)


@bp.get("/members/<uuid:membership_id>")
def show(membership_id: UUID) -> ResponseReturnValue:
    """Show a member its results of a round: every indicator that it reports."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.RESULTS_VIEW, own)
        rounds = queries.rounds_with_results(session, own.place.club.id)
        results = results_of(session, own, half_year()) if rounds else None
        choosing = club_queries.rounds_of(session, own.place.club.id)[:1]
    if results is None:
        return pages.page(
            "club/results/none.html", place=own.place, membership_id=membership_id, round=choosing
        )
    return pages.page(
        "club/results/show.html",
        results=results,
        membership_id=membership_id,
        rounds=rounds,
        strips=_strips(results),
        radar=pictures.ranks_picture("ranks", results),
        place_sentence=pictures.place_sentence,
        trend_sentence=pictures.trend_sentence,
        group_name=lambda group: name_of_group(results.club, group),
        wording=wording,
        notice=notice(),
    )


def _strips(results: Results) -> Mapping[str, Picture | None]:
    """Return the strip beside the whole club of each indicator."""
    return {
        line.indicator.code: pictures.strip(
            f"strip-{line.indicator.code.lower()}",
            line,
            line.whole,
            name_of_group(results.club, line.whole.standing.group),
        )
        for line in results.lines
        if line.whole is not None
    }


@bp.get("/members/<uuid:membership_id>/indicators/<code>")
def indicator(membership_id: UUID, code: str) -> ResponseReturnValue:
    """Show a member one indicator in full. Not reported means not seen."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.RESULTS_VIEW, own)
        results = results_of(session, own, half_year())
        line = results.line(code)
        if line is None:
            raise NotFound
        practices = _practices(session, results, code, membership_id)
        newest = queries.rounds_with_results(session, results.club.id)[0]
    whole = line.whole
    return pages.page(
        "club/results/indicator.html",
        results=results,
        membership_id=membership_id,
        line=line,
        beside=[
            (
                one,
                name_of_group(results.club, one.standing.group),
                pictures.strip(
                    f"beside-{at}", line, one, group_in_sentence(results.club, one.standing.group)
                ),
            )
            for at, one in enumerate(line.beside)
        ],
        trend=pictures.trend_picture("trend", results, line),
        natural=pictures.natural("natural", line),
        funnel=pictures.funnel("funnel", results, line),
        histogram=pictures.histogram(
            "histogram", line.indicator, line.unit, whole.standing,
            line.own.number if line.own.accepted else None,
        ) if whole is not None else None,
        practices=practices,
        newest=newest.half_year == str(results.half),
        changes=[one for one in results.set.changes if one.indicator == code],
        place_sentence=pictures.place_sentence,
        trend_sentence=pictures.trend_sentence,
        wording=wording,
    )  # fmt: skip


def _practices(
    session: Session, results: Results, code: str, membership_id: UUID
) -> list[tuple[str, str, bool]]:
    """Return the practice sheets on an indicator: title, text, whether by one who improved.

    Whose they are is not told, and their order tells nothing.
    """
    rows = [
        row
        for row in queries.practices_of_club(session, results.club.id)
        if code in row.indicators and row.membership_id != membership_id
    ]
    if not rows:
        return []
    authors = {row.membership_id for row in rows if row.may_tell}
    trends: Mapping[str, Trend | None] = trends_of(
        session, results.set, results.set.indicators[code], results.half, authors
    )
    known = [
        Practice(str(row.id), str(row.membership_id), frozenset(row.indicators), row.may_tell)
        for row in rows
    ]
    improved = {one.id for one in practices_of_improvers(known, code, trends, str(membership_id))}
    return [(row.title, row.text, str(row.id) in improved) for row in rows]


@bp.get("/protected")
def protected() -> ResponseReturnValue:
    """Explain why a figure is not shown."""
    access.require(asker(), Permission.CLUB_LIST, Clubs())
    return pages.page("club/results/protected.html", policy=gate.CLUB_POLICY)
