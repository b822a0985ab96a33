"""The pack and the sealed sheet as files."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club_queries
from labelling.club.meetings.actions.packing import open_sheet, order_pack
from labelling.club.meetings.papers import papers_for
from labelling.club.meetings.sealing import unseal
from labelling.club.meetings.views.blueprint import at_meeting, bp
from labelling.core import files
from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity
from labelling.core.web.headers import attachment
from labelling.core.web.identity import asker


@bp.post("/meetings/<uuid:meeting_id>/pack")
def order(meeting_id: UUID) -> ResponseReturnValue:
    """Have the pack and the sealed sheets made."""
    with unit_of_work() as session:
        order_pack(session, actor=asker(), meeting_id=meeting_id, now=identity.now())
    return redirect(url_for(".show", meeting_id=meeting_id, done="ordered") + "#papers", 303)


@bp.get("/meetings/<uuid:meeting_id>/pack.pdf")
def pack(meeting_id: UUID) -> ResponseReturnValue:
    """Return the pack as the asker may read it: what one did not report is not in it."""
    actor = asker()
    with reading() as session:
        at = at_meeting(session, actor, meeting_id)
        require(actor, Permission.PACK_READ, at)
        papers = papers_for(session, actor, at)
        round_ = club_queries.get_round(session, at.meeting.round_id)
    if papers is None or papers.file is None or papers.file.made_at is None:
        raise NotFound
    content = files.store().get(papers.file.sha256)
    return attachment(content, f"meeting-{round_.half_year}.pdf", "application/pdf")


@bp.post("/sheets/<uuid:sheet_id>/open")
def sheet(sheet_id: UUID) -> ResponseReturnValue:
    """Open one's own member's sealed sheet. That it was opened is kept."""
    with unit_of_work() as session:
        row = open_sheet(session, actor=asker(), sheet_id=sheet_id, now=identity.now())
    return attachment(unseal(row), "own-sheet.pdf", "application/pdf")
