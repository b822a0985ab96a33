"""Voting, objecting to a vote in writing, putting a dissent on record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions.committee import mailing, queries
from labelling.decisions.committee.actions.attending import refuse_closed
from labelling.decisions.committee.ballots import add_entry, votes_on
from labelling.decisions.committee.entitled import matters
from labelling.decisions.committee.models import (
    Choice,
    DissentEntry,
    ItemResult,
    SittingItem,
    SittingKind,
    VoteEntry,
)
from labelling.decisions.committee.stages import Stage, refuse_unless
from labelling.decisions.committee.subjects import AgendaItem
from labelling.decisions.subjects import person_of

DISSENT_LIMIT = 2000
OBJECTION_LIMIT = 1000


def cast_vote(
    session: Session, *, actor: Actor, item_id: UUID, said: Choice, now: datetime
) -> VoteEntry:
    """Vote on an item, or vote otherwise: until the chair closes it the last vote counts.

    Raises NotNow before the sitting is open, after the last day in writing, after the vote is
    closed, and where what is voted on no longer waits.
    """
    item, case = _loaded(session, actor, item_id, now)
    if said is Choice.REMOVED:
        raise Invalid(lazy("Choose one."), field="choice")
    refuse_gone(session, item)
    entry = add_entry(session, item, person_of(actor), said, now, secret=case.sitting.secret)
    details = {} if case.sitting.secret else {"choice": said.value}
    audit.record(session, actor, "sitting_vote.cast", item, now, **details)
    return entry


def object_to_writing(
    session: Session, *, actor: Actor, item_id: UUID, reason: str, now: datetime
) -> SittingItem:
    """Object to deciding in writing: one objection is enough, and the item goes to a meeting."""
    item, case = _loaded(session, actor, item_id, now)
    if case.sitting.kind is not SittingKind.IN_WRITING:
        raise NotNow(lazy("This sitting is a meeting already."))
    if not reason or len(reason) > OBJECTION_LIMIT:
        raise Invalid(
            lazy("Write why, in up to %(most)s characters."), field="objection",
            most=OBJECTION_LIMIT,
        )  # fmt: skip
    item.objection, item.objected_at, item.objected_by = reason, now, person_of(actor)
    item.result, item.closed_at = ItemResult.TO_MEETING, now
    item.closed_by = person_of(actor)
    session.flush()
    audit.record(session, actor, "sitting_item.objected", item, now, reason=reason)
    mailing.tell_objected(session, case.sitting, now)
    return item


def put_dissent(
    session: Session, *, actor: Actor, item_id: UUID, reason: str, now: datetime
) -> DissentEntry:
    """Put one's dissent on record with its reason, under one's own name; blank takes it back.

    It can be written until the minutes are approved, by members who voted.
    """
    item = queries.get_item(session, item_id)
    case = queries.agenda_item_for(session, item, actor.person_id, now)
    access.require(actor, Permission.AGENDA_ITEM_VOTE, case, now=now)
    refuse_unless(case.sitting, Stage.OPEN)
    if person_of(actor) not in votes_on(session, item):
        raise NotNow(lazy("Who has voted on an item can dissent from it."))
    if len(reason) > DISSENT_LIMIT:
        raise Invalid(
            lazy("This text may have %(most)s characters."), field="dissent", most=DISSENT_LIMIT
        )
    last = session.scalar(
        select(func.max(DissentEntry.ordinal)).where(DissentEntry.item_id == item_id)
    )
    entry = DissentEntry(
        item_id=item_id,
        ordinal=(last or 0) + 1,
        person_id=person_of(actor),
        reason=reason,
        written_at=now,
    )
    session.add(entry)
    session.flush()
    audit.record(session, actor, "sitting_item.dissented", item, now, reason=reason)
    return entry


def _loaded(
    session: Session, actor: Actor, item_id: UUID, now: datetime
) -> tuple[SittingItem, AgendaItem]:
    item = queries.get_item(session, item_id)
    case = queries.agenda_item_for(session, item, actor.person_id, now)
    access.require(actor, Permission.AGENDA_ITEM_VOTE, case, now=now)
    refuse_unless(case.sitting, Stage.OPEN)
    refuse_closed(item)
    if case.sitting.kind is SittingKind.IN_WRITING and today(now) > case.sitting.day:
        raise NotNow(lazy("The last day for voting is over; the chair closes the vote."))
    return item, case


def refuse_gone(session: Session, item: SittingItem) -> None:
    """Raise NotNow where what is voted on was decided or sent back elsewhere meanwhile."""
    if not matters(session, [item])[item.id].waits:
        raise NotNow(
            lazy("What this item is about no longer waits for a decision, so it is taken off.")
        )
