"""How long the content of applications is kept, and its end: the present and the previous cycle of
an organisation; refused and withdrawn ones for 24 months. That there was an application, when it
ended and how, stays on record."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from labelling.applications.life import State
from labelling.applications.models import (
    Answer,
    AnswerRevision,
    Application,
    ApplicationEvent,
    Citation,
    Declaration,
    EligibilityFinding,
    Snapshot,
)
from labelling.core import audit
from labelling.core.access import SYSTEM
from labelling.core.audit import AuditEntry
from labelling.core.outbox import every_minute

KEPT_CYCLES = 2
REFUSED_KEPT = timedelta(days=730)
_AT_ONCE = 20

Clear = Callable[[Session, Sequence[UUID], datetime], None]
Refused = Callable[[], Select[UUID]]

_clearers: list[Clear] = []
_content: list[InstrumentedAttribute[UUID]] = [Answer.application_id, Snapshot.application_id]
_refused: list[Refused] = []


def clears_applications(function: Clear) -> Clear:
    """Register how a room above clears what it holds of applications whose time is over."""
    _clearers.append(function)
    return function


def counts_as_content(column: InstrumentedAttribute[UUID]) -> None:
    """Register a column that names an application as long as a table holds something of it.

    Without this, what stands beside an application without answers would never be cleared.
    """
    _content.append(column)


def names_refused(function: Refused) -> Refused:
    """Register a statement that finds the applications that were decided and refused."""
    _refused.append(function)
    return function


@every_minute
def clear_ended(session: Session, now: datetime) -> None:
    """Clear the content of applications whose time is over, a few at a time."""
    due = session.scalars(
        select(Application.id)
        .where(or_(_refused_long_ago(now), _earlier_cycle()), _has_content())
        .order_by(Application.state_since, Application.id)
        .limit(_AT_ONCE)
    ).all()
    if not due:
        return
    clear(session, due)
    for clearer in _clearers:
        clearer(session, due, now)
    for application in session.scalars(select(Application).where(Application.id.in_(due))):
        audit.record(session, SYSTEM, "application.cleared", application, now)


def clear(session: Session, application_ids: Sequence[UUID]) -> None:
    """Delete answers, evidence citations, declarations and snapshots; blank what was written."""
    answers = select(Answer.id).where(Answer.application_id.in_(application_ids))
    session.execute(delete(AnswerRevision).where(AnswerRevision.answer_id.in_(answers)))
    for table in (Answer, Citation, Declaration, Snapshot):
        session.execute(delete(table).where(table.application_id.in_(application_ids)))
    session.execute(
        update(EligibilityFinding)
        .where(EligibilityFinding.application_id.in_(application_ids))
        .values(reason="")
    )
    session.execute(
        update(ApplicationEvent)
        .where(ApplicationEvent.application_id.in_(application_ids))
        .values(message="")
    )
    session.execute(
        update(Application)
        .where(Application.id.in_(application_ids))
        .values(authorised_name="", authorised_function="")
    )
    audit.forget_details(
        session,
        AuditEntry.subject_kind == Application.__tablename__,
        AuditEntry.subject_id.in_(application_ids),
    )


def _refused_long_ago(now: datetime) -> ColumnElement[bool]:
    refused = [Application.id.in_(statement()) for statement in _refused]
    return (Application.state_since < now - REFUSED_KEPT) & or_(
        Application.state.in_([State.INELIGIBLE, State.WITHDRAWN]), *refused
    )


def _earlier_cycle() -> ColumnElement[bool]:
    """Say which decided applications are older than an organisation's present and previous one."""
    ranked = (
        select(
            Application.id,
            func.row_number()
            .over(
                partition_by=Application.organisation_id,
                order_by=(Application.state_since.desc(), Application.id),
            )
            .label("place"),
        )
        .where(Application.state == State.DECIDED)
        .subquery()
    )
    return Application.id.in_(select(ranked.c.id).where(ranked.c.place > KEPT_CYCLES))


def _has_content() -> ColumnElement[bool]:
    return or_(*(exists().where(column == Application.id) for column in _content))
