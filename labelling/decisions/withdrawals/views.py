"""Pages on which owners ask that their label ends, or take that back."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.decisions import queries
from labelling.decisions.views.blueprint import bp
from labelling.decisions.withdrawals import actions
from labelling.decisions.withdrawals.forms import WithdrawalForm
from labelling.decisions.withdrawals.queries import find_request
from labelling.organisations.queries import get_organisation


@bp.route("/organisation/labels/<uuid:label_id>/withdrawal", methods=["GET", "POST"])
def withdrawal(label_id: UUID) -> ResponseReturnValue:
    """Say what giving a label up means, and take the request once that is confirmed."""
    actor, form = asker(), WithdrawalForm()
    with reading() as session:
        label = queries.get_label(session, label_id)
        access.require(actor, Permission.WITHDRAWAL_ASK, label)
        holder = get_organisation(session, label.organisation_id)
        asked = find_request(session, label_id)
    if asked is not None:
        return redirect(url_for(".held", label_id=label_id), 303)
    if form.answered():
        try:
            with unit_of_work() as session:
                actions.ask_withdrawal(
                    session,
                    actor=actor,
                    label_id=label_id,
                    reason=form.reason.data or "",
                    now=identity.now(),
                )
            return redirect(url_for(".held", label_id=label_id, done="asked-end"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
    return pages.page(
        "decisions/withdrawals/ask.html",
        422 if form.errors else 200,
        form=form,
        label=label,
        holder=holder,
    )


@bp.post("/organisation/withdrawals/<uuid:request_id>/back")
def take_withdrawal_back(request_id: UUID) -> ResponseReturnValue:
    """Take the request back."""
    with unit_of_work() as session:
        row = actions.take_withdrawal_back(
            session, actor=asker(), request_id=request_id, now=identity.now()
        )
    return redirect(url_for(".held", label_id=row.label_id, done="kept"), 303)
