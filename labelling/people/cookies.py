"""The cookie that names a session: one, strict, gone with the browser."""

from flask import Request
from werkzeug.wrappers import Response

from labelling.settings import Settings


def cookie_name(settings: Settings) -> str:
    """Return the cookie's name; with the prefix, browsers keep it to this host and to HTTPS."""
    return "__Host-session" if settings.secure_cookies else "session"


def token_of(request: Request, settings: Settings) -> str | None:
    """Return the token that a request carries, if any."""
    return request.cookies.get(cookie_name(settings)) or None


def give(response: Response, token: str, settings: Settings) -> Response:
    """Hand a session's token to the browser."""
    response.set_cookie(
        cookie_name(settings),
        token,
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response


def take(response: Response, settings: Settings) -> Response:
    """Take the token back from the browser."""
    response.delete_cookie(
        cookie_name(settings),
        path="/",
        secure=settings.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response
