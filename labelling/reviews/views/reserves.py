"""The reserve list of a team, kept by the office."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.applications.queries import get_application
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity
from labelling.core.web.identity import asker
from labelling.reviews.actions.reserves import set_reserves
from labelling.reviews.forms.teams import TeamForm
from labelling.reviews.inviting.forms import ReserveForm
from labelling.reviews.views.blueprint import bp
from labelling.reviews.views.team_page import reserve_choices, team_page


@bp.post("/applications/<uuid:application_id>/panel/reserves")
def reserves(application_id: UUID) -> ResponseReturnValue:
    """Name who is asked next when a place becomes free."""
    actor, form = asker(), ReserveForm()
    with reading() as session:
        application = get_application(session, application_id)
        access.require(actor, Permission.PANEL_BUILD, application)
        form.offer(reserve_choices(session, application, identity.now()))
    if form.validate():
        try:
            with unit_of_work() as session:
                set_reserves(
                    session,
                    actor=actor,
                    application_id=application_id,
                    person_ids=form.chosen(),
                    now=identity.now(),
                )
            return redirect(url_for(".panel", application_id=application_id, done="reserves"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return team_page(actor, application_id, TeamForm(), refused=form)
