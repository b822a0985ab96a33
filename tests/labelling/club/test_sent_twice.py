"""A sheet that is sent twice and written on in between: nothing is lost, nothing is reverted."""

from uuid import UUID, uuid4

import pytest

from benchmarking.validation.given import Given
from labelling.club import queries
from labelling.club.actions.entering import Figure, Outcome, save_figures
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from tests.labelling.club.making import NOW, World, accept, club_with_round

pytestmark = pytest.mark.usefixtures("app")


def _save(world: World, number: str, save_id: UUID, actor: Actor | None = None) -> Outcome:
    """Save A01 as from a page that was opened before anything was entered."""
    with unit_of_work() as session:
        return save_figures(
            session,
            actor=actor or world.owner,
            part_id=world.part().id,
            figures=[Figure("A01", Given(number, grade="A"))],
            save_id=save_id,
            now=NOW,
        )


def _standing(world: World) -> tuple[str, int]:
    part = world.part()
    with reading() as session:
        row = queries.current_rows(session, [part.id])[part.id]["A01"]
    return row.number, row.revision


def test_a_late_repeat_reverts_nothing_that_the_same_page_said_later() -> None:
    world, page = club_with_round(), uuid4()
    _save(world, "60", page)
    assert _save(world, "61", page).conflicts == {}
    assert _save(world, "61", page).saved["A01"].revision == 2
    late = _save(world, "60", page)
    assert (late.saved, late.conflicts["A01"].number) == ({}, "61")
    assert _standing(world) == ("61", 2)


def test_somebody_elses_save_is_not_followed_as_ones_own() -> None:
    world, page = club_with_round(), uuid4()
    other = world.made.actor(world.made.contributors[0])
    with unit_of_work() as session:
        accept(session, world, other, world.membership, NOW)
    _save(world, "60", page)
    assert list(_save(world, "70", page, other).conflicts) == ["A01"]
    assert _standing(world) == ("60", 1)
