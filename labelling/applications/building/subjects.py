"""What permissions on schemes are asked about."""

from dataclasses import dataclass
from uuid import UUID

from labelling.applications.building.models import EditionDraft


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where editions are built; ``scheme`` is '' for the workshop as a whole."""

    scheme: str = ""


@dataclass(frozen=True, slots=True)
class ProposedEdition:
    """A draft that waits, and whether ``person_id`` and who proposed it count as two persons."""

    draft: EditionDraft
    person_id: UUID | None
    independent: bool
