"""An application as its organisation sees it: where it stands, its parts, what has happened."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labelling.applications import own_panels, queries
from labelling.applications.carrying.sources import has_earlier
from labelling.applications.life import OPEN_FOR_WRITING, State
from labelling.applications.models import Application
from labelling.applications.progress import criteria_progress, steps_of
from labelling.applications.queries.drafts import Draft, load_draft
from labelling.applications.queries.readiness import readiness_of
from labelling.applications.schemes import sign_of
from labelling.applications.standing import PartState
from labelling.applications.versions.sources import find_forerunner
from labelling.applications.views.blueprint import address, bp, event_title, notice, turn_of
from labelling.core import access
from labelling.core.access import Role
from labelling.core.clock import civil_day, scheme_zone
from labelling.core.database import reading
from labelling.core.i18n import format_day, gettext
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.identity import asker
from labelling.people import queries as people


@bp.get("/applications/<uuid:application_id>")
def show(application_id: UUID) -> ResponseReturnValue:
    """Show an application to its organisation; officers are led to their own page."""
    actor, now = asker(), identity.now()
    with reading() as session:
        application = queries.get_application(session, application_id)
        access.require(actor, Permission.APPLICATION_VIEW, application)
        if actor.role is Role.OFFICER:
            return redirect(url_for(".office", application_id=application_id))
        draft = load_draft(session, application)
        ready = readiness_of(session, draft, now)
        history = queries.events(session, application_id)
        dates = queries.deadlines(session, application_id)
        submission = queries.find_submission(session, application_id)
        boxes = own_panels.panels(session, actor, application)
        names = people.names(session, [event.by for event in history])
        turn = turn_of(session, actor, application, now, _progress(application, draft))
        forerunner, elsewhere = _before(session, application, draft)
    writing = application.state in OPEN_FOR_WRITING
    return pages.page(
        "applications/show.html",
        application=application,
        draft=draft,
        sign=sign_of(draft.edition, draft.level.id),
        groups=criteria_progress(draft, actor.person_id),
        ready=ready,
        nearest=[
            (item, address(application_id, item, draft.organisation.id))
            for item in ready.nearest("")
        ],
        steps=steps_of(draft.level, application, history, dates),
        submission=submission,
        events=[
            {
                "day": format_day(civil_day(event.at, scheme_zone())),
                "date": civil_day(event.at, scheme_zone()).isoformat(),
                "title": event_title(event),
                "reason": event.message,
            }
            for event in reversed(history)
        ],
        names=names,
        forerunner=forerunner,
        elsewhere=elsewhere,
        boxes=boxes,
        turn=turn,
        writing=writing,
        returned=application.state is State.RETURNED,
        message=history[-1].message if history else "",
        first_open=next(
            (part_id for part_id, state in draft.states.items() if state is not PartState.DONE),
            None,
        ),
        notice=notice(),
    )


def _before(
    session: Session, application: Application, draft: Draft
) -> tuple[Application | None, bool]:
    """Return what the organisation can begin from, as long as nothing is written.

    That is its application before this one under the same edition; failing that, whether it has
    one under another edition.
    """
    if application.state not in OPEN_FOR_WRITING or draft.answers:
        return None, False
    forerunner = find_forerunner(session, application)
    return forerunner, forerunner is None and has_earlier(session, application)


def _progress(application: Application, draft: Draft) -> str:
    if application.state not in OPEN_FOR_WRITING:
        return ""
    return gettext("%(done)s of %(all)s parts done", done=draft.done, all=len(draft.scope))
