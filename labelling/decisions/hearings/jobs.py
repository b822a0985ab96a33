"""What hearings give rise to without being asked: tasks, and mail when the last day has passed."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labelling.core import mail
from labelling.core.access import Actor, Role, Seat
from labelling.core.clock import today
from labelling.core.doors import Task, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.core.outbox import every_minute
from labelling.decisions import proofs, queries
from labelling.decisions.hearings.queries import (
    ended_unanswered,
    waiting_for_holders,
    waiting_for_office,
)
from labelling.decisions.ties import ties_of
from labelling.decisions.words import CHANGE_NOUNS
from labelling.organisations import evidence_access
from labelling.organisations.queries import organisations_of

evidence_access.add_keeper(proofs.is_laid_before)


@offers_tasks_by_scheme
def tasks(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    """Yield hearings that an owner answers, and answers that the office replies to."""
    if actor.role is Role.MANAGER:
        yield from _to_answer(session, actor, now)
    elif actor.role is Role.OFFICER:
        yield from _to_reply(session, actor, now)


def _to_answer(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    owned = actor.organisations(Seat.OWNER)
    names = {row.id: row.name for row in organisations_of(session, owned)}
    for heard in waiting_for_holders(session, owned, today(now)):
        yield Task(
            title=gettext(
                "You are heard about your label: %(change)s",
                change=CHANGE_NOUNS[heard.change.kind],
            ),
            about=f"{names[heard.label.organisation_id]} · {heard.label.number}",
            button=gettext("Read and answer"),
            address=f"/hearings/{heard.hearing.id}",
            due=heard.hearing.answer_by,
        )


def _to_reply(session: Session, actor: Actor, now: datetime) -> Iterator[Task]:
    waiting = [
        heard for heard in waiting_for_office(session) if actor.works_for(heard.label.scheme)
    ]
    if not waiting:
        return
    ties = ties_of(session, actor.person_id, today(now))
    for heard in waiting:
        if ties.bound_up(heard.label.organisation_id) is None and heard.answer is not None:
            yield Task(
                title=gettext("The holder asks that a suspension is lifted")
                if heard.answer.asks_lifting
                else gettext("Reply to a holder’s answer"),
                about=heard.label.number,
                button=gettext("Read the answer"),
                address=f"/office/changes/{heard.change.id}",
            )


@every_minute
def tell_deciders(session: Session, now: datetime) -> None:
    """Tell those who can decide, once, that a holder has let the last day pass."""
    for heard in ended_unanswered(session, today(now)):
        change, label = heard.change, heard.label
        for person in queries.change_deciders(session, change, label, now):
            mail.send(
                session,
                person,
                "change_prepared",
                now,
                about=label,
                key=f"change_prepared:{change.id}:{person.id}",
                number=label.number,
                change=str(change.id),
                effective_on=max(change.effective_on, today(now)).isoformat(),
            )
