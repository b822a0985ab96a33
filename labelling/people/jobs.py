"""What people leave to the worker and to other rooms: links by mail, clearing up, tasks, copies."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labelling.core.access import ROLE_NAMES, Actor, Role
from labelling.core.database import unit_of_work
from labelling.core.doors import Task, holds_personal_data, offers_tasks_by_scheme
from labelling.core.i18n import gettext
from labelling.core.outbox import every_minute, handles
from labelling.people import queries
from labelling.people.actions.links import FORGOTTEN_JOB, send_reset
from labelling.people.keeping import KEPT_FOR
from labelling.people.models import KeptPost, RoleGrant, SignedInSession, Ticket, TryCounter
from labelling.people.personal_data import erase, export
from labelling.people.roles import NEEDS_SECOND_FACTOR
from labelling.people.schemes import in_words, scheme_names
from labelling.people.tries import FORGOTTEN_AFTER

ENDED_KEPT_FOR = timedelta(days=30)

holds_personal_data("people", export, erase)


@handles(FORGOTTEN_JOB)
def _send_reset(payload: Mapping[str, Any], now: datetime) -> None:
    with unit_of_work() as session:
        send_reset(session, sealed=payload["sealed"], now=now)


@every_minute
def _clear_up(session: Session, now: datetime) -> None:
    """Delete what has served its time: kept posts, ended sessions, old links, counters."""
    session.execute(delete(KeptPost).where(KeptPost.created_at <= now - KEPT_FOR))
    long_ago = now - ENDED_KEPT_FOR
    session.execute(delete(SignedInSession).where(SignedInSession.expires_at <= long_ago))
    session.execute(delete(Ticket).where(Ticket.expires_at <= long_ago))
    session.execute(delete(TryCounter).where(TryCounter.last_at <= now - FORGOTTEN_AFTER))


@offers_tasks_by_scheme
def _tasks(session: Session, actor: Actor, _now: datetime) -> Iterable[Task]:
    if actor.signed_in and not actor.has_second_factor and actor.roles & NEEDS_SECOND_FACTOR:
        yield Task(
            title=gettext("Set up your second factor"),
            about=gettext("One of your roles begins with it."),
            button=gettext("Set it up"),
            address="/me/second-factor",
        )
    if actor.role is Role.ADMINISTRATOR and actor.person_id is not None:
        yield from _proposals(session, actor.person_id)


def _proposals(session: Session, administrator_id: UUID) -> Iterable[Task]:
    waiting = list(
        session.scalars(
            select(RoleGrant)
            .where(
                RoleGrant.confirmed_at.is_(None),
                RoleGrant.ended_at.is_(None),
                RoleGrant.proposed_by != administrator_id,
                RoleGrant.person_id != administrator_id,
            )
            .order_by(RoleGrant.proposed_at, RoleGrant.id)
        )
    )
    known = queries.names(session, (grant.person_id for grant in waiting))
    schemes = scheme_names(session) if any(grant.schemes for grant in waiting) else {}
    for grant in waiting:
        yield Task(
            title=gettext("Confirm a role as the second person"),
            about=f"{known[grant.person_id]}: {_role_in_words(grant, schemes)}",
            button=gettext("Look at the person"),
            address=f"/people/{grant.person_id}",
        )


def _role_in_words(grant: RoleGrant, schemes: Mapping[str, str]) -> str:
    role = str(ROLE_NAMES[grant.role])
    if grant.schemes is None:
        return role
    only = gettext("only for %(schemes)s", schemes=in_words(grant.schemes, schemes))
    return f"{role}, {only}"
