"""Changes of definitions, with what they did to the published medians."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from labelling.club.results import queries, wording
from labelling.club.results.effects import effects_of
from labelling.club.results.views.blueprint import bp
from labelling.club.words import EFFECT_NAMES
from labelling.core import access
from labelling.core.database import reading
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.get("/clubs/<uuid:club_id>/changes")
def changes(club_id: UUID) -> ResponseReturnValue:
    """Show every change of a definition with the medians around it, as far as they are shown."""
    actor, now = asker(), identity.now()
    with reading() as session:
        subject = queries.club_results(session, actor, club_id, now)
        access.require(actor, Permission.CLUB_RESULTS_VIEW, subject)
        effects = effects_of(session, subject)
    return pages.page(
        "club/results/changes.html",
        club=subject.club,
        effects=effects,
        names=EFFECT_NAMES,
        wording=wording,
    )
