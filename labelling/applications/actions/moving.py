"""Moving an application from state to state, with the event that tells of it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications import queries
from labelling.applications.life import State
from labelling.applications.models import Application, ApplicationEvent
from labelling.core import audit
from labelling.core.access import Actor
from labelling.core.errors import NotNow
from labelling.core.i18n import lazy


def move(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    state: State,
    now: datetime,
    message: str = "",
) -> None:
    """Advance an application, and record the event and the audit entry of it.

    It has no permission of its own: the action that calls it has required its own. ``message``
    is read by the organisation. Raises NotNow where the life cycle does not allow the step.
    """
    before = application.state
    application.advance(state, at=now)
    note_event(
        session, actor=actor, application=application, before=before, now=now, message=message
    )
    audit.record(
        session,
        actor,
        f"application.{state.value}",
        application,
        now,
        before=before.value,
        message=message,
    )


def reopen(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    now: datetime,
    message: str,
) -> None:
    """Take an application back to before the step that an upheld appeal was about.

    It has no permission of its own: the action that calls it has required its own. Raises NotNow
    where the organisation has another application running in the same call.
    """
    running = queries.find_running(session, application.organisation_id, application.call_id)
    if running is not None:
        raise NotNow(
            lazy("The organisation has another application in this call. It ends that one first.")
        )
    before = application.state
    application.reopen(at=now)
    note_event(
        session, actor=actor, application=application, before=before, now=now, message=message
    )
    audit.record(session, actor, "application.reopened", application, now, before=before.value)


def note_event(
    session: Session,
    *,
    actor: Actor,
    application: Application,
    before: State | None,
    now: datetime,
    message: str = "",
) -> None:
    """Add the event of the state that the application has just reached."""
    last = session.scalar(
        select(func.max(ApplicationEvent.number)).where(
            ApplicationEvent.application_id == application.id
        )
    )
    session.add(
        ApplicationEvent(
            application_id=application.id,
            number=(last or 0) + 1,
            from_state=before,
            to_state=application.state,
            message=message,
            at=now,
            by=actor.person_id,
        )
    )
