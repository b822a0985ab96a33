"""A member's practice sheets: written, listed, taken back."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club_queries
from labelling.club.results import actions, queries
from labelling.club.results.forms import PracticeForm
from labelling.club.results.views.blueprint import bp, notice
from labelling.club.sets import set_of
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker


@bp.route("/members/<uuid:membership_id>/practices", methods=["GET", "POST"])
def practices(membership_id: UUID) -> ResponseReturnValue:
    """List a member's own practice sheets, and write another one."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.PRACTICE_WRITE, own)
        rows = queries.own_practices(session, membership_id)
        set_ = set_of(club_queries.newest_set(session, own.place.club.id))
    form = PracticeForm(list(set_.indicators.values()))
    if form.answered():
        with unit_of_work() as session:
            actions.write_practice(
                session,
                actor=actor,
                membership_id=membership_id,
                title=form.title.data or "",
                text=form.text.data or "",
                indicators=form.indicators.data or [],
                may_tell=bool(form.may_tell.data),
                now=now,
            )
        return redirect(url_for(".practices", membership_id=membership_id, done="written"), 303)
    return pages.page(
        "club/results/practices.html",
        422 if form.errors else 200,
        club=own.place.club,
        membership_id=membership_id,
        rows=rows,
        set=set_,
        form=form,
        notice=notice(),
    )


@bp.post("/practices/<uuid:practice_id>/withdraw")
def withdraw_practice(practice_id: UUID) -> ResponseReturnValue:
    """Take a practice sheet back."""
    with unit_of_work() as session:
        row = actions.withdraw_practice(
            session, actor=asker(), practice_id=practice_id, now=identity.now()
        )
    return redirect(url_for(".practices", membership_id=row.membership_id, done="withdrawn"), 303)
