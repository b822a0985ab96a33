"""What was sent after a session had ended: shown to its sender, sent again, or deleted."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import reading, unit_of_work
from labelling.core.web import identity, pages
from labelling.people.keeping import discard_kept, open_kept
from labelling.people.views.blueprint import bp


@bp.route("/kept/<uuid:post_id>", methods=["GET", "POST"])
def kept(post_id: UUID) -> ResponseReturnValue:
    """Show what was kept, with a button that sends it again; posting here deletes it."""
    actor = identity.asker()
    if request.method == "POST":
        with unit_of_work() as session:
            discard_kept(session, post_id, actor.person_id)
        return redirect(url_for("people.me", done="discarded"), 303)
    with reading() as session:
        found = open_kept(session, post_id, actor.person_id)
    return pages.page("people/kept.html", kept=found)
