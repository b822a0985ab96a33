"""Results as tables: a member's own workbook, and the anonymised extract."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from labelling.club.results import queries
from labelling.club.results.clubwide import club_view
from labelling.club.results.member import Results, results_of
from labelling.club.results.tablesout import own_workbook, public_extract
from labelling.club.results.views.blueprint import bp, half_year
from labelling.core import access
from labelling.core.database import reading
from labelling.core.permissions import Permission
from labelling.core.web import identity
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker
from labelling.core.workbooks import MEDIA_TYPE


def _own(membership_id: UUID) -> Results:
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.RESULTS_VIEW, own)
        return results_of(session, own, half_year())


@bp.get("/members/<uuid:membership_id>/figures.xlsx")
def figures(membership_id: UUID) -> ResponseReturnValue:
    """Return a member's own results as a workbook."""
    results = _own(membership_id)
    return attachment(own_workbook(results), f"results-{results.round.half_year}.xlsx", MEDIA_TYPE)


@bp.get("/clubs/<uuid:club_id>/extract.csv")
def extract(club_id: UUID) -> ResponseReturnValue:
    """Return the anonymised extract: published figures of the whole club, and nothing else."""
    actor, now = asker(), identity.now()
    with reading() as session:
        subject = queries.club_results(session, actor, club_id, now)
        access.require(actor, Permission.CLUB_RESULTS_VIEW, subject)
        view = club_view(session, subject, half_year())
    return attachment(public_extract(view), f"club-{view.round.half_year}.csv", "text/csv")
