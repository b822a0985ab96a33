"""The pages of people."""

from flask import Blueprint

from labelling.core.web import identity
from labelling.people.authentication import authenticate

identity.set_authenticator(authenticate)

BLUEPRINTS: tuple[Blueprint, ...] = ()
