"""How a label stands on a day as SQL conditions, so that lists can be filtered and counted.

It says the same as ``certificates.standing.status_on``, which a property test shows on both
engines; what is shown of a label is always computed there.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from certificates.standing import Status
from labelling.decisions.models import LabelEvent, LabelEventKind, LabelTerm

_Id = ColumnElement[UUID] | InstrumentedAttribute[UUID]
Counts = Callable[[_Id], ColumnElement[bool]]


def is_in_force(
    term: type[LabelTerm], day: date, counts: Counts | None = None
) -> ColumnElement[bool]:
    """Return the condition that a term, over or not, is its label's that counts on the day.

    ``counts`` says of a term's id whether the term counts at all; without it every term does.
    """
    begun = and_(term.valid_from <= day, ~is_followed(term, day, counts))
    return begun if counts is None else and_(begun, counts(term.id))


def is_followed(
    term: type[LabelTerm], day: date, counts: Counts | None = None
) -> ColumnElement[bool]:
    """Return the condition that a term recorded later has begun and taken this one's place."""
    later = aliased(LabelTerm)
    recorded_later = or_(
        later.recorded_at > term.recorded_at,
        and_(
            later.recorded_at == term.recorded_at,
            or_(
                later.valid_from > term.valid_from,
                and_(later.valid_from == term.valid_from, later.id > term.id),
            ),
        ),
    )
    conditions = [later.label_id == term.label_id, later.valid_from <= day, recorded_later]
    if counts is not None:
        conditions.append(counts(later.id))
    return exists().where(*conditions)


def status_of(term: type[LabelTerm], day: date) -> ColumnElement[str]:
    """Return the status on the day of the label whose term in force is given."""
    ranked = (
        (_has_event(term.label_id, LabelEventKind.REVOKED, day), Status.REVOKED),
        (_has_event(term.label_id, LabelEventKind.WITHDRAWN, day), Status.WITHDRAWN),
        (term.valid_until < day, Status.EXPIRED),
        (is_suspended(term.label_id, day), Status.SUSPENDED),
    )
    return case(
        *((condition, literal(status.value, String)) for condition, status in ranked),
        else_=literal(Status.ACTIVE.value, String),
    )


def has_ended(label_id: _Id, day: date) -> ColumnElement[bool]:
    """Return the condition that a label was revoked or withdrawn by the day: for good."""
    return or_(
        _has_event(label_id, LabelEventKind.REVOKED, day),
        _has_event(label_id, LabelEventKind.WITHDRAWN, day),
    )


def _has_event(label_id: _Id, kind: LabelEventKind, day: date) -> ColumnElement[bool]:
    event = aliased(LabelEvent)
    return exists().where(event.label_id == label_id, event.kind == kind, event.effective_on <= day)


def is_suspended(label_id: _Id, day: date) -> ColumnElement[bool]:
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
