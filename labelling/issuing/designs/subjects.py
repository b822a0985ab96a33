"""What permissions on designs are asked about."""

from dataclasses import dataclass
from uuid import UUID

from labelling.issuing.designs.models import DesignProposal


@dataclass(frozen=True, slots=True)
class Studio:
    """The designs of a scheme's certificates, draft and versions."""

    scheme: str


@dataclass(frozen=True, slots=True)
class ProposedDesign:
    """A proposal, and whether ``person_id`` and who proposed it count as two persons."""

    proposal: DesignProposal
    person_id: UUID | None
    independent: bool
