"""How a label stands on a day as SQL conditions, so that lists can be filtered and counted.

It says the same as ``certificates.standing.status_on``, which a property test shows on both
engines; what is shown of a label is always computed there.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from certificates.standing import Status
from labelling.decisions.models import LabelEvent, LabelEventKind, LabelTerm

_Id = ColumnElement[UUID] | InstrumentedAttribute[UUID]


def is_in_force(term: type[LabelTerm], day: date) -> ColumnElement[bool]:
    """Return the condition that a term is its label's last begun by the day, over or not."""
    later = aliased(LabelTerm)
    begun_later = or_(
        later.valid_from > term.valid_from,
        and_(
            later.valid_from == term.valid_from,
            or_(
                later.recorded_at > term.recorded_at,
                and_(later.recorded_at == term.recorded_at, later.id > term.id),
            ),
        ),
    )
    superseded = exists().where(
        later.label_id == term.label_id, later.valid_from <= day, begun_later
    )
    return and_(term.valid_from <= day, ~superseded)


def status_of(term: type[LabelTerm], day: date) -> ColumnElement[str]:
    """Return the status on the day of the label whose term in force is given."""
    ranked = (
        (_has_event(term.label_id, LabelEventKind.REVOKED, day), Status.REVOKED),
        (_has_event(term.label_id, LabelEventKind.WITHDRAWN, day), Status.WITHDRAWN),
        (term.valid_until < day, Status.EXPIRED),
        (_is_suspended(term.label_id, day), Status.SUSPENDED),
    )
    return case(
        *((condition, literal(status.value, String)) for condition, status in ranked),
        else_=literal(Status.ACTIVE.value, String),
    )


def _has_event(label_id: _Id, kind: LabelEventKind, day: date) -> ColumnElement[bool]:
    event = aliased(LabelEvent)
    return exists().where(event.label_id == label_id, event.kind == kind, event.effective_on <= day)


def _is_suspended(label_id: _Id, day: date) -> ColumnElement[bool]:
    """Return the condition that a suspension has begun which no lifting ended before the day.

    Of a suspension and a lifting at the same moment the suspension stays.
    """
    suspension, lifting = aliased(LabelEvent), aliased(LabelEvent)
    after: ColumnElement[Any] = or_(
        lifting.effective_on > suspension.effective_on,
        and_(
            lifting.effective_on == suspension.effective_on,
            lifting.recorded_at > suspension.recorded_at,
        ),
    )
    lifted = exists(
        select(lifting.id).where(
            lifting.label_id == suspension.label_id,
            lifting.kind == LabelEventKind.LIFTED,
            lifting.effective_on < day,
            after,
        )
    )
    return exists().where(
        suspension.label_id == label_id,
        suspension.kind == LabelEventKind.SUSPENDED,
        suspension.effective_on <= day,
        ~lifted,
    )
