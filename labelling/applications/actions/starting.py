"""Starting an application, and taking it back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications import queries, terms
from labelling.applications.actions.dates import set_due
from labelling.applications.actions.moving import move, note_event
from labelling.applications.fees.opening import open_fee
from labelling.applications.kinds import kind_of
from labelling.applications.life import ENDED, State
from labelling.applications.models import Application, Call, Step
from labelling.applications.recipients import tell_officers, tell_owners
from labelling.applications.schemes import edition_of
from labelling.applications.subjects import NewApplication
from labelling.applications.turns import DEFAULT_DAYS
from labelling.core import access, audit
from labelling.core.access import Actor
from labelling.core.clock import today
from labelling.core.errors import Invalid, NotNow
from labelling.core.i18n import format_day, lazy
from labelling.core.permissions import Permission
from labelling.organisations import queries as organisations


def start_application(
    session: Session,
    *,
    actor: Actor,
    organisation_id: UUID,
    call_id: UUID,
    level_id: str,
    terms_version: str,
    authorised_name: str,
    authorised_function: str,
    now: datetime,
) -> Application:
    """Begin an application of an organisation at a level, with the terms accepted.

    It must be submitted by the call's last day; where the call has none, within 90 days. Raises
    NotNow where the call is not open, the organisation has one running in it or its label cannot be
    renewed yet, Invalid for a level that the call does not take or terms that are not in force.
    """
    subject = NewApplication(organisation_id)
    access.require(actor, Permission.APPLICATION_START, subject, now=now)
    organisations.get_organisation(session, organisation_id)
    call = queries.get_call(session, call_id)
    _refuse_closed(call, today(now))
    if level_id not in call.levels:
        raise Invalid(lazy("Choose one of the levels of this call."), field="level_id")
    if terms_version != terms.VERSION:
        raise Invalid(lazy("The terms have changed. Read and accept them again."), field="terms")
    running = queries.find_running(session, organisation_id, call_id)
    if running is not None:
        raise NotNow(
            lazy("Your organisation already applies in this call: %(reference)s."),
            reference=running.reference,
        )
    edition = edition_of(call)
    application = Application(
        reference=_reference(session, today(now).year),
        organisation_id=organisation_id,
        call_id=call.id,
        edition_id=call.edition_id,
        edition_sha256=call.edition_sha256,
        level_id=level_id,
        kind=kind_of(session, organisation_id, edition, level_id, today(now)),
        state=State.DRAFT,
        state_since=now,
        created_at=now,
        created_by=actor.person_id,
        terms_version=terms_version,
        terms_accepted_by=actor.person_id,
        terms_accepted_at=now,
        authorised_name=authorised_name,
        authorised_function=authorised_function,
    )
    session.add(application)
    session.flush()
    note_event(session, actor=actor, application=application, before=None, now=now)
    open_fee(session, actor, application, now)
    audit.record(
        session,
        actor,
        "application.started",
        application,
        now,
        reference=application.reference,
        level=level_id,
        kind=application.kind.value,
        terms=terms_version,
        authorised=authorised_name,
    )
    last = call.closes_on or today(now) + timedelta(days=DEFAULT_DAYS[Step.SUBMIT])
    set_due(session, actor=actor, application=application, step=Step.SUBMIT, day=last, now=now)
    tell_owners(session, application, "application_started", now, due=last.isoformat())
    return application


def withdraw_application(
    session: Session, *, actor: Actor, application_id: UUID, reason: str, now: datetime
) -> None:
    """Take an application back, at any time before the decision. It cannot be revived."""
    application = queries.get_application(session, application_id)
    access.require(actor, Permission.APPLICATION_WITHDRAW, application, now=now)
    if application.state in ENDED:
        raise NotNow(lazy("This application has ended already."))
    if application.state is State.OFFERED:
        raise NotNow(
            lazy("The committee has decided. Accept the level that it offers, or decline.")
        )
    was_known = application.submitted_at is not None
    move(
        session,
        actor=actor,
        application=application,
        state=State.WITHDRAWN,
        now=now,
        message=reason,
    )
    tell_owners(session, application, "application_withdrawn", now)
    if was_known:
        tell_officers(session, application, "application_withdrawn_office", now)


def _refuse_closed(call: Call, day: date) -> None:
    if day < call.opens_on:
        raise NotNow(
            lazy("This call opens on %(day)s."),
            day=format_day(call.opens_on),
        )
    if call.closed_at is not None or (call.closes_on is not None and day > call.closes_on):
        raise NotNow(lazy("This call is closed, so nothing new can be started in it."))


def _reference(session: Session, year: int) -> str:
    """Return the next reference of a year: A-2026-031. Writers take turns, so it is not taken."""
    prefix = f"A-{year}-"
    last = session.scalar(
        select(Application.reference)
        .where(Application.reference.startswith(prefix))
        .order_by(func.length(Application.reference).desc(), Application.reference.desc())
        .limit(1)
    )
    number = int(last.removeprefix(prefix)) + 1 if last is not None else 1
    return f"{prefix}{number:03d}"
