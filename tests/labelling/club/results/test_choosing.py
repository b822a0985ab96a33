"""What members write and choose: their own peers for a round, and practice sheets."""

from uuid import UUID

import pytest

from labelling.club.results import actions, queries
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotFound
from tests.labelling.club.results.making import NOW, World
from tests.labelling.club.results.releasing import choose


def test_too_few_peers_are_refused(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        choose(world, size=["over-120"], field=["green"])
    assert refusal.value.field == "bands"


def test_peers_are_chosen_once(world: World) -> None:
    choose(world, size=["61-to-120", "over-120"])
    with pytest.raises(Invalid):
        choose(world, size=["up-to-60", "61-to-120"])


def test_peers_are_chosen_before_results(released: World) -> None:
    with pytest.raises(Invalid):
        choose(released, size=["61-to-120", "over-120"])


def test_no_band_is_no_choice(world: World) -> None:
    with pytest.raises(Invalid):
        choose(world)


def write(released: World, at: int = 0, **changes: object) -> UUID:
    actor, membership_id = released.first(at)
    values: dict[str, object] = {
        "title": "Call every member once",
        "text": "We wrote a list and called.",
        "indicators": ["C02"],
        "may_tell": False,
        **changes,
    }
    with unit_of_work() as session:
        return actions.write_practice(
            session,
            actor=actor,
            membership_id=membership_id,
            now=NOW,
            **values,  # type: ignore[arg-type]
        ).id


def test_practice_sheet_is_written_and_taken_back(world: World) -> None:
    practice_id = write(world)
    with reading() as session:
        assert [one.id for one in queries.practices_of_club(session, world.club_id)] == [
            practice_id
        ]
    actor, _ = world.first()
    other, _ = world.first(1)
    with pytest.raises(NotFound), unit_of_work() as session:
        actions.withdraw_practice(session, actor=other, practice_id=practice_id, now=NOW)
    with unit_of_work() as session:
        actions.withdraw_practice(session, actor=actor, practice_id=practice_id, now=NOW)
    with reading() as session:
        assert queries.practices_of_club(session, world.club_id) == []


@pytest.mark.parametrize("codes", [[], ["Z99"]])
def test_practice_sheet_is_about_known_indicators(world: World, codes: list[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        write(world, indicators=codes)
    assert refusal.value.field == "indicators"


def test_order_of_practice_sheets_tells_nothing(world: World) -> None:
    written = [write(world, at, title=f"Sheet {at}") for at in range(6)]
    with reading() as session:
        rows = queries.practices_of_club(session, world.club_id)
    assert [row.id for row in rows] == sorted(written)
