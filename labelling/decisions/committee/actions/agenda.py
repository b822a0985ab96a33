"""The agenda: what waits is put on it, ordered, and taken off again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.queries import get_application
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import queries as decisions
from labelling.decisions.bodies import is_blinded, is_for_sitting, scheme_of
from labelling.decisions.committee import mailing, queries
from labelling.decisions.committee.actions.planning import REASON_LIMIT
from labelling.decisions.committee.models import ItemResult, Sitting, SittingItem
from labelling.decisions.committee.stages import Stage, refuse_unless
from labelling.decisions.committee.subjects import Plan
from labelling.decisions.fingerprint import fingerprint
from labelling.decisions.models import Decision, DecisionState
from labelling.decisions.subjects import person_of

_ON_ANOTHER = lazy("This is on the agenda of a sitting already.")
_ANOTHER_SCHEME = lazy("Another scheme’s committee decides on this.")
_WAITS_NO_LONGER = lazy("This no longer waits for a decision.")


def put_on_agenda(
    session: Session,
    *,
    actor: Actor,
    sitting_id: UUID,
    decision_id: UUID | None = None,
    change_id: UUID | None = None,
    now: datetime,
) -> SittingItem:
    """Put a prepared decision, or a change of a label that waits, at the end of an agenda.

    Members who were invited are told. Raises NotNow for what does not wait, is on an agenda, or is
    not for this committee; Invalid unless exactly one thing is named.
    """
    sitting = queries.get_sitting(session, sitting_id)
    access.require(actor, Permission.SITTING_PLAN, Plan(sitting), now=now)
    refuse_unless(sitting, Stage.PLANNED, Stage.CALLED)
    if (decision_id is None) == (change_id is None):
        raise Invalid(lazy("Choose one."), field="subject")
    item = SittingItem(
        sitting_id=sitting_id,
        position=1
        + max((one.position for one in queries.items_of(session, sitting_id)), default=0),
        decision_id=decision_id,
        change_id=change_id,
        added_at=now,
        added_by=person_of(actor),
    )
    if decision_id is not None:
        _take_decision_on(
            session, actor=actor, sitting=sitting, item=item, decision_id=decision_id, now=now
        )
    elif change_id is not None:
        _take_change_on(session, actor, sitting, change_id, now)
    session.add(item)
    session.flush()
    audit.record(
        session,
        actor,
        "sitting_item.added",
        item,
        now,
        sitting=str(sitting_id),
        decision=str(decision_id) if decision_id is not None else None,
        change=str(change_id) if change_id is not None else None,
    )
    if sitting.called_at is not None:
        mailing.tell_changed(session, sitting, now)
    return item


def _take_decision_on(
    session: Session,
    *,
    actor: Actor,
    sitting: Sitting,
    item: SittingItem,
    decision_id: UUID,
    now: datetime,
) -> None:
    decision = decisions.get_decision(session, decision_id)
    application = get_application(session, decision.application_id)
    case = decisions.case_for(session, application, actor.person_id, now, decision)
    access.require(actor, Permission.DECISION_VIEW, case, now=now)
    _refuse_decision(session, sitting, application, decision)
    item.outcome, item.level_id = decision.proposed_outcome, decision.proposed_level_id
    item.blinded = is_blinded(application)


def _refuse_decision(
    session: Session, sitting: Sitting, application: Application, decision: Decision
) -> None:
    if decision.state is not DecisionState.PREPARED:
        raise NotNow(_WAITS_NO_LONGER)
    if not is_for_sitting(application):
        raise NotNow(lazy("One member of the committee decides on this level, without a sitting."))
    if scheme_of(application) != sitting.scheme:
        raise NotNow(_ANOTHER_SCHEME)
    if queries.open_item_of(session, decision.id) is not None:
        raise NotNow(_ON_ANOTHER)
    if fingerprint(session, application) != decision.fingerprint:
        raise NotNow(lazy("The case has changed since it was prepared. Prepare it again first."))


def _take_change_on(
    session: Session, actor: Actor, sitting: Sitting, change_id: UUID, now: datetime
) -> None:
    change = decisions.get_change(session, change_id)
    label = decisions.get_label(session, change.label_id)
    access.require(actor, Permission.LABEL_VIEW, label, now=now)
    case = decisions.change_case_for(session, change, label, actor.person_id, now)
    if case.conflict is not None:
        raise NotNow(case.conflict)
    if change.state is not DecisionState.PREPARED:
        raise NotNow(_WAITS_NO_LONGER)
    if label.scheme != sitting.scheme:
        raise NotNow(_ANOTHER_SCHEME)
    if queries.open_item_of_change(session, change_id) is not None:
        raise NotNow(_ON_ANOTHER)


def move_item(session: Session, *, actor: Actor, item_id: UUID, up: bool, now: datetime) -> None:
    """Move an item one place up or down; at the end of the list nothing happens."""
    item = queries.get_item(session, item_id)
    sitting = queries.get_sitting(session, item.sitting_id)
    access.require(actor, Permission.SITTING_PLAN, Plan(sitting), now=now)
    refuse_unless(sitting, Stage.PLANNED, Stage.CALLED)
    items = queries.items_of(session, sitting.id)
    here = [one.id for one in items].index(item_id)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(items):
        return
    other = items[there]
    item.position, other.position = other.position, item.position
    session.flush()
    audit.record(session, actor, "sitting_item.moved", item, now, up=up)


def take_off_agenda(
    session: Session, *, actor: Actor, item_id: UUID, reason: str, now: datetime
) -> SittingItem:
    """Take an item off the agenda before its vote is closed; it can be put on another."""
    item = queries.get_item(session, item_id)
    sitting = queries.get_sitting(session, item.sitting_id)
    access.require(actor, Permission.SITTING_PLAN, Plan(sitting), now=now)
    refuse_unless(sitting, Stage.PLANNED, Stage.CALLED, Stage.OPEN)
    set_aside(session, actor, item, reason, now)
    return item


def set_aside(
    session: Session, actor: Actor, item: SittingItem, reason: str, now: datetime
) -> None:
    """Take an item off, with the reason that the minutes give.

    It has no permission of its own: the action that calls it has required its own.
    """
    if item.result is not None:
        raise NotNow(lazy("This item is closed already."))
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("Write why, in up to %(most)s characters."), field="reason", most=REASON_LIMIT
        )
    item.result, item.closed_at, item.closed_by = ItemResult.TAKEN_OFF, now, actor.person_id
    item.reason = reason
    session.flush()
    audit.record(session, actor, "sitting_item.taken_off", item, now, reason=reason)
