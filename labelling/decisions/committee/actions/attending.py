"""Who is there, and who stays out of an item."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.committee import queries
from labelling.decisions.committee.actions.planning import REASON_LIMIT
from labelling.decisions.committee.ballots import add_entry, votes_on
from labelling.decisions.committee.models import (
    Choice,
    Grounds,
    ItemRecusal,
    Sitting,
    SittingItem,
    SittingKind,
)
from labelling.decisions.committee.stages import Stage, refuse_unless
from labelling.decisions.subjects import person_of
from labelling.people import queries as people

OBSERVERS_LIMIT = 1000
RECUSED, LEFT_COMMITTEE, OTHER_MOTION = "recused", "no_longer_member", "other_motion"


def record_attendance(
    session: Session,
    *,
    actor: Actor,
    sitting_id: UUID,
    present: Collection[UUID],
    observers: str,
    now: datetime,
) -> Sitting:
    """Record which members are present now; the first time this opens the meeting.

    Observers are named for the minutes and have no vote. Raises NotNow before the day, and for a
    sitting in writing, which nobody attends; Invalid for somebody who was not called, and for
    opening it with nobody.
    """
    sitting = queries.get_sitting(session, sitting_id)
    desk = queries.desk_for(session, sitting, actor.person_id, now)
    access.require(actor, Permission.SITTING_RECORD, desk, now=now)
    refuse_unless(sitting, Stage.CALLED, Stage.OPEN)
    if sitting.kind is SittingKind.IN_WRITING:
        raise NotNow(lazy("In writing nobody is present: who votes takes part."))
    if today(now) < sitting.day:
        raise NotNow(lazy("The day of this meeting has not come yet."))
    if len(observers) > OBSERVERS_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="observers", most=OBSERVERS_LIMIT
        )
    rows = queries.members_of(session, sitting_id)
    of_committee = {person.id for person in people.people_with_role(session, Role.COMMITTEE)}
    if not set(present) <= set(rows) & of_committee:
        raise Invalid(lazy("Choose from the list."), field="present")
    if sitting.opened_at is None and not present:
        raise Invalid(lazy("Choose who is present."), field="present")
    for person_id, row in rows.items():
        row.present = person_id in present
        row.attended = row.attended or row.present
    sitting.opened_at = sitting.opened_at or now
    sitting.observers = observers
    session.flush()
    audit.record(
        session,
        actor,
        "sitting.attended",
        sitting,
        now,
        present=sorted(str(person_id) for person_id in present),
        observers=observers,
    )
    return sitting


def recuse(
    session: Session, *, actor: Actor, item_id: UUID, reason: str, now: datetime
) -> ItemRecusal:
    """Stay out of an item: no papers, no vote, not counted. A vote that was cast is removed.

    It cannot be taken back.
    """
    item = queries.get_item(session, item_id)
    case = queries.agenda_item_for(session, item, actor.person_id, now)
    access.require(actor, Permission.AGENDA_ITEM_RECUSE, case, now=now)
    refuse_unless(case.sitting, Stage.CALLED, Stage.OPEN)
    refuse_closed(item)
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid(
            lazy("Write why, in up to %(most)s characters."), field="reason", most=REASON_LIMIT
        )
    row = ItemRecusal(
        item_id=item_id,
        person_id=person_of(actor),
        grounds=Grounds.DECLARED,
        reason=reason,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "sitting_item.recused", item, now, reason=reason)
    remove_vote(session, actor=actor, item=item, person_id=person_of(actor), why=RECUSED, now=now)
    return row


def remove_vote(
    session: Session,
    *,
    actor: Actor,
    item: SittingItem,
    person_id: UUID,
    why: str,
    now: datetime,
) -> None:
    """Take a member's vote on an item away, if there is one; the entry stays in the record.

    It has no permission of its own: the action that calls it has required its own.
    """
    if person_id not in votes_on(session, item):
        return
    add_entry(session, item, person_id, Choice.REMOVED, now, secret=False, why_removed=why)
    audit.record(session, actor, "sitting_vote.removed", item, now, person=str(person_id), why=why)


def refuse_closed(item: SittingItem) -> None:
    """Raise NotNow where the vote on an item is closed, or the item is off."""
    if item.result is not None:
        raise NotNow(lazy("The vote on this item is closed."))
