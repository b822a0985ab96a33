"""The blueprint of decisions and labels, and what all its pages share."""

from flask import Blueprint

from labelling.core.access import Actor
from labelling.core.errors import NotSignedIn
from labelling.core.web import identity

bp = Blueprint("decisions", __name__)


def asker() -> Actor:
    """Return who asks; raise NotSignedIn where nobody has signed in, whatever the address."""
    actor = identity.current_actor()
    if not actor.signed_in:
        raise NotSignedIn
    return actor
