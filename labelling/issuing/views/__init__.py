"""What strangers fetch of this room, and how the office sees issuing come along."""

from flask import Blueprint

from labelling.issuing.designs import views as designs
from labelling.issuing.views import lists, log, office

BLUEPRINTS: tuple[Blueprint, ...] = (log.bp, lists.bp, office.bp, designs.bp)
