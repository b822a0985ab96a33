"""What the rules about officers' absences decide about."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OwnDesk:
    """When one officer is away, and who stands in."""

    person_id: UUID
