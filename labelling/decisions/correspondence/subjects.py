"""What the rules of letters decide about."""

from dataclasses import dataclass
from uuid import UUID

from labelling.core.i18n import Text
from labelling.decisions.correspondence.models import Letter, LetterTemplate


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of all schemes."""


@dataclass(frozen=True, slots=True)
class ProposedTemplate:
    """A template that waits; ``independent`` says that its writer and ``person_id`` are two."""

    template: LetterTemplate
    person_id: UUID | None
    independent: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A letter, with what keeps ``person_id`` from it in the office."""

    letter: Letter
    person_id: UUID | None
    conflict: Text | None
