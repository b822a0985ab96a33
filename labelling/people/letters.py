"""To whom letters of this room go, where that is not simply a person's present address."""

from dataclasses import dataclass
from uuid import UUID

from labelling.people.models import Person


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person at an address that is not theirs yet."""

    id: UUID
    email: str
    name: str
    language: str

    @classmethod
    def at(cls, person: Person, email: str) -> "Addressee":
        """Return a person at another address."""
        return cls(person.id, email, person.name, person.language)
