"""An owner asks that the label ends, and takes that back as long as nobody has decided."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from certificates.standing import Status, status_on
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import gettext, lazy
from labelling.core.permissions import Permission
from labelling.decisions import queries
from labelling.decisions.models import DecisionState
from labelling.decisions.subjects import person_of
from labelling.decisions.withdrawals import letters
from labelling.decisions.withdrawals.models import WithdrawalRequest
from labelling.decisions.withdrawals.queries import find_change_for, find_request, get_request

REASON_LIMIT = 1000
_RUNNING = frozenset({Status.ACTIVE, Status.SUSPENDED})


def ask_withdrawal(
    session: Session, *, actor: Actor, label_id: UUID, reason: str, now: datetime
) -> WithdrawalRequest:
    """Ask, as an owner, that the label ends; the office prepares it, a second person decides.

    Raises NotNow where it was asked for already or the label does not run.
    """
    label = queries.get_label(session, label_id)
    access.require(actor, Permission.WITHDRAWAL_ASK, label)
    if find_request(session, label_id) is not None:
        raise NotNow(lazy("Your organisation has asked for this already."))
    if status_on(queries.history(session, label_id), today(now)).status not in _RUNNING:
        raise NotNow(lazy("This label does not run today, so there is nothing to give up."))
    if len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="reason", most=REASON_LIMIT
        )
    request = WithdrawalRequest(
        label_id=label_id, reason=reason, asked_at=now, asked_by=person_of(actor)
    )
    session.add(request)
    session.flush()
    audit.record(session, actor, "withdrawal.asked", request, now, label=str(label_id))
    letters.tell_asked(session, label, now)
    return request


def take_withdrawal_back(
    session: Session, *, actor: Actor, request_id: UUID, now: datetime
) -> WithdrawalRequest:
    """Take a request back, as any owner; what was prepared for it goes back to the office.

    Raises NotNow where the label has ended or the request was taken back before.
    """
    request = get_request(session, request_id)
    label = queries.get_label(session, request.label_id)
    access.require(actor, Permission.WITHDRAWAL_ASK, label)
    change = find_change_for(session, request_id)
    if request.taken_back_at is not None:
        raise NotNow(lazy("This request was taken back already."))
    if change is not None and change.state is DecisionState.TAKEN:
        raise NotNow(lazy("A second person has decided, so the label has ended for good."))
    request.taken_back_at, request.taken_back_by = now, person_of(actor)
    if change is not None:
        change.state, change.sent_back_at = DecisionState.SENT_BACK, now
        change.sent_back_by = person_of(actor)
        change.sent_back_reason = gettext("The holder has taken its request back.")
        audit.record(session, actor, "label_change.sent_back", change, now)
    session.flush()
    audit.record(session, actor, "withdrawal.taken_back", request, now, label=str(label.id))
    letters.tell_taken_back(session, label, now)
    return request
