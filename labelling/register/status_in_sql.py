"""The status of a label on a day as SQL, for filters; a test holds it against the one computation.

What is shown is always computed by ``certificates.standing``; this only chooses rows.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from certificates.standing import Status
from labelling.decisions.models import LabelEvent, LabelEventKind, LabelTerm


def terms_in_force(day: date) -> FromClause:
    """Return a subquery with, per label that has begun by the day, the term that last began."""
    place = (
        func.row_number()
        .over(
            partition_by=LabelTerm.label_id,
            order_by=(
                LabelTerm.valid_from.desc(),
                LabelTerm.recorded_at.desc(),
                LabelTerm.id.desc(),
            ),
        )
        .label("place")
    )
    begun: Select[Any] = select(LabelTerm.__table__, place).where(LabelTerm.valid_from <= day)
    ranked = begun.subquery()
    last = select(*(column for column in ranked.c if column.key != "place"))
    return last.where(ranked.c.place == 1).subquery("term_in_force")


def status_of(term: FromClause, day: date) -> ColumnElement[str]:
    """Return the status on the day of the label whose term in force is given."""
    label_id = term.c.label_id
    ended = (
        (_has_event(label_id, LabelEventKind.REVOKED, day), Status.REVOKED),
        (_has_event(label_id, LabelEventKind.WITHDRAWN, day), Status.WITHDRAWN),
        (term.c.valid_until < day, Status.EXPIRED),
        (_is_suspended(label_id, day), Status.SUSPENDED),
    )
    return case(
        *((condition, literal(status.value, String)) for condition, status in ended),
        else_=literal(Status.ACTIVE.value, String),
    )


def _has_event(
    label_id: ColumnElement[Any], kind: LabelEventKind, day: date
) -> ColumnElement[bool]:
    event = aliased(LabelEvent)
    return exists().where(event.label_id == label_id, event.kind == kind, event.effective_on <= day)


def _is_suspended(label_id: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    """Say whether a suspension has begun that no later lifting ended before this day."""
    suspension, lifting = aliased(LabelEvent), aliased(LabelEvent)
    lifted = exists().where(
        lifting.label_id == suspension.label_id,
        lifting.kind == LabelEventKind.LIFTED,
        lifting.effective_on < day,
        or_(
            lifting.effective_on > suspension.effective_on,
            and_(
                lifting.effective_on == suspension.effective_on,
                lifting.recorded_at > suspension.recorded_at,
            ),
        ),
    )
    return exists().where(
        suspension.label_id == label_id,
        suspension.kind == LabelEventKind.SUSPENDED,
        suspension.effective_on <= day,
        ~lifted,
    )
