"""One's own sessions: seen and ended."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotSignedIn
from labelling.core.web import identity, pages
from labelling.people import cookies
from labelling.people.actions import own
from labelling.people.authentication import limits
from labelling.people.overviews import sessions_of
from labelling.people.views.blueprint import bp, notice


@bp.get("/me/sessions", endpoint="sessions")
def own_sessions() -> ResponseReturnValue:
    """List where one is signed in."""
    actor = identity.current_actor()
    if actor.person_id is None:
        raise NotSignedIn
    with reading() as session:
        own.myself(session, actor)
        found = sessions_of(session, actor.person_id, limits(), identity.now())
    return pages.page(
        "people/sessions.html", sessions=found, present=actor.session_id, notice=notice()
    )


@bp.post("/me/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one session; ending the present one signs out."""
    actor = identity.current_actor()
    with unit_of_work() as session:
        own.end_session(session, actor=actor, session_id=session_id, now=identity.now())
    if session_id == actor.session_id:
        answer = redirect(url_for("people.sign_in", done="signed-out"), 303)
        return cookies.take(answer, pages.settings())
    return redirect(url_for("people.sessions", done="ended"), 303)


@bp.post("/me/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """End all sessions but this one."""
    with unit_of_work() as session:
        own.end_other_sessions(session, actor=identity.current_actor(), now=identity.now())
    return redirect(url_for("people.sessions", done="others-ended"), 303)
