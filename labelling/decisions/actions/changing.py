"""Suspending, lifting, revoking, withdrawing: prepared by one person, decided by another.

In between the holder is heard, unless the change is urgent, does it good, or is its own wish.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import letters, queries
from labelling.decisions.actions.preparing import BACK_LIMIT, TEXT_LIMIT
from labelling.decisions.hearings.opening import end_hearing, open_hearing, refuse_unheard
from labelling.decisions.hearings.standing import URGENT_KINDS, is_heard_first
from labelling.decisions.logged import log_change
from labelling.decisions.models import (
    DecisionState,
    Label,
    LabelChange,
    LabelEvent,
    LabelEventKind,
)
from labelling.decisions.possible import obstacle
from labelling.decisions.subjects import person_of
from labelling.decisions.withdrawals.queries import find_request

URGENT_REASON_LIMIT = 500
PUBLIC_REASON_LIMIT = 300  # the mail that quotes it stays short, and so does the register


def prepare_change(
    session: Session,
    *,
    actor: Actor,
    label_id: UUID,
    kind: LabelEventKind,
    public_reason: str,
    private_reason: str,
    effective_on: date,
    urgent_reason: str = "",
    now: datetime,
) -> LabelChange:
    """Prepare a change of a label's standing; nothing changes before a second person decides.

    The holder is heard first, with both reasons, unless ``urgent_reason`` says why not. A
    withdrawal carries out the holder's request, where there is one. Raises Invalid for a day that
    is past or on which the change is not possible, and NotNow while another change waits.
    """
    label = queries.get_label(session, label_id)
    case = queries.label_case_for(session, label, actor.person_id, now)
    access.require(actor, Permission.LABEL_CHANGE_PREPARE, case, now=now)
    if queries.find_waiting_change(session, label_id) is not None:
        raise NotNow(lazy("A change of this label waits for its second person. Decide it first."))
    _refuse_reasons(public_reason, private_reason, urgent_reason)
    if urgent_reason and kind not in URGENT_KINDS:
        raise Invalid(
            lazy("Only a suspension or a revocation can be urgent."), field="urgent_reason"
        )
    if effective_on < today(now):
        raise Invalid(lazy("Choose today or a later day."), field="effective_on")
    _refuse_impossible(session, label, kind, effective_on)
    request = find_request(session, label_id) if kind is LabelEventKind.WITHDRAWN else None
    change = LabelChange(
        label_id=label_id,
        kind=kind,
        state=DecisionState.PREPARED,
        public_reason=public_reason,
        private_reason=private_reason,
        urgent_reason=urgent_reason,
        request_id=request.id if request is not None else None,
        effective_on=effective_on,
        prepared_at=now,
        prepared_by=person_of(actor),
    )
    session.add(change)
    session.flush()
    audit.record(
        session,
        actor,
        "label_change.prepared",
        change,
        now,
        label=str(label_id),
        kind=kind.value,
        effective_on=effective_on.isoformat(),
        public_reason=public_reason,
        urgent=bool(urgent_reason),
    )
    if is_heard_first(change):
        open_hearing(session, actor, change, label, now)
    else:
        letters.tell_change_waits(session, change, label, now)
    return change


def decide_change(
    session: Session,
    *,
    actor: Actor,
    change_id: UUID,
    seen_answer: UUID | None = None,
    now: datetime,
) -> LabelEvent:
    """Put a prepared change into effect as the second person, at once and for all to see.

    It takes effect on the day that was prepared, or today where that day is past. ``seen_answer``
    is the holder's answer as it stood before the person. Raises NotNow where the change no longer
    waits or the holder can still answer, Conflict where it has answered meanwhile, and Invalid
    where the label's standing no longer allows it. After an urgent change the holder is heard.
    """
    change, label = _loaded(session, actor, change_id, now)
    refuse_unheard(session, change, seen_answer, now)
    day = max(change.effective_on, today(now))
    _refuse_impossible(session, label, change.kind, day)
    change.state, change.decided_at = DecisionState.TAKEN, now
    change.decided_by = person_of(actor)
    event = LabelEvent(
        label_id=label.id,
        change_id=change.id,
        kind=change.kind,
        effective_on=day,
        public_reason=change.public_reason,
        recorded_at=now,
    )
    session.add(event)
    session.flush()
    audit.record(
        session,
        actor,
        f"label.{change.kind.value}",
        event,
        now,
        label=str(label.id),
        change=str(change.id),
        effective_on=day.isoformat(),
        public_reason=change.public_reason,
    )
    log_change(session, label, event, now)
    letters.tell_changed(session, event, label, now)
    if change.urgent_reason:
        open_hearing(session, actor, change, label, now, afterwards=True)
    return event


def send_change_back(
    session: Session, *, actor: Actor, change_id: UUID, reason: str, now: datetime
) -> LabelChange:
    """Send a prepared change back with the reason; nothing changes for the label."""
    change, label = _loaded(session, actor, change_id, now)
    if not reason or len(reason) > BACK_LIMIT:
        raise Invalid(
            lazy("Write what is missing, in up to %(most)s characters."),
            field="back_reason",
            most=BACK_LIMIT,
        )
    change.state, change.sent_back_reason = DecisionState.SENT_BACK, reason
    change.sent_back_at, change.sent_back_by = now, person_of(actor)
    session.flush()
    audit.record(session, actor, "label_change.sent_back", change, now, reason=reason)
    letters.tell_change_sent_back(session, change, label, now)
    end_hearing(session, change, label, now)
    return change


def _loaded(
    session: Session, actor: Actor, change_id: UUID, now: datetime
) -> tuple[LabelChange, Label]:
    change = queries.get_change(session, change_id)
    label = queries.get_label(session, change.label_id)
    case = queries.change_case_for(session, change, label, actor.person_id, now)
    access.require(actor, Permission.LABEL_CHANGE_DECIDE, case, now=now)
    if change.state is not DecisionState.PREPARED:
        raise NotNow(lazy("This change no longer waits for a decision."))
    return change, label


def _refuse_impossible(session: Session, label: Label, kind: LabelEventKind, day: date) -> None:
    reason = obstacle(queries.history(session, label.id), kind, day)
    if reason is not None:
        raise Invalid(reason, field="kind")


def _refuse_reasons(public_reason: str, private_reason: str, urgent_reason: str) -> None:
    if not public_reason:
        raise Invalid(lazy("Give the reason that the register shows."), field="public_reason")
    for name, text, most in (
        ("public_reason", public_reason, PUBLIC_REASON_LIMIT),
        ("private_reason", private_reason, TEXT_LIMIT),
        ("urgent_reason", urgent_reason, URGENT_REASON_LIMIT),
    ):
        if len(text) > most:
            raise Invalid(lazy("This text may have %(most)s characters."), field=name, most=most)
