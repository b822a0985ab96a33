"""The pages of the star map: for everybody, and for the office that makes it."""

from flask import Blueprint

from labelling.observatory.views import (  # noqa: F401 (each registers its pages)
    areas,
    boundaries,
    changes,
    office,
    public,
)
from labelling.observatory.views.blueprints import bp, office_bp

BLUEPRINTS: tuple[Blueprint, ...] = (bp, office_bp)
