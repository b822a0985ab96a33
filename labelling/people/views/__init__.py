"""The pages of people, and how a cookie becomes the actor who asks."""

from flask import Blueprint

from labelling.core.web import identity
from labelling.people.authentication import authenticate
from labelling.people.views import (  # noqa: F401 (each registers its pages)
    administration,
    entrance,
    factor,
    gate,
    kept,
    links,
    oversight,
    own,
    passkeys,
    people,
    sessions,
)
from labelling.people.views.blueprint import bp

identity.set_authenticator(authenticate)

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
