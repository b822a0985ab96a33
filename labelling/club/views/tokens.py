"""Tokens for a member's own programs: made, shown once, ended."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries
from labelling.club.actions.tokens import end_token, make_token
from labelling.club.forms import TokenForm, as_uuid, day_of
from labelling.club.models import Scope
from labelling.club.views.blueprint import bp, notice
from labelling.club.words import SCOPE_NAMES
from labelling.core.access import require
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Refusal
from labelling.core.permissions import Permission
from labelling.core.secrets import new_token
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker

_USUAL = timedelta(days=180)


@bp.route("/members/<uuid:membership_id>/tokens", methods=["GET", "POST"])
def tokens(membership_id: UUID) -> ResponseReturnValue:
    """List the tokens of a member; make one, and show it this once."""
    actor, now, form = asker(), identity.now(), TokenForm()
    with reading() as session:
        place = queries.place_for(session, actor, membership_id, now)
        require(actor, Permission.API_ACCESS_KEEP, place)
    fresh, status = "", 200
    if form.answered():
        fresh = new_token()
        try:
            with unit_of_work() as session:
                make_token(
                    session,
                    actor=actor,
                    membership_id=membership_id,
                    token=fresh,
                    name=form.name.data or "",
                    scope=Scope(form.scope.data),
                    expires_on=day_of(form.expires_on),
                    now=now,
                )
        except Refusal as refusal:
            form.refuse(refusal)
            fresh, status = "", refusal.status
    elif form.errors:
        status = 422
    else:
        form.expires_on.data = today(now) + _USUAL
    with reading() as session:
        rows = queries.tokens_of(session, membership_id)
    return pages.page(
        "club/tokens.html",
        status,
        place=place,
        rows=rows,
        fresh=fresh,
        form=form,
        scopes=SCOPE_NAMES,
        today=today(now),
        address=pages.settings().public_url + url_for("club_api.values", lang=None),
        notice=notice(),
    )


@bp.post("/members/<uuid:membership_id>/tokens/end")
def end(membership_id: UUID) -> ResponseReturnValue:
    """End a token."""
    token_id = as_uuid(request.form.get("token"))
    with reading() as session:
        place = queries.place_for(session, asker(), membership_id, identity.now())
        require(asker(), Permission.API_ACCESS_KEEP, place)
    if token_id is None:
        raise BadRequest
    with unit_of_work() as session:
        end_token(session, actor=asker(), token_id=token_id, now=identity.now())
    return redirect(url_for(".tokens", membership_id=membership_id, done="ended"), 303)
