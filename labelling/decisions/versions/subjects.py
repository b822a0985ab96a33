"""What the rules on further versions decide about: a request, as one person stands to it."""

from dataclasses import dataclass
from uuid import UUID

from labelling.core.i18n import Text
from labelling.decisions.versions.models import VersionRequest


@dataclass(frozen=True, slots=True)
class RequestCase:
    """A request for a further version, with what keeps ``person_id`` from it.

    ``independent`` says that the person and the officer who checked it count as two persons.
    """

    request: VersionRequest
    person_id: UUID | None
    conflict: Text | None
    independent: bool
