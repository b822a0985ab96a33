"""All blanks of a sheet at once: confirmed by name and number, and undone."""

from uuid import UUID, uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions.blanks import fill_in_again, leave_out_blanks
from labelling.club.actions.entering import refuse_closed
from labelling.club.forms import as_uuid
from labelling.club.standing import sheet_state
from labelling.club.views.blueprint import bp
from labelling.core.access import require
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/parts/<uuid:part_id>/blanks", methods=["GET", "POST"])
def blanks(part_id: UUID) -> ResponseReturnValue:
    """Name the figures that are blank; say of all of them that they were not collected."""
    actor, now = asker(), identity.now()
    with reading() as session:
        part = queries.part_for(session, actor, part_id, now)
        require(actor, Permission.FIGURES_EDIT, part)
        state = sheet_state(session, part)
    refuse_closed(part.round, now)
    if request.method == "GET":
        return pages.page("club/blanks.html", part=part, open=state.open, save_id=uuid4())
    save_id = as_uuid(request.form.get("save_id"))
    if save_id is None:
        raise BadRequest
    with unit_of_work() as session:
        leave_out_blanks(
            session,
            actor=actor,
            part_id=part_id,
            quantities=set(request.form.getlist("blank")),
            save_id=save_id,
            now=now,
        )
    return redirect(url_for(".figures", part_id=part_id, done="blanks", undo=save_id), 303)


@bp.post("/parts/<uuid:part_id>/blanks/undo")
def undo_blanks(part_id: UUID) -> ResponseReturnValue:
    """Make blank again what was said not to be collected."""
    save_id = as_uuid(request.form.get("undo"))
    with reading() as session:
        part = queries.part_for(session, asker(), part_id, identity.now())
        require(asker(), Permission.FIGURES_EDIT, part)
    if save_id is None:
        raise BadRequest
    with unit_of_work() as session:
        fill_in_again(
            session,
            actor=asker(),
            part_id=part_id,
            save_id=save_id,
            undo_id=uuid4(),
            now=identity.now(),
        )
    return redirect(url_for(".figures", part_id=part_id, done="undone"), 303)
