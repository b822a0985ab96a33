"""Calls: opened, listed and closed by officers."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.applications import actions, queries
from labelling.applications.forms import CallForm, options
from labelling.applications.schemes import editions_with_levels
from labelling.applications.scoping import is_of_actor
from labelling.applications.subjects import NewCall
from labelling.applications.views.blueprint import bp, notice
from labelling.core import access
from labelling.core.clock import today
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.get("/calls")
def calls() -> ResponseReturnValue:
    """List all calls."""
    access.require(asker(), Permission.CALL_OPEN, NewCall())
    with reading() as session:
        found = [one for one in queries.all_calls(session) if is_of_actor(asker(), one[0])]
    names = {
        (edition.id, level.id): level.name
        for edition in editions_with_levels()
        for level in edition.levels
    }
    return pages.page(
        "applications/calls.html",
        calls=found,
        names=names,
        editions={edition.id: edition.name for edition in editions_with_levels()},
        today=today(identity.now()),
        notice=notice(),
    )


@bp.route("/calls/new", methods=["GET", "POST"])
def new_call() -> ResponseReturnValue:
    """Open a call."""
    actor, now = asker(), identity.now()
    access.require(actor, Permission.CALL_OPEN, NewCall())
    form = CallForm()
    editions = [one for one in editions_with_levels() if actor.works_for(one.scheme)]
    form.edition_id.choices = options((one.id, one.name) for one in editions)
    form.levels.choices = options(
        {level.id: level.name for edition in editions for level in edition.levels}.items()
    )
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.open_call(
                    session,
                    actor=actor,
                    title=form.title.data or "",
                    edition_id=form.edition_id.data,
                    levels=form.levels.data or [],
                    opens_on=form.opens_on.data or today(now),
                    closes_on=form.closes_on.data,
                    now=now,
                )
            return redirect(url_for(".calls", done="call-opened"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page("applications/new_call.html", 422 if form.errors else 200, form=form)


@bp.route("/calls/<uuid:call_id>/close", methods=["GET", "POST"])
def close_call(call_id: UUID) -> ResponseReturnValue:
    """Close a call at once, after a page that says what that means."""
    actor = asker()
    if request.method == "GET":
        with reading() as session:
            call = queries.get_call(session, call_id)
            access.require(actor, Permission.CALL_CLOSE, call)
        if call.closed_at is not None:
            return redirect(url_for(".calls"), 303)
        return pages.page("applications/close_call.html", call=call)
    with unit_of_work() as session:
        actions.close_call(session, actor=actor, call_id=call_id, now=identity.now())
    return redirect(url_for(".calls", done="call-closed"), 303)
