"""What strangers fetch of this room: the transparency log."""

from flask import Blueprint

from labelling.issuing.views.log import bp

BLUEPRINTS: tuple[Blueprint, ...] = (bp,)
