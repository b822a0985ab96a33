"""What administrators watch: the audit trail, and what ``doctor`` finds."""

from flask import current_app
from flask.typing import ResponseReturnValue

from labelling.core import access, doctor
from labelling.core.database import reading
from labelling.core.i18n import in_order
from labelling.core.permissions import Permission
from labelling.core.web import identity, pages
from labelling.core.web.paging import page_asked
from labelling.people.subjects import System
from labelling.people.trail import TrailQuery, trail_page, trail_verbs
from labelling.people.verbs import verb_name
from labelling.people.views.blueprint import asked, bp


@bp.get("/trail")
def trail() -> ResponseReturnValue:
    """List the audit trail, newest entry first."""
    actor = identity.current_actor()
    access.require(actor, Permission.TRAIL_VIEW, System())
    query = TrailQuery(asked("verb"), asked("subject"), asked("person"))
    with reading() as session:
        lines, part = trail_page(session, actor, query, page_asked())
        verbs = trail_verbs(session)
    return pages.page(
        "people/trail.html",
        lines=lines,
        part=part,
        asked=query,
        verbs=sorted(((verb, verb_name(verb)) for verb in verbs), key=lambda one: in_order(one[1])),
        verb_name=verb_name,
    )


@bp.get("/system")
def health() -> ResponseReturnValue:
    """Show what is wrong with the installation, and how to mend it."""
    access.require(identity.current_actor(), Permission.HEALTH_VIEW, System())
    with reading() as session:
        findings = doctor.examine(
            session,
            identity.now(),
            schema_is_current=bool(current_app.extensions["is_current"]()),
            demo=bool(current_app.extensions["demo"]),
        )
    return pages.page("people/health.html", findings=findings, asked_at=identity.now())
