"""What the rules of appeals decide about: an appeal as one person stands to it."""

from dataclasses import dataclass
from uuid import UUID

from labelling.decisions.appeals.models import Appeal, PanelMember
from labelling.decisions.partaking import Part


@dataclass(frozen=True, slots=True)
class AppealList:
    """The list of appeals."""


@dataclass(frozen=True, slots=True)
class NewAppeal:
    """An appeal that somebody wants to file for an organisation."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class AppealCase:
    """An appeal, with the parts that ``person_id`` had in the organisation's cases.

    ``member`` is the person's place on the panel; ``independent`` says that the person and who
    proposed on admissibility count as two persons.
    """

    appeal: Appeal
    person_id: UUID | None
    parts: frozenset[Part]
    member: PanelMember | None
    independent: bool
