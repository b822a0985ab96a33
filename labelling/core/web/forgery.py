"""Protection against forged requests, for every unsafe method, in one place.

A signed-in request carries a token bound to its session. A signed-out one must come from our own
pages as far as the browser tells (Origin, Sec-Fetch-Site): that stops forged sign-ins.
"""

from urllib.parse import urlsplit

from flask import Request, request

from labelling.core.errors import BadRequest
from labelling.core.i18n import lazy
from labelling.core.secrets import vault
from labelling.core.web.identity import current_actor

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def token() -> str:
    """Return the token that this session's forms carry; empty where nobody has signed in."""
    session_id = current_actor().session_id
    return "" if session_id is None else vault().sign("forgery", str(session_id))


def refuse_forged() -> None:
    """Raise BadRequest for an unsafe request that does not come from our own pages."""
    if request.method in _SAFE:
        return
    if not _same_origin(request):
        raise BadRequest(lazy("This request came from another site, so it was not carried out."))
    session_id = current_actor().session_id
    if session_id is None:
        return
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not vault().signed("forgery", str(session_id), sent):
        raise BadRequest(
            lazy("This form belongs to another session, so nothing was changed."),
            advice=lazy("Go back, load the page again and repeat the step."),
        )


def _same_origin(asked: Request) -> bool:
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = asked.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == asked.host
