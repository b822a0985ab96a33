"""The further assessor near a threshold: invited or waived by the office, on the agreement page."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import unit_of_work
from labelling.core.errors import Invalid
from labelling.core.web import identity
from labelling.core.web.identity import asker
from labelling.reviews import actions
from labelling.reviews.forms.teams import ReaderForm, WaiverForm
from labelling.reviews.views.agreeing import overview
from labelling.reviews.views.blueprint import bp, discussed_from


@bp.post("/applications/<uuid:application_id>/agreement/reader")
def invite_reader(application_id: UUID) -> ResponseReturnValue:
    """Invite the further assessor."""
    actor, form = asker(), ReaderForm()
    if form.validate():
        try:
            with unit_of_work() as session:
                actions.invite_reader(
                    session,
                    actor=actor,
                    application_id=application_id,
                    person_id=form.person.data,
                    discussed_from=discussed_from(),
                    now=identity.now(),
                )
            return redirect(
                url_for(".agreement", application_id=application_id, done="invited"), 303
            )
        except Invalid as refusal:
            form.refuse(refusal)
    return overview(actor, application_id, reader=form)


@bp.post("/applications/<uuid:application_id>/agreement/waiver")
def waive(application_id: UUID) -> ResponseReturnValue:
    """Go without the further assessor, with the reason."""
    actor, form = asker(), WaiverForm()
    if not form.validate():
        return overview(actor, application_id, waiver=form)
    with unit_of_work() as session:
        actions.waive_second_look(
            session,
            actor=actor,
            application_id=application_id,
            reason=form.waiver.data or "",
            discussed_from=discussed_from(),
            now=identity.now(),
        )
    return redirect(url_for(".agreement", application_id=application_id, done="waived"), 303)
