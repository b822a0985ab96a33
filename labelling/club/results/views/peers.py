"""A member's own peers for a round: chosen once, before there are results."""

from functools import partial
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.club import queries as club_queries
from labelling.club.results import actions, queries
from labelling.club.results.forms import PeersForm
from labelling.club.results.groups import bands_in_words
from labelling.club.results.views.blueprint import bp
from labelling.core import access
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.core.web import identity, once, pages
from labelling.core.web.identity import asker

_ONCE = lazy("Peers are chosen once a round, before its results are out.")


@bp.route("/members/<uuid:membership_id>/peers", methods=["GET", "POST"])
def peers(membership_id: UUID) -> ResponseReturnValue:
    """Choose the bands whose members one wants to be compared with."""
    actor, now = asker(), identity.now()
    with reading() as session:
        own = queries.own_results(session, actor, membership_id, now)
        access.require(actor, Permission.PEERS_CHOOSE, own)
        rounds = club_queries.rounds_of(session, own.place.club.id)
        round_ = next((one for one in rounds if actions.takes_choices(session, one)), None)
        made = queries.choices_of_member(session, membership_id)
    open_id = round_.id if round_ is not None else None
    choice = next((row for _, row in made if row.round_id == open_id), None)
    form = PeersForm(own.place.club)
    if request.method == "POST" and round_ is None:
        raise NotNow(_ONCE)
    if round_ is not None and form.answered():
        try:
            there = url_for(".peers", membership_id=membership_id, done="chosen")
            with unit_of_work() as session:
                once.count(session, actor, now, leads_to=there)
                actions.choose_peers(
                    session,
                    actor=actor,
                    membership_id=membership_id,
                    round_id=round_.id,
                    bands=form.chosen,
                    now=now,
                )
            return redirect(there, 303)
        except Invalid as refusal:
            if choice is not None:
                raise NotNow(_ONCE) from None
            form.refuse(refusal)
    return pages.page(
        "club/results/peers.html",
        422 if form.errors else 200,
        club=own.place.club,
        membership_id=membership_id,
        round=round_,
        choice=choice,
        earlier=[(half, row) for half, row in made if row.round_id != open_id],
        bands_of=partial(bands_in_words, own.place.club),
        form=form,
    )
