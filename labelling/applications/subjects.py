"""What permissions are asked about where there is no row yet."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that somebody wants to open, under an edition as soon as one is chosen."""

    edition_id: str = ""


@dataclass(frozen=True, slots=True)
class NewApplication:
    """An application that somebody wants to start for an organisation."""

    organisation_id: UUID
