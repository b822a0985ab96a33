"""What follows from a closed vote: the decision or the change, and who had a part in it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.decisions import letters
from labelling.decisions.actions.changing import decide_change, send_change_back
from labelling.decisions.actions.deciding import record_decision
from labelling.decisions.actions.preparing import BACK_LIMIT, give_back
from labelling.decisions.committee.ballots import oldest_vote
from labelling.decisions.committee.entitled import CaseMatter, ChangeMatter, matters
from labelling.decisions.committee.models import ItemResult, SittingItem
from labelling.decisions.hearings.queries import answer_before
from labelling.people.actions import record_involvement
from labelling.people.models import InvolvementKind
from labelling.reviews.models import Outcome


def note_who_decided(
    session: Session,
    *,
    actor: Actor,
    item: SittingItem,
    voted: Collection[UUID],
    now: datetime,
) -> None:
    """Enter all who voted in the ledger: they have decided, whoever appeals later.

    It has no permission of its own: the action that calls it has required its own.
    """
    if item.result is ItemResult.SENT_BACK:
        return
    matter = matters(session, [item])[item.id]
    # Taking the decision enters the chair itself.
    chair = {actor.person_id} if isinstance(matter, CaseMatter) else set()
    for person_id in sorted(set(voted) - chair):
        record_involvement(
            session,
            actor=actor,
            person_id=person_id,
            organisation_id=matter.organisation_id,
            kind=InvolvementKind.DECIDED,
            source=f"sitting item {item.id}",
            now=now,
            since=today(now),
            until=today(now),
        )


def take_effect(
    session: Session, *, actor: Actor, item: SittingItem, private_reason: str, now: datetime
) -> None:
    """Let the result of an item take effect.

    It has no permission of its own: the action that calls it has required its own.
    """
    matter = matters(session, [item])[item.id]
    if isinstance(matter, ChangeMatter):
        if item.result is ItemResult.CARRIED:
            seen = answer_before(session, matter.change.id, oldest_vote(session, item))
            decide_change(
                session, actor=actor, change_id=matter.change.id, seen_answer=seen, now=now
            )
            return
        reason = item.reason[:BACK_LIMIT]
        send_change_back(session, actor=actor, change_id=matter.change.id, reason=reason, now=now)
        return
    if item.result is ItemResult.SENT_BACK:
        give_back(session, actor, matter.decision, item.reason[:BACK_LIMIT], now)
        letters.tell_preparer(session, matter.application, matter.decision, now)
        return
    outcome, level_id = _decided(item)
    record_decision(
        session,
        actor=actor,
        decision=matter.decision,
        outcome=outcome,
        level_id=level_id,
        reason=item.reason,
        private_reason=private_reason,
        now=now,
    )


def _decided(item: SittingItem) -> tuple[Outcome, str | None]:
    """Return the motion where it was carried; where it was lost, the label is not awarded."""
    if item.result is ItemResult.CARRIED and item.outcome is not None:
        return item.outcome, item.level_id
    return Outcome.NOT_AWARDED, None
