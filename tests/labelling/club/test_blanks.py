"""All blanks of a sheet at once: confirmed, said not to be collected, taken back."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from labelling.club import queries
from labelling.club.actions.blanks import leave_out_blanks
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotAllowed
from tests.labelling.club.making import CORE, NOW, World, club_with_round, enter
from tests.labelling.organisations.browsing import as_person

pytestmark = pytest.mark.usefixtures("app")


def _standing(world: World) -> dict[str, tuple[str, bool]]:
    part = world.part()
    with reading() as session:
        rows = queries.current_rows(session, [part.id]).get(part.id, {})
    return {name: (row.number, row.not_collected) for name, row in rows.items()}


def _confirmed(page: str) -> MultiDict[str, str]:
    """Return what the page of confirmation would send."""
    names = re.findall(r'name="blank" value="([^"]+)"', page)
    save_id = re.search(r'name="save_id" value="([^"]+)"', page)
    assert save_id is not None
    return MultiDict([("save_id", save_id.group(1)), *(("blank", one) for one in names)])


def test_all_blanks_are_left_out_once_confirmed_and_can_be_taken_back(app: Flask) -> None:
    world = club_with_round()
    enter(world, {"A01": "60", "B07": "14"})
    manager = as_person(app, world.contact)
    address = f"/clubs/parts/{world.part().id}/blanks"
    sheet = manager.get(f"/clubs/parts/{world.part().id}/figures").get_data(as_text=True)
    page = manager.get(address).get_data(as_text=True)
    count = len(_confirmed(page).getlist("blank"))
    assert f"of all {count} blank figures" in sheet
    assert f"{count} figures were not collected" in page
    assert _standing(world) == {"A01": ("60", False), "B07": ("14", False)}  # by looking
    done = manager.post(address, data=_confirmed(page))
    assert done.status_code == 303
    left_out = {name for name, (_, none) in _standing(world).items() if none}
    assert len(left_out) == count
    after = manager.get(done.location).get_data(as_text=True)
    assert "Undo: make them blank again" in after
    undo = re.search(r'name="undo" value="([^"]+)"', after)
    assert undo is not None
    assert manager.post(f"{address}/undo", data={"undo": undo.group(1)}).status_code == 303
    assert {name for name, (number, none) in _standing(world).items() if number or none} == {
        "A01", "B07",
    }  # fmt: skip
    assert "Undo" not in manager.get(done.location).get_data(as_text=True)


def test_what_was_filled_in_meanwhile_stays(app: Flask) -> None:
    world = club_with_round()
    manager = as_person(app, world.contact)
    address = f"/clubs/parts/{world.part().id}/blanks"
    sent = _confirmed(manager.get(address).get_data(as_text=True))
    enter(world, {"A01": "60"})
    for _ in range(2):  # a double click
        assert manager.post(address, data=sent).status_code == 303
    standing = _standing(world)
    assert standing.pop("A01") == ("60", False)
    assert set(standing.values()) == {("", True)}
    part = world.part()
    with reading() as session:
        assert len(queries.revisions_of(session, part.id, "B07")) == 1


def test_what_was_changed_since_is_not_undone(app: Flask) -> None:
    world = club_with_round()
    manager = as_person(app, world.contact)
    address = f"/clubs/parts/{world.part().id}/blanks"
    sent = _confirmed(manager.get(address).get_data(as_text=True))
    manager.post(address, data=sent)
    enter(world, {"A01": "60"})
    manager.post(f"{address}/undo", data={"undo": sent["save_id"]})
    standing = _standing(world)
    assert standing.pop("A01") == ("60", False)
    assert set(standing.values()) == {("", False)}


def test_reader_leaves_nothing_out(app: Flask) -> None:
    world = club_with_round()
    reader = world.made.actor(world.made.readers[0])
    with unit_of_work() as session, pytest.raises(NotAllowed):
        leave_out_blanks(
            session, actor=reader, part_id=world.part().id, quantities={"A01"},
            save_id=uuid4(), now=NOW,
        )  # fmt: skip
    page = as_person(app, world.made.readers[0]).get(f"/clubs/parts/{world.part().id}/blanks")
    assert page.status_code == 403


def test_finished_groups_are_folded_and_the_next_open_figure_is_linked(app: Flask) -> None:
    world = club_with_round()
    manager = as_person(app, world.contact)
    address = f"/clubs/parts/{world.part().id}/figures"
    first = manager.get(address).get_data(as_text=True)
    assert first.count("data-group open") == first.count("data-group")
    assert 'href="#number-A01"' in first
    enter(world, {**CORE, "members-international": ""})
    done = manager.get(address).get_data(as_text=True)
    assert "data-group open" not in done
    assert "Next open figure:" not in re.sub(r'data-next="[^"]*"', "", done)
    for given, asked in re.findall(r"data-progress>(\d+) of (\d+) given", done):
        assert given == asked
    enter(world, {"active-members": "90"})  # more than there are: its group is open again
    assert manager.get(address).get_data(as_text=True).count("data-group open") == 1
