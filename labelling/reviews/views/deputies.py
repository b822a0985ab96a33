"""An officer's own absences, with who stands in."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import Role
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people.queries import names, people_with_role
from labelling.reviews.inviting import actions, queries
from labelling.reviews.inviting.forms import AwayForm
from labelling.reviews.inviting.subjects import OwnDesk
from labelling.reviews.views.blueprint import bp, notice


@bp.route("/office/away", methods=["GET", "POST"])
def away() -> ResponseReturnValue:
    """Show when an officer is away; take further days with a deputy."""
    person_id = _own()
    form = AwayForm()
    with reading() as session:
        officers = people_with_role(session, Role.OFFICER)
    form.offer((str(one.id), one.name) for one in officers if one.id != person_id)
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.name_deputy(
                    session,
                    actor=asker(),
                    person_id=person_id,
                    deputy_id=UUID(form.deputy.data),
                    since=form.since.day,
                    until=form.until.day,
                    now=identity.now(),
                )
            return redirect(url_for(".away", done="deputy"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    with reading() as session:
        absences = queries.absences_of(session, person_id)
        called = names(session, [one.deputy_id for one in absences])
    return pages.page(
        "reviews/away.html",
        422 if form.errors else 200,
        form=form,
        absences=absences,
        called=called,
        today=today(identity.now()),
        notice=notice(),
    )


@bp.post("/office/away/<uuid:absence_id>/remove")
def not_away(absence_id: UUID) -> ResponseReturnValue:
    """Take an absence back."""
    with unit_of_work() as session:
        actions.take_absence_back(session, actor=asker(), absence_id=absence_id, now=identity.now())
    return redirect(url_for(".away", done="deputy-back"), 303)


def _own() -> UUID:
    """Return whose page this is; raise for everybody but an officer."""
    actor = asker()
    if actor.person_id is None:
        raise NotFound
    access.require(actor, Permission.DEPUTY_KEEP, OwnDesk(actor.person_id))
    return actor.person_id
