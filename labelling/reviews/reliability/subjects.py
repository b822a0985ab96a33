"""What the rules of reliability decide about."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CallFigures:
    """How far assessors agree, over so many cases that nobody can be told from it."""


@dataclass(frozen=True, slots=True)
class Severities:
    """The severity of all assessors, each shown after notice."""


@dataclass(frozen=True, slots=True)
class OwnSeverity:
    """The severity of one assessor, as that assessor sees it."""

    person_id: UUID
