"""The chair: another motion, closing a vote and what follows from it, putting an item off."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications.queries import get_application
from labelling.core import access, audit, i18n
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission
from labelling.decisions import queries as decisions
from labelling.decisions.actions.granting import granted_level
from labelling.decisions.actions.preparing import TEXT_LIMIT
from labelling.decisions.committee import queries
from labelling.decisions.committee.actions.agenda import set_aside
from labelling.decisions.committee.actions.attending import (
    LEFT_COMMITTEE,
    OTHER_MOTION,
    RECUSED,
    refuse_closed,
    remove_vote,
)
from labelling.decisions.committee.actions.effects import note_who_decided, take_effect
from labelling.decisions.committee.actions.voting import refuse_gone
from labelling.decisions.committee.ballots import votes_on
from labelling.decisions.committee.counting import quorum, result_of, tally, verdict
from labelling.decisions.committee.entitled import Entitlement, entitlement
from labelling.decisions.committee.models import (
    Choice,
    Grounds,
    ItemRecusal,
    ItemResult,
    Sitting,
    SittingItem,
    SittingKind,
)
from labelling.decisions.committee.stages import Stage, refuse_unless
from labelling.decisions.subjects import person_of
from labelling.reviews.models import Outcome


def put_motion(
    session: Session,
    *,
    actor: Actor,
    item_id: UUID,
    outcome: Outcome,
    level_id: str | None,
    now: datetime,
) -> SittingItem:
    """Put another motion than the office's proposal to the vote; votes cast before are removed.

    Raises Invalid for a level whose rules the agreed scores do not meet, NotNow for a change of a
    label: that is carried as prepared, or goes back.
    """
    item = queries.get_item(session, item_id)
    case = queries.agenda_item_for(session, item, actor.person_id, now)
    access.require(actor, Permission.AGENDA_ITEM_CHAIR, case, now=now)
    refuse_unless(case.sitting, Stage.OPEN)
    refuse_closed(item)
    if item.decision_id is None:
        raise NotNow(lazy("A change of a label is carried as prepared, or it goes back."))
    decision = decisions.get_decision(session, item.decision_id)
    application = get_application(session, decision.application_id)
    level_id = granted_level(session, application, outcome, level_id, now)
    for person_id in votes_on(session, item):
        remove_vote(session, actor=actor, item=item, person_id=person_id, why=OTHER_MOTION, now=now)
    item.outcome, item.level_id = outcome, level_id
    session.flush()
    audit.record(
        session, actor, "sitting_item.motion", item, now, outcome=outcome.value, level=level_id
    )
    return item


def put_off_item(
    session: Session, *, actor: Actor, item_id: UUID, reason: str, now: datetime
) -> SittingItem:
    """Put an item off to another sitting, as its chair, before its vote is closed."""
    item = queries.get_item(session, item_id)
    case = queries.agenda_item_for(session, item, actor.person_id, now)
    access.require(actor, Permission.AGENDA_ITEM_CHAIR, case, now=now)
    refuse_unless(case.sitting, Stage.OPEN)
    set_aside(session, actor, item, reason, now)
    return item


def close_item(
    session: Session,
    *,
    actor: Actor,
    item_id: UUID,
    reason: str,
    private_reason: str,
    now: datetime,
    reason_if_lost: str = "",
) -> SittingItem:
    """Close the vote on an item and let its result take effect, all in one unit of work.

    ``reason`` is what the organisation reads, or what the office reads where it goes back; where
    the motion is lost ``reason_if_lost`` takes its place, if there is one. Raises
    NotNow below the quorum and, in writing, while members may still vote; Conflict where the case
    has changed since it was prepared: then nothing is closed.
    """
    item = queries.get_item(session, item_id)
    found = entitlement(session, item, now)
    case = queries.agenda_item_for(session, item, actor.person_id, now, found)
    access.require(actor, Permission.AGENDA_ITEM_CLOSE, case, now=now)
    refuse_unless(case.sitting, Stage.OPEN)
    refuse_closed(item)
    refuse_gone(session, item)
    _refuse_reasons(reason, reason_if_lost, private_reason)
    votes = _votes_that_count(session, actor, item, found, now)
    _refuse_early(case.sitting, found, set(votes), now)
    took_part = _refuse_below_quorum(session, case.sitting, found, set(votes))
    counted = tally(votes.values())
    result = result_of(
        verdict(votes, person_of(actor), case.sitting.tie),
        case.sitting.without_majority,
        can_refuse=item.decision_id is not None and item.outcome is not Outcome.NOT_AWARDED,
    )
    is_lost = result is not ItemResult.CARRIED and reason_if_lost
    item.result, item.reason = result, reason_if_lost if is_lost else reason
    item.closed_at, item.closed_by = now, person_of(actor)
    item.in_favour, item.against, item.abstained = (
        counted.in_favour,
        counted.against,
        counted.abstained,
    )
    item.entitled, item.took_part = len(found.entitled), took_part
    item.quorum = _quorum(case.sitting, found)
    _write_down(session, item, found, now)
    session.flush()
    audit.record(
        session,
        actor,
        "sitting_item.closed",
        item,
        now,
        result=result.value,
        in_favour=counted.in_favour,
        against=counted.against,
        abstained=counted.abstained,
        entitled=len(found.entitled),
        took_part=took_part,
    )
    note_who_decided(session, actor=actor, item=item, voted=set(votes), now=now)
    take_effect(session, actor=actor, item=item, private_reason=private_reason, now=now)
    return item


def _votes_that_count(
    session: Session, actor: Actor, item: SittingItem, found: Entitlement, now: datetime
) -> Mapping[UUID, Choice]:
    """Return the votes of those who may vote now; the others' are removed, and that is recorded."""
    for person_id in votes_on(session, item):
        if person_id not in found.entitled:
            why = RECUSED if person_id in found.kept_out else LEFT_COMMITTEE
            remove_vote(session, actor=actor, item=item, person_id=person_id, why=why, now=now)
    return votes_on(session, item)


def _refuse_early(sitting: Sitting, found: Entitlement, voted: set[UUID], now: datetime) -> None:
    if sitting.kind is not SittingKind.IN_WRITING or today(now) > sitting.day:
        return
    if not found.entitled <= voted:
        raise NotNow(lazy("Members may still vote: the vote is closed after its last day."))


def _quorum(sitting: Sitting, found: Entitlement) -> int:
    return quorum(
        len(found.entitled), percent=sitting.quorum_percent, at_least=sitting.quorum_at_least
    )


def _refuse_below_quorum(
    session: Session, sitting: Sitting, found: Entitlement, voted: set[UUID]
) -> int:
    """Return how many take part: who voted, and in a meeting who is present."""
    there = set(voted)
    if sitting.kind is SittingKind.MEETING:
        rows = queries.members_of(session, sitting.id)
        there |= {person_id for person_id, row in rows.items() if row.present}
    took_part, needed = len(there & found.entitled), _quorum(sitting, found)
    if took_part < needed:
        raise NotNow(
            lazy("There is no quorum: %(there)s members take part, %(needed)s are needed."),
            there=took_part,
            needed=needed,
        )
    return took_part


def _write_down(session: Session, item: SittingItem, found: Entitlement, now: datetime) -> None:
    """Write down whom the system kept out, in English: pages translate it when they show it."""
    with i18n.speaking(i18n.DEFAULT):
        session.add_all(
            ItemRecusal(
                item_id=item.id,
                person_id=person_id,
                grounds=Grounds.FOUND,
                reason=str(out.reason),
                recorded_at=now,
            )
            for person_id, out in found.kept_out.items()
            if out.grounds is Grounds.FOUND
        )


def _refuse_reasons(reason: str, reason_if_lost: str, private_reason: str) -> None:
    if not reason:
        raise Invalid(lazy("Give the reason."), field="reason")
    for name, text in (
        ("reason", reason),
        ("reason_if_lost", reason_if_lost),
        ("private_reason", private_reason),
    ):
        if len(text) > TEXT_LIMIT:
            raise Invalid(
                lazy("This text may have %(most)s characters."), field=name, most=TEXT_LIMIT
            )
