"""The blueprint of the register, and what all its pages share."""

from datetime import date

from flask import Blueprint, Response, current_app, request, url_for

from labelling.core import clock
from labelling.core.web import identity, pages
from labelling.register.bundles import Shelf

bp = Blueprint("register", __name__)


def today() -> date:
    """Return the scheme's civil day of this request."""
    return clock.today(identity.now())


def shelf() -> Shelf:
    """Return where this application keeps the trust bundle that it made last."""
    kept: Shelf = current_app.extensions.setdefault("trust_bundle", Shelf())
    return kept


def absolute(endpoint: str, **values: str | int) -> str:
    """Return a page's address as strangers know it: from the settings, never from the request.

    It names no language, unless asked to: everyone reads it in their own.
    """
    return pages.settings().public_url + url_for(endpoint, **{"lang": None, **values})  # type: ignore[arg-type]


def cacheable(response: Response, etag: str = "") -> Response:
    """Let anyone keep an answer, and ask each time whether it still holds.

    A suspension shows at once everywhere; an answer that has not changed costs 304.
    """
    response.cache_control.public = True
    response.cache_control.no_cache = True
    if etag:
        response.set_etag(etag)
    else:
        response.add_etag()
    response.make_conditional(request)
    return response
