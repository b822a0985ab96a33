"""Looking a draft through before it is submitted: doubts, and evidence asked against given."""

from dataclasses import dataclass
from uuid import UUID

from flask.typing import ResponseReturnValue

from assessments.editions.model import Part
from labelling.applications import queries
from labelling.applications.looking_through import SEVERITY_NAMES, Doubt, doubts
from labelling.applications.queries.drafts import CitedPiece, load_draft
from labelling.applications.views.blueprint import bp, turn_of
from labelling.core import access
from labelling.core.clock import today
from labelling.core.database import reading
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """A part with what counts as evidence for it and what is cited."""

    part: Part
    pieces: list[CitedPiece]


@bp.get("/applications/<uuid:application_id>/look-through")
def look_through(application_id: UUID) -> ResponseReturnValue:
    """Show what a careful reader would stumble over; nothing of it blocks."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        draft = load_draft(session, application)
        turn = turn_of(session, actor, application, now)
    found = doubts(draft, today(now))
    groups: list[tuple[str, str, list[Doubt]]] = [
        (severity, str(name), [one for one in found if one.severity == severity])
        for severity, name in SEVERITY_NAMES.items()
    ]
    return pages.page(
        "applications/look_through.html",
        application=application,
        parts=draft.edition.parts,
        groups=groups,
        found=found,
        turn=turn,
    )


@bp.get("/applications/<uuid:application_id>/evidence")
def all_evidence(application_id: UUID) -> ResponseReturnValue:
    """Show part by part what is asked as evidence and what is given, and what nobody cites."""
    actor = asker()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.ANSWER_VIEW, application)
        draft = load_draft(session, application)
        library = organisations.evidence_of(session, application.organisation_id)
        turn = turn_of(session, actor, application, identity.now())
    cited = {piece.evidence.id for pieces in draft.pieces.values() for piece in pieces}
    return pages.page(
        "applications/all_evidence.html",
        application=application,
        draft=draft,
        given=[
            GivenEvidence(draft.edition.parts[part_id], draft.pieces.get(part_id, []))
            for part_id in draft.scope
        ],
        without=[part_id for part_id in draft.scope if not draft.pieces.get(part_id)],
        unused=[entry.evidence for entry in library if entry.evidence.id not in cited],
        turn=turn,
    )
