"""Leading a workshop: opened, on to a part, differences shown, one result kept, closed."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.actions import Content, Saved, save_answer
from labelling.applications.actions.answers import refuse_frozen
from labelling.applications.models import Application
from labelling.applications.queries.drafts import find_answer
from labelling.applications.schemes import edition_of, level_of
from labelling.applications.workshop.models import Workshop
from labelling.applications.workshop.queries import get_workshop, is_open, open_workshop
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.errors import NotFound, NotNow
from labelling.core.i18n import lazy
from labelling.core.permissions import Permission

# Letters and digits that nobody takes for another when they are read out.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10


def start_workshop(
    session: Session, *, actor: Actor, application_id: UUID, now: datetime
) -> Workshop:
    """Open a workshop with a fresh code; the one that is open already is returned as it is."""
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    refuse_frozen(application)
    found = open_workshop(session, application_id, now)
    if found is not None:
        return found
    workshop = Workshop(
        application_id=application_id,
        code="".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)),
        part_id=edition_of(application).scope(level_of(application))[0],
        revealed=False,
        opened_at=now,
        opened_by=actor.person_id,
    )
    session.add(workshop)
    session.flush()
    audit.record(session, actor, "workshop.opened", workshop, now)
    return workshop


def go_to_part(
    session: Session, *, actor: Actor, workshop_id: UUID, part_id: str, now: datetime
) -> Workshop:
    """Let the group score a part; its differences are hidden until they are shown."""
    workshop, application = _led(session, actor, workshop_id, now)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    if part_id not in edition_of(application).scope(level_of(application)):
        raise NotFound
    workshop.part_id, workshop.revealed = part_id, False
    return workshop


def show_differences(
    session: Session, *, actor: Actor, workshop_id: UUID, part_id: str, now: datetime
) -> Workshop:
    """Show the group how it has chosen; while it is shown nobody changes their choice.

    Raises NotNow where another screen has led the group on to another part.
    """
    workshop, application = _led(session, actor, workshop_id, now)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    if workshop.part_id != part_id:
        raise NotNow(
            lazy("The group has gone on to another part, so nothing was shown."),
            advice=lazy("Go back to the workshop and show the differences of that part."),
        )
    workshop.revealed = True
    return workshop


def keep_result(
    session: Session,
    *,
    actor: Actor,
    workshop_id: UUID,
    part_id: str,
    band: int,
    version: int,
    save_id: UUID,
    now: datetime,
) -> Saved:
    """Save the line that the group has settled on; the answer's text stays.

    Raises AnswerChanged where somebody has saved the part since its ``version`` was shown, NotNow
    before the differences were shown.
    """
    workshop, application = _led(session, actor, workshop_id, now)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    if workshop.part_id != part_id or not workshop.revealed:
        raise NotNow(lazy("Show the group its differences first."))
    answer = find_answer(session, application.id, part_id)
    saved = save_answer(
        session,
        actor=actor,
        application_id=application.id,
        part_id=part_id,
        content=Content(band, answer.text if answer is not None else ""),
        version=version,
        save_id=save_id,
        now=now,
    )
    if saved.version == saved.current:  # a late repeat keeps nothing
        audit.record(session, actor, "workshop.kept", workshop, now, part=part_id, band=band)
    return saved


def close_workshop(session: Session, *, actor: Actor, workshop_id: UUID, now: datetime) -> UUID:
    """End a workshop; its code works no longer. Returns the application's id."""
    workshop, application = _led(session, actor, workshop_id, now)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    workshop.closed_at = now
    audit.record(session, actor, "workshop.closed", workshop, now)
    return application.id


def _led(
    session: Session, actor: Actor, workshop_id: UUID, now: datetime
) -> tuple[Workshop, Application]:
    workshop = get_workshop(session, workshop_id)
    application = queries.get_application(session, workshop.application_id)
    access.require(actor, Permission.ANSWER_EDIT, application, now=now)
    if not is_open(workshop, now):
        raise NotNow(lazy("This workshop has ended."))
    return workshop, application
