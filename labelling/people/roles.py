"""Roles that are granted: which there are, which take two persons, which need a second factor."""

from collections.abc import Collection

from labelling.core.access import Role

GRANTED = (
    Role.ASSESSOR,
    Role.OFFICER,
    Role.COMMITTEE,
    Role.APPEALS,
    Role.ADVISORY,
    Role.QUALITY,
    Role.ADMINISTRATOR,
)
BY_TWO_PERSONS = frozenset(GRANTED) - {Role.ASSESSOR}
NEEDS_SECOND_FACTOR = BY_TWO_PERSONS


def held(granted: Collection[Role], *, has_seat: bool) -> tuple[Role, ...]:
    """Return the roles that a person may act in, in the order in which they are offered.

    Nobody grants the role of a manager: it comes with a seat in an organisation, and to those who
    hold no other role, so that they can found one.
    """
    roles = tuple(role for role in GRANTED if role in granted)
    return (Role.MANAGER, *roles) if has_seat or not roles else roles
