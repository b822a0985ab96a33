"""Handing one's scores in: what is open, what deserves a second thought, and the step itself."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import reading
from labelling.core.errors import Invalid
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker
from labelling.reviews import actions
from labelling.reviews.views.blueprint import bp
from labelling.reviews.views.own_review import own_of, ready_of


@bp.route("/reviews/<uuid:seat_id>/hand-in", methods=["GET", "POST"])
def hand_in(seat_id: UUID) -> ResponseReturnValue:
    """Show what is open before handing in, and hand in; what was warned of must have been seen."""
    actor = asker()
    refusal: Invalid | None = None
    asked = False
    with reading() as session:
        own = own_of(session, actor, seat_id)
    ready = ready_of(own, actor)
    if request.method == "POST":
        asked = ready.ready and bool(ready.warnings) and not own.done
        if asked and request.form.get("despite") == ready.warned:
            asked = False
        if not asked:
            try:
                there = url_for(".show", seat_id=seat_id, done="handed-in")
                with once.carrying_out(actor, identity.now(), leads_to=there) as session:
                    actions.hand_in(session, actor=actor, seat_id=seat_id, now=identity.now())
                return redirect(there, 303)
            except Invalid as refused:
                refusal = refused
    return pages.page(
        "reviews/hand_in.html",
        422 if refusal is not None or asked else 200,
        own=own,
        heading=own.heading,
        ready=ready,
        parts=own.edition.parts,
        refusal=refusal,
        asked=asked,
        turn=own.turn,
    )
