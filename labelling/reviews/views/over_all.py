"""What speaks for the whole: one's own few strengths and areas for improvement, in their order."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import reading, unit_of_work
from labelling.core.errors import BadRequest, Invalid, NotFound
from labelling.core.i18n import Text, lazy
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.reviews import actions
from labelling.reviews.actions import Move
from labelling.reviews.actions.over_all import StatementChanged
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.statements import Kind, Statement, over_all, statements
from labelling.reviews.views.blueprint import bp
from labelling.reviews.views.own_review import Own, own_of

_TITLES: tuple[tuple[Kind, Text], ...] = (
    ("strengths", lazy("Strengths")),
    ("improvements", lazy("Areas for improvement")),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The statements of one kind: the few in their order, and the others by part."""

    kind: Kind
    title: Text
    few: tuple[Statement, ...]
    others: tuple[Statement, ...]


@bp.get("/reviews/<uuid:seat_id>/over-all", endpoint="over_all")
def show(seat_id: UUID) -> ResponseReturnValue:
    """Show what was written of all parts, the chosen ones first."""
    return _page(_begun(seat_id))


@bp.post("/reviews/<uuid:seat_id>/over-all", endpoint="arrange_over_all")
def arrange(seat_id: UUID) -> ResponseReturnValue:
    """Choose a statement, move it, or take it out; each press is saved at once."""
    _begun(seat_id)  # who may not know of the review learns nothing from what was sent
    try:
        how = Move(request.form.get("how", ""))
    except ValueError:
        raise BadRequest(lazy("Choose one of the buttons.")) from None
    try:
        with unit_of_work() as session:
            found = actions.arrange_over_all(
                session,
                actor=asker(),
                seat_id=seat_id,
                key=request.form.get("key", ""),
                seen=request.form.get("seen", ""),
                how=how,
                now=identity.now(),
            )
    except (Invalid, StatementChanged) as refusal:
        return _page(_begun(seat_id), refusal)
    address = url_for(".over_all", seat_id=seat_id, _anchor=_anchor(found))
    return redirect(address, 303)


def _begun(seat_id: UUID) -> Own:
    with reading() as session:
        own = own_of(session, asker(), seat_id)
    if own.review is None:
        raise NotFound
    return own


def _anchor(one: Statement) -> str:
    return f"s-{one.part_id}-{one.kind}-{one.number}"


def _page(own: Own, refusal: Invalid | StatementChanged | None = None) -> ResponseReturnValue:
    rows = [own.rows[part_id] for part_id in own.scope if part_id in own.rows]
    choices = [
        Choice(
            kind,
            title,
            few=over_all(rows, kind),
            others=tuple(one for row in rows for one in statements(row, kind) if not one.chosen),
        )
        for kind, title in _TITLES
    ]
    return pages.page(
        "reviews/over_all.html",
        200 if refusal is None else refusal.status,
        own=own,
        heading=own.heading,
        choices=choices,
        most=steps_of(own.application).statements_over_all,
        parts=own.edition.parts,
        anchor=_anchor,
        refusal=refusal,
        turn=own.turn,
    )
