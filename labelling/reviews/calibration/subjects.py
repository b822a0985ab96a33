"""What the rules of calibration decide about."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Clearances:
    """Who is cleared for live panels, and what a scheme asks for it."""


@dataclass(frozen=True, slots=True)
class OwnCalibration:
    """One assessor's own practice."""

    person_id: UUID
