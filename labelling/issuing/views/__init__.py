"""What strangers fetch of this room: the transparency log, status lists, the DID document."""

from flask import Blueprint

from labelling.issuing.views import lists, log

BLUEPRINTS: tuple[Blueprint, ...] = (log.bp, lists.bp)
