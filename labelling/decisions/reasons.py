"""Reasons that other pages hand on to a change of a label, so that nobody writes them twice.

An address names one as ``kind:id``. What is handed on is a beginning: the officer reads it in the
form and may change it.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

Source = Callable[[Session, UUID, UUID], str]

_sources: dict[str, Source] = {}


def hands_on(kind: str) -> Callable[[Source], Source]:
    """Register who knows the reasons of one kind: by label and by the id in the address."""

    def register(function: Source) -> Source:
        _sources[kind] = function
        return function

    return register


def handed_on(session: Session, label_id: UUID, named: str) -> str:
    """Return the private reason that an address names for a label, or an empty text."""
    kind, _, text = named.partition(":")
    source = _sources.get(kind)
    try:
        thing_id = UUID(text)
    except ValueError:
        return ""
    return source(session, label_id, thing_id) if source is not None else ""
