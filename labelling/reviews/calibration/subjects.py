"""What the rules of calibration decide about."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Clearances:
    """Who is cleared for live panels, and what a scheme asks for it."""


@dataclass(frozen=True, slots=True)
class ProposedRule:
    """A proposed rule; whether ``person_id`` and who proposed it count as two persons."""

    person_id: UUID | None
    independent: bool


@dataclass(frozen=True, slots=True)
class OwnCalibration:
    """One assessor's own practice."""

    person_id: UUID
