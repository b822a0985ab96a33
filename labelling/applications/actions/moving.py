"""Moving an application from state to state, with the event that tells of it."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelling.applications.life import State
from labelling.applications.models import Application, ApplicationEvent
from labelling.core import audit
from labelling.core.access import Actor


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
