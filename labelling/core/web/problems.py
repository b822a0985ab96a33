"""The one place that turns refusals and faults into pages or problem+json."""

from typing import Any

import structlog
from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as WrongMethod
from werkzeug.wrappers import Response as AnyResponse

from labelling.core.errors import (
    BadRequest,
    NotFound,
    NotSignedIn,
    Refusal,
    SecondFactorNeeded,
    TooLarge,
    Way,
)
from labelling.core.i18n import lazy
from labelling.core.web import once

log = structlog.get_logger()


class MethodNotAllowed(Refusal):
    """The address exists, but not for this method."""

    status = 405
    fallback = lazy("This address does not take that kind of request.")


class Broken(Refusal):
    """Something of ours broke; it is logged, and nothing was half done."""

    status = 500
    title = lazy("Something went wrong on our side")
    fallback = lazy("Nothing was changed by this step. The fault was noted.")


_HTTP: dict[int, type[Refusal]] = {
    400: BadRequest,
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(Refusal, answer)
    app.register_error_handler(once.Repeated, once.lead)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(Exception, _from_fault)


def wants_json() -> bool:
    """Say whether the asker is a program: the API, or a script of ours."""
    return (
        request.path.startswith("/api/")
        or request.accept_mimetypes.best_match(["text/html", "application/json"])
        == "application/json"
    )


def answer(refusal: Refusal) -> AnyResponse:
    """Return a refusal as a page or as problem+json (RFC 9457)."""
    if wants_json():
        response = jsonify(
            type="about:blank",
            title=str(refusal.title),
            status=refusal.status,
            detail=refusal.sentence,
        )
        response.content_type = "application/problem+json"
    elif isinstance(refusal, NotSignedIn) and request.method == "GET":
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), 303)
    elif isinstance(refusal, SecondFactorNeeded):
        return redirect(url_for("people.confirm", next=_page_asked()), 303)
    else:
        known = not isinstance(refusal, NotSignedIn)
        sign_in = "" if known else url_for("people.sign_in", next=_referring_path())
        cure = _cure(refusal.way) if refusal.way is not None else ""
        response = Response(
            render_template("error.html", refusal=refusal, sign_in=sign_in, cure=cure)
        )
    response.status_code = refusal.status
    return response


def _cure(way: Way) -> str:
    values: dict[str, Any] = dict(way.values)
    back = _page_asked()
    if way.returns and "." not in back.rpartition("/")[2]:  # a download would leave the form behind
        values["next"] = back
    return url_for(way.endpoint, **values)


def _page_asked() -> str:
    """Return the page of ours that was asked for, or from which a form was sent."""
    return request.full_path.rstrip("?") if request.method == "GET" else _referring_path()


def _referring_path() -> str:
    """Return the page from which a post came, as a path of ours."""
    before = request.referrer or ""
    return before.removeprefix(request.host_url.rstrip("/")) or "/"


def _from_http(error: HTTPException) -> AnyResponse:
    if error.code is not None and error.code < 400:  # noqa: PLR2004 (a redirect of the router's)
        return error.get_response()
    response = answer(_HTTP.get(error.code or 500, BadRequest)())
    if isinstance(error, WrongMethod) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _from_fault(error: Exception) -> AnyResponse:
    # The rule, not the address: an address may hold a one-time token.
    log.error("fault", route=str(request.url_rule), method=request.method, exc_info=error)
    return answer(Broken())
