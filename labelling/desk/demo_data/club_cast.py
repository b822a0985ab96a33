"""Who acts in the demonstration's club: the officer, and the organisations' founders."""

from collections.abc import Iterator
from uuid import UUID

from labelling.club import queries
from labelling.club.models import Club
from labelling.core.access import Actor, Role
from labelling.desk.demo_data.cast import acting
from labelling.desk.demo_data.organisations import OFFICES, Office
from labelling.desk.demo_data.timetable import Scene

BY_ITSELF = ("alder", "lakes")
"""Who has sent figures of the open round here."""


def officer_of(scene: Scene) -> Actor:
    """Return the officer who runs the club."""
    return acting(scene.session, "olga", Role.OFFICER, scene.now)


def manager_of(scene: Scene, office: Office) -> Actor:
    """Return the founder of an organisation, who is its contact."""
    return acting(scene.session, office.founder.key, Role.MANAGER, scene.now)


def own_places(scene: Scene, club: Club) -> Iterator[tuple[Office, Actor, UUID]]:
    """Yield the organisations with the actor of their founder and their membership."""
    for office in OFFICES:
        actor = manager_of(scene, office)
        place = queries.find_own_place(scene.session, actor, club.id, scene.now)
        if place is not None:
            yield office, actor, place.membership.id
