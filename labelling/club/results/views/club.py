"""The club's pages: every indicator as published, one of them in full, the matrix."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from labelling.club.results import pictures, queries, wording
from labelling.club.results.clubwide import club_view, matrix
from labelling.club.results.groups import name_of_group
from labelling.club.results.quality import quality_of
from labelling.club.results.views.blueprint import bp, half_year
from labelling.core import access
from labelling.core.access import may
from labelling.core.database import reading
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.get("/clubs/<uuid:club_id>")
def club(club_id: UUID) -> ResponseReturnValue:
    """Show the club's results of a round, its matrix, its coverage and quality."""
    actor, now = asker(), identity.now()
    with reading() as session:
        subject = queries.club_results(session, actor, club_id, now)
        access.require(actor, Permission.CLUB_RESULTS_VIEW, subject)
        rounds = queries.rounds_with_results(session, club_id)
        view = club_view(session, subject, half_year()) if rounds else None
        quality = quality_of(session, view) if view is not None else None
        ledger = queries.releases_subject(session, actor, club_id, now)
    return pages.page(
        "club/results/club.html",
        club=subject.club,
        place=subject.place,
        view=view,
        rounds=rounds,
        quality=quality,
        matrix=matrix(view) if view is not None else [],
        group_name=lambda group: name_of_group(subject.club, group),
        releases=may(actor, Permission.RESULTS_RELEASE, ledger),
        wording=wording,
    )


@bp.get("/clubs/<uuid:club_id>/indicators/<code>")
def club_indicator(club_id: UUID, code: str) -> ResponseReturnValue:
    """Show one indicator of the club in full: distribution, groups, change over time."""
    actor, now = asker(), identity.now()
    with reading() as session:
        subject = queries.club_results(session, actor, club_id, now)
        access.require(actor, Permission.CLUB_RESULTS_VIEW, subject)
        view = club_view(session, subject, half_year())
    row = view.row(code)
    if row is None:
        raise NotFound
    one, unit = row.indicator, row.unit
    return pages.page(
        "club/results/club_indicator.html",
        club=subject.club,
        view=view,
        row=row,
        strips=[
            (standing, pictures.plain_strip(f"strip-{at}", one, unit, standing))
            for at, standing in enumerate((row.whole, *row.groups))
        ],
        histogram=pictures.histogram("histogram", one, unit, row.whole),
        trend=pictures.club_trend("trend", row),
        expected=pictures.expected_share(view.published, view.half, code),
        middle_sentence=pictures.middle_sentence,
        group_name=lambda group: name_of_group(subject.club, group),
        wording=wording,
    )
