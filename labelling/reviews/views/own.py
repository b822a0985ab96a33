"""An assessor's own pages: all reviews, and the profile."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews import actions, queries
from labelling.reviews.forms.teams import ProfileForm
from labelling.reviews.models import PanelState
from labelling.reviews.subjects import OwnProfile
from labelling.reviews.views.blueprint import bp, notice


@bp.get("/reviews")
def index() -> ResponseReturnValue:
    """Show an assessor's invitations, then the reviews by date, then what is done."""
    actor = asker()
    person_id = _own(actor)
    with reading() as session:
        seats = queries.own_seats(session, person_id)
        profile = queries.find_profile(session, person_id)
    return pages.page(
        "reviews/index.html",
        invited=[one for one in seats if one.state is PanelState.INVITED],
        rows=[
            one
            for one in seats
            if one.state in {PanelState.DECLARED, PanelState.HELD, PanelState.ACCEPTED}
        ],
        profile=profile,
        today=today(identity.now()),
        notice=notice(),
    )


@bp.route("/reviews/profile", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    """Show and save what an assessor says of country, languages and fields."""
    actor = asker()
    person_id = _own(actor)
    form = ProfileForm()
    form.offer()
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.save_profile(
                    session,
                    actor=actor,
                    person_id=person_id,
                    country=form.country.data,
                    languages=form.languages.data or [],
                    fields=form["fields"].data or [],
                    now=identity.now(),
                )
            return redirect(url_for(".index", done="profile"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    elif not form.errors:
        _show(form, person_id)
    return pages.page("reviews/profile.html", 422 if form.errors else 200, form=form)


def _own(actor: Actor) -> UUID:
    """Return whose pages these are; raise for everybody but an assessor."""
    person_id = actor.person_id
    if person_id is None:
        raise NotFound
    access.require(actor, Permission.PROFILE_EDIT, OwnProfile(person_id))
    return person_id


def _show(form: ProfileForm, person_id: UUID) -> None:
    with reading() as session:
        known = queries.find_profile(session, person_id)
    if known is not None:
        form.country.data, form.languages.data = known.country, list(known.languages)
        form["fields"].data = list(known.fields)
