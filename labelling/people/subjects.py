"""Subjects of permission rules that are not rows."""

from dataclasses import dataclass

from labelling.core.access import Role
from labelling.people.models import Person, RoleGrant


@dataclass(frozen=True, slots=True)
class Invitation:
    """An account that is to be made, with a role or without."""

    role: Role | None = None


@dataclass(frozen=True, slots=True)
class RoleFor:
    """A role that a person is to get."""

    person: Person
    role: Role


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed role before its second person, and whether that one is independent."""

    grant: RoleGrant
    independent: bool


@dataclass(frozen=True, slots=True)
class System:
    """The system as a whole: all its people, its audit trail, what ``doctor`` finds."""
