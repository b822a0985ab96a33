"""What waits for members, chairs and officers around sittings."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelling.core.access import Actor, Role
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext, ngettext
from labelling.decisions.bodies import schemes
from labelling.decisions.committee import queries
from labelling.decisions.committee.ballots import standing_votes
from labelling.decisions.committee.entitled import CaseMatter, matters, recusals
from labelling.decisions.committee.models import (
    Reply,
    Sitting,
    SittingItem,
    SittingKind,
    SittingMember,
)
from labelling.decisions.committee.stages import Stage, stage_of
from labelling.decisions.ties import Ties, ties_of

_Agendas = dict[Sitting, list[SittingItem]]


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield the sittings in which the actor acts next."""
    if actor.role is Role.OFFICER:
        ties = ties_of(session, actor.person_id, today(now))
        yield from _to_plan(session, actor, ties)
        yield from _to_call(session, actor)
    elif actor.role is Role.COMMITTEE:
        yield from _of_member(session, actor, now)


def _to_plan(session: Session, actor: Actor, ties: Ties) -> Iterator[Task]:
    for scheme, edition in schemes().items():
        if not actor.works_for(scheme):
            continue
        waiting = queries.candidates(session, scheme, ties)
        cases = sum(1 for one in waiting if isinstance(one.matter, CaseMatter))
        if cases:
            yield Task(
                title=gettext("Put prepared cases on an agenda"),
                about=f"{edition.name} · " + ngettext("%(num)s case", "%(num)s cases", cases),
                button=gettext("Open the sittings"),
                address="/sittings",
            )


def _to_call(session: Session, actor: Actor) -> Iterator[Task]:
    planned = [one for one in queries.running(session, actor) if stage_of(one) is Stage.PLANNED]
    counts = queries.item_counts(session, planned)
    for sitting in planned:
        if counts[sitting.id]:
            yield _task(sitting, gettext("Invite the committee"), gettext("Open the sitting"))


def _of_member(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    agendas = _called(session, actor)
    if not agendas:
        return
    items = [item for agenda in agendas.values() for item in agenda]
    about, said = matters(session, items), recusals(session, items)
    ties = ties_of(session, actor.person_id, today(now))
    votes = standing_votes(session, items)
    replies = _replies(session, actor)
    for sitting, agenda in agendas.items():
        mine = [
            item
            for item in agenda
            if item.result is None
            and about[item.id].conflict(ties) is None
            and not about[item.id].handled(ties)
            and actor.person_id not in said.get(item.id, {})
        ]
        step = _step(
            sitting,
            agenda,
            now,
            chairs=actor.person_id in {sitting.chair_id, sitting.deputy_id},
            votes=any(actor.person_id not in votes[item.id] for item in mine),
            answered=replies.get(sitting.id) is not None,
        )
        if step is not None:
            yield _task(sitting, *step)


def _step(
    sitting: Sitting,
    agenda: list[SittingItem],
    now: datetime,
    *,
    chairs: bool,
    votes: bool,
    answered: bool,
) -> tuple[str, str] | None:
    """Return what a member does next in a sitting, and its button; None where nothing waits.

    ``votes`` says that a vote of theirs is open, ``answered`` that they replied.
    """
    over = today(now) > sitting.day
    if sitting.kind is SittingKind.IN_WRITING and votes and not over:
        return gettext("Vote in writing"), gettext("Open the agenda")
    if chairs and _can_be_finished(sitting, agenda, now):
        return gettext("Close the sitting"), gettext("Open the sitting")
    if stage_of(sitting) is Stage.OPEN:
        meets = sitting.kind is SittingKind.MEETING and votes
        return (gettext("Vote in the meeting"), gettext("Open the agenda")) if meets else None
    if not answered:
        return gettext("Say whether you attend"), gettext("Open the invitation")
    if chairs and today(now) >= sitting.day:
        return gettext("Open the meeting"), gettext("Open the sitting")
    return None


def _can_be_finished(sitting: Sitting, agenda: list[SittingItem], now: datetime) -> bool:
    if stage_of(sitting) is not Stage.OPEN:
        return False
    in_writing = sitting.kind is SittingKind.IN_WRITING
    return all(item.result is not None for item in agenda) or (
        in_writing and today(now) > sitting.day
    )


def _called(session: Session, actor: Actor) -> _Agendas:
    """Return the sittings that run and to which the person was called, with their agendas."""
    rows = session.execute(
        select(Sitting, SittingItem)
        .join(SittingMember, SittingMember.sitting_id == Sitting.id)
        .outerjoin(SittingItem, SittingItem.sitting_id == Sitting.id)
        .where(
            SittingMember.person_id == actor.person_id,
            Sitting.closed_at.is_(None),
            Sitting.cancelled_at.is_(None),
        )
        .order_by(Sitting.day, Sitting.id, SittingItem.position, SittingItem.id)
    )
    agendas: _Agendas = {}
    for sitting, item in rows:
        agenda = agendas.setdefault(sitting, [])
        if item is not None:
            agenda.append(item)
    return agendas


def _replies(session: Session, actor: Actor) -> dict[UUID, Reply | None]:
    rows = session.execute(
        select(SittingMember.sitting_id, SittingMember.reply).where(
            SittingMember.person_id == actor.person_id
        )
    )
    return {row[0]: row[1] for row in rows}


def _task(sitting: Sitting, title: str, button: str) -> Task:
    return Task(
        title=title,
        about=gettext("Sitting %(number)s of the committee", number=sitting.number),
        button=button,
        address=f"/sittings/{sitting.id}",
        due=sitting.day,
    )
