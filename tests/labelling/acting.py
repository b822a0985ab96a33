"""Actors for tests of actions; importing this loads every room's rules."""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from uuid import UUID

from labelling.app import ROOMS
from labelling.core.access import Actor, Role, Seat
from labelling.people.models import Person

for _room in ROOMS:
    if find_spec(f"labelling.{_room}.policy") is not None:
        import_module(f"labelling.{_room}.policy")


def actor_for(
    person: Person,
    role: Role,
    seats: Mapping[UUID, Seat] = MappingProxyType({}),
    *,
    confirmed_at: datetime | None = None,
) -> Actor:
    """Return a person acting in a role; ``confirmed_at`` says when the second factor was given."""
    return Actor(
        role=role,
        person_id=person.id,
        name=person.name,
        roles=frozenset({role}),
        seats=seats,
        confirmed_at=confirmed_at,
        has_second_factor=person.totp_confirmed_at is not None,
    )
