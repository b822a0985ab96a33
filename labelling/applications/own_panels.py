"""Boxes on an application's page for its organisation that rooms above ours add."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.applications.office_panels import Panel
from labelling.core.access import Actor

Panels = Callable[[Session, Actor, Application], list[Panel]]

_sources: list[Panels] = []


def add(function: Panels) -> Panels:
    """Register boxes."""
    _sources.append(function)
    return function


def panels(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return all boxes of an application for its organisation; what is due stands on top."""
    found = [panel for source in _sources for panel in source(session, actor, application)]
    return sorted(found, key=lambda panel: not panel.is_due)
