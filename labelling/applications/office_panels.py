"""Boxes on the officer's page of an application that rooms below ours add."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from labelling.applications.models import Application
from labelling.core.access import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A box: its heading, lines of term and value, a template of its own, a button.

    ``is_due`` says that its button is what the office does next; it then stands in the turn box.
    ``template`` is included with ``panel`` in reach, and finds there what ``values`` holds.
    """

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    text: str = ""
    template: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    button: str = ""
    address: str = ""
    is_due: bool = False


Panels = Callable[[Session, Actor, Application], list[Panel]]

_sources: list[Panels] = []


def add(function: Panels) -> Panels:
    """Register a room's boxes."""
    _sources.append(function)
    return function


def panels(session: Session, actor: Actor, application: Application) -> list[Panel]:
    """Return all boxes of an application, in the order of the rooms."""
    return [panel for source in _sources for panel in source(session, actor, application)]
