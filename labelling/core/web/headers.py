"""Headers that every answer carries: a strict policy, nothing kept where it should not be."""

from flask import Response, current_app, g, request

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
INERT = "default-src 'none'; sandbox"
BESIDE = f"{INERT}; frame-ancestors 'self'"
"""Of a file that a page of ours shows in a frame: it may do nothing, and only we may frame it."""

SHOWABLE = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""Kinds of files that a browser draws by itself, page by page or as a picture."""


def harden(response: Response) -> Response:
    """Add the security headers; pages for signed-in people are never stored by anyone."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if current_app.extensions["settings"].secure_cookies:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    actor = getattr(g, "actor", None)
    if actor is not None and actor.signed_in:
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-cache")
    elif not _is_kept():
        response.headers["Cache-Control"] = "no-cache"
    return response


def _is_kept() -> bool:
    """Say whether a static file may be kept: its address tells its content, or it is a font.

    What a script imports has no fingerprint; kept, it would be older than the script after an
    upgrade. A font's name stays with its content.
    """
    return "v" in request.args or request.path.endswith(".woff2")


def attachment(content: bytes, filename: str, media_type: str) -> Response:
    """Return stored bytes as an inert download: never shown by the browser as a page of ours."""
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    response.headers["Content-Security-Policy"] = INERT
    return response


def shown(content: bytes, filename: str, media_type: str) -> Response:
    """Return stored bytes to be looked at in a frame of ours; other kinds as a download."""
    response = attachment(content, filename, media_type)
    if media_type in SHOWABLE:
        response.headers.set("Content-Disposition", "inline", filename=filename)
        response.headers["Content-Security-Policy"] = BESIDE
    return response


def allow_own_frames(response: Response) -> Response:
    """Let a page show frames from here; what may be framed says so itself by ``BESIDE``."""
    response.headers["Content-Security-Policy"] = f"{POLICY}; frame-src 'self'"
    return response
