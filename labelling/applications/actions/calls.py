"""Opening and closing calls."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessments.editions import UnknownEdition
from labelling.applications import queries
from labelling.applications.models import Call
from labelling.applications.subjects import NewCall
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_day, lazy
from labelling.core.permissions import Permission
from labelling.organisations.editions import applies_from, edition


def open_call(
    session: Session,
    *,
    actor: Actor,
    title: str,
    edition_id: str,
    levels: Sequence[str],
    opens_on: date,
    closes_on: date | None,
    now: datetime,
) -> Call:
    """Open a call: from a day on a scheme takes applications at these levels of an edition.

    Without an end the call is open all year. Raises Invalid for an unknown edition or level, for
    a first day before the edition applies, and for an end before the beginning or in the past.
    """
    access.require(actor, Permission.CALL_OPEN, NewCall(edition_id), now=now)
    try:
        found = edition(edition_id)
    except UnknownEdition:
        raise Invalid(lazy("Choose one of the editions."), field="edition_id") from None
    known = [level.id for level in found.levels if level.steps is not None]
    chosen = [level_id for level_id in known if level_id in levels]
    if not chosen or set(levels) - set(known):
        raise Invalid(lazy("Choose at least one level of this edition."), field="levels")
    begins = applies_from(found.id)
    if begins is not None and opens_on < begins:
        raise Invalid(
            lazy("This edition applies from %(day)s on; the call cannot open before."),
            field="opens_on",
            day=format_day(begins),
        )
    if closes_on is not None and (closes_on < opens_on or closes_on < today(now)):
        raise Invalid(
            lazy("The last day must not lie before the first day, nor be past."), field="closes_on"
        )
    call = Call(
        title=title,
        edition_id=found.id,
        edition_sha256=found.identity,
        levels=chosen,
        opens_on=opens_on,
        closes_on=closes_on,
        created_at=now,
        opened_by=actor.person_id,
    )
    session.add(call)
    session.flush()
    audit.record(
        session,
        actor,
        "call.opened",
        call,
        now,
        title=title,
        edition=found.id,
        levels=chosen,
        opens_on=opens_on.isoformat(),
        closes_on=closes_on.isoformat() if closes_on is not None else None,
    )
    return call


def close_call(session: Session, *, actor: Actor, call_id: UUID, now: datetime) -> None:
    """Close a call at once: no application can be started in it; those begun keep their dates."""
    call = queries.get_call(session, call_id)
    access.require(actor, Permission.CALL_CLOSE, call, now=now)
    if call.closed_at is not None:
        raise NotNow(lazy("This call is closed already."))
    call.closed_at = now
    audit.record(session, actor, "call.closed", call, now)
