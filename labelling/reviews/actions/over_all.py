"""Choosing the few strengths and areas for improvement that speak for the whole, in their order.

They are chosen from what the assessor has written of the parts. Like saves of parts this leaves no
entry in the audit trail: it would tell how far somebody is before all have handed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from labelling.applications.schemes import edition_of
from labelling.core.access import Actor
from labelling.core.errors import Conflict, Invalid
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.reviews import queries
from labelling.reviews.actions.scoring import own_review, parts_of
from labelling.reviews.models import PartReview
from labelling.reviews.queries.seats import steps_of
from labelling.reviews.statements import (
    Kind,
    Mark,
    Statement,
    over_all,
    read_marks,
    statements,
    written_marks,
)


class Move(StrEnum):
    """What becomes of a statement among the few."""

    CHOOSE = "choose"
    UP = "up"
    DOWN = "down"
    DROP = "drop"


class StatementChanged(Conflict):
    """The statement was written anew or taken out meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            lazy("This statement was changed in another window. It stands below as it is now.")
        )


def arrange_over_all(
    session: Session,
    *,
    actor: Actor,
    seat_id: UUID,
    key: str,
    seen: str,
    how: Move,
    now: datetime,
) -> Statement:
    """Put a statement among the few, move it there, or take it out; return it.

    ``key`` names it and ``seen`` its words, as ``Statement`` has them. What is so already stays so.
    Raises StatementChanged where it has other words by now, Invalid where no more fit, NotNow once
    handed in.
    """
    seat, application, review = own_review(session, actor, seat_id, Permission.REVIEW_SCORE, now)
    scope = parts_of(edition_of(application), application, seat)
    entered = queries.part_reviews(session, review.id)
    rows = {part_id: entered[part_id] for part_id in scope if part_id in entered}
    written = (one for row in rows.values() for one in statements(row, "strengths", "improvements"))
    found = next((one for one in written if one.key == key and one.seen == seen), None)
    if found is None:
        raise StatementChanged
    few = [one.key for one in over_all(rows.values(), found.kind)]
    most = steps_of(application).statements_over_all
    if how is Move.CHOOSE and key not in few and len(few) >= most:
        raise Invalid(lazy("%(most)s are chosen, and no more fit. Take one out first."), most=most)
    _write(rows, found.kind, _moved(few, key, how), now)
    session.flush()
    return found


def _moved(few: Sequence[str], key: str, how: Move) -> list[str]:
    order = list(few)
    if key not in order:
        return [*order, key] if how is Move.CHOOSE else order
    if how is Move.CHOOSE:
        return order
    place = order.index(key)
    order.remove(key)
    if how is Move.UP:
        order.insert(max(place - 1, 0), key)
    elif how is Move.DOWN:
        order.insert(place + 1, key)
    return order


def _write(rows: Mapping[str, PartReview], kind: Kind, order: Sequence[str], now: datetime) -> None:
    """Write the order into the marks; a part whose marks change counts as saved once more."""
    places = {key: number for number, key in enumerate(order, 1)}
    for row in rows.values():
        marks = dict(read_marks(row.marks))
        marks[kind] = tuple(_placed(one, places) for one in statements(row, kind))
        content = written_marks(marks)
        if content != row.marks:
            row.marks, row.version = content, row.version + 1
            row.save_id, row.updated_at = uuid4(), now


def _placed(one: Statement, places: Mapping[str, int]) -> Mark:
    place = places.get(one.key, 0)
    return replace(one.mark, chosen=place > 0, place=place)
