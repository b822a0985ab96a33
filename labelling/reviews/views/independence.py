"""The declaration of independence: all that an invited assessor sees before it."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.i18n import gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people.models import InvolvementKind
from labelling.reviews import actions, queries
from labelling.reviews.forms.teams import BARRING_VALUES, DeclarationForm, DeclineForm
from labelling.reviews.independence import KIND_NAMES
from labelling.reviews.models import PanelState
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.views.blueprint import bp, heading_of


@bp.route("/reviews/<uuid:seat_id>/declaration", methods=["GET", "POST"])
def declare(seat_id: UUID) -> ResponseReturnValue:
    """Ask an assessor whether anything binds them to the applicant, and say what follows."""
    actor, form = asker(), DeclarationForm()
    form.offer()
    if form.answered():
        if form.contradicts():
            form.kinds.errors = [gettext("Tick what binds you, or answer that nothing does.")]
        else:
            try:
                with unit_of_work() as session:
                    seat = actions.declare(
                        session,
                        actor=actor,
                        seat_id=seat_id,
                        kinds=form.declared(),
                        text=form.text.data or "",
                        now=identity.now(),
                    )
                return _after(seat_id, accepted=seat.state is PanelState.ACCEPTED)
            except Invalid as refusal:
                form.refuse(refusal)
    return _page(seat_id, form, DeclineForm())


def _after(seat_id: UUID, *, accepted: bool) -> ResponseReturnValue:
    if not accepted:  # the page itself says what was found, and who answers next
        return redirect(url_for(".declare", seat_id=seat_id), 303)
    return redirect(url_for(".show", seat_id=seat_id, done="independent"), 303)


@bp.post("/reviews/<uuid:seat_id>/decline")
def decline(seat_id: UUID) -> ResponseReturnValue:
    """Let an assessor say that they cannot do it."""
    actor, form = asker(), DeclineForm()
    if not form.validate():
        shown = DeclarationForm()
        shown.offer()
        return _page(seat_id, shown, form)
    with unit_of_work() as session:
        actions.decline(
            session,
            actor=actor,
            seat_id=seat_id,
            reason=form.why.data or "",
            now=identity.now(),
        )
    return redirect(url_for(".index", done="declined"), 303)


def _page(seat_id: UUID, form: DeclarationForm, refusal: DeclineForm) -> ResponseReturnValue:
    actor = asker()
    with reading() as session:
        seat = queries.get_seat(session, seat_id)
        access.require(actor, Permission.CONFLICT_DECLARE, seat)
        application = get_application(session, seat.application_id)
        heading = heading_of(session, application)
    wrong = bool(form.errors or refusal.errors)
    return pages.page(
        "reviews/declare.html" if seat.state is PanelState.INVITED else "reviews/declared.html",
        422 if wrong else 200,
        seat=seat,
        heading=heading,
        steps=steps_of(application),
        form=form,
        refusal=refusal,
        barring=BARRING_VALUES,
        told=[str(KIND_NAMES[InvolvementKind(kind)]) for kind in seat.conflict_kinds],
    )
