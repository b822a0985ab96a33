"""The pages of organisations."""

from flask import Blueprint

from labelling.organisations.views import (  # noqa: F401 (each registers its pages)
    evidence,
    facts,
    members,
    profile,
    seats,
)
from labelling.organisations.views.blueprint import bp

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
