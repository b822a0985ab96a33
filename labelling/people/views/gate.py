"""Before any page: a post whose session has ended is kept, a missing second factor is set up."""

from urllib.parse import quote

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from labelling.core.database import unit_of_work
from labelling.core.errors import NotSignedIn, SecondFactorNeeded
from labelling.core.i18n import lazy
from labelling.core.secrets import vault
from labelling.core.web import forgery, identity
from labelling.core.web.problems import wants_json
from labelling.people.authentication import cookie
from labelling.people.keeping import keep_post
from labelling.people.models import SignedInSession
from labelling.people.views.blueprint import bp

_WITHOUT_FACTOR = frozenset(
    {"people.set_up_second_factor", "people.sign_out", "people.switch_role", "people.me"}
)
_OPEN_ROOMS = frozenset({"health", "register", "demo"})


@bp.before_app_request
def hold_back() -> ResponseReturnValue | None:
    """Answer in place of a page that this browser cannot use as it stands."""
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static" or endpoint.partition(".")[0] in _OPEN_ROOMS:
        return None
    if cookie().lacks_second_factor and endpoint not in _WITHOUT_FACTOR:
        return _set_up_first()
    expired = cookie().expired
    if request.method == "POST" and expired is not None and not endpoint.startswith("people."):
        return _keep(expired)
    return None


def _set_up_first() -> ResponseReturnValue:
    if wants_json():
        raise SecondFactorNeeded(lazy("Your role begins with a second factor. Set it up first."))
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("people.set_up_second_factor", next=back), 303)


def _keep(expired: SignedInSession) -> ResponseReturnValue:
    if wants_json():
        raise NotSignedIn(lazy("Your session has ended. What you wrote stays on this page."))
    query = request.query_string.decode("ascii", "ignore")
    path = quote(request.path) + (f"?{query}" if query else "")
    # Only what one of our own forms of that session sent is offered again.
    sent = request.form.get(forgery.FIELD, "")
    if not vault().signed("forgery", str(expired.id), sent):
        return redirect(url_for("people.sign_in"), 303)
    with unit_of_work() as session:
        post_id = keep_post(
            session,
            person_id=expired.person_id,
            path=path,
            fields=request.form.items(multi=True),
            now=identity.now(),
        )
    if post_id is None:
        return redirect(url_for("people.sign_in", lost=1), 303)
    return redirect(url_for("people.sign_in", next=url_for("people.kept", post_id=post_id)), 303)
