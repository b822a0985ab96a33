"""Who asks: the actor of this request. How a cookie becomes an actor is the people room's."""

from collections.abc import Callable
from datetime import datetime

from flask import Request, g

from labelling.core.access import PUBLIC, Actor
from labelling.core.clock import utcnow
from labelling.core.errors import NotSignedIn

Authenticator = Callable[[Request, datetime], Actor]

_authenticators: list[Authenticator] = []


def set_authenticator(function: Authenticator) -> None:
    """Register how a request's actor is found."""
    _authenticators[:] = [function]


def identify(request: Request) -> None:
    """Put the request's actor and instant where views find them."""
    g.now = utcnow()
    g.actor = _authenticators[0](request, g.now) if _authenticators else PUBLIC


def current_actor() -> Actor:
    """Return who asks."""
    actor: Actor = g.actor
    return actor


def asker() -> Actor:
    """Return who asks; raise NotSignedIn where nobody has signed in, whatever the address."""
    actor = current_actor()
    if not actor.signed_in:
        raise NotSignedIn
    return actor


def now() -> datetime:
    """Return the instant of this request: one for all that it does."""
    instant: datetime = g.now
    return instant
