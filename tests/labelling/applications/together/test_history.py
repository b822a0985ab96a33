"""Earlier versions of an answer: all shown, each brought back as a new version."""

from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from labelling.applications.actions import AnswerChanged
from labelling.applications.differing import pieces
from labelling.applications.queries.drafts import answers_of
from labelling.applications.together.actions.restoring import restore_answer
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotFound
from tests.labelling.applications.making import NOW, World, make_application, save
from tests.labelling.people.making import sign_in

WORDS = st.text(alphabet="ab c.\n", max_size=40)


@given(WORDS, WORDS)
def test_differences_hold_both_texts_whole(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after


def test_differences_of_long_texts_hold_both_whole() -> None:
    before, after = "one two\n" * 2000, "one two\n" * 1999 + "three\n"
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after


@pytest.fixture
def world(app: Flask) -> World:
    """Return an application with two versions of 1.2."""
    world = make_application("silver")
    save(world, "1.2", band=40, text="First text.")
    save(world, "1.2", band=60, text="Second text.", version=1)
    return world


def restore(world: World, version: int, seen: int) -> None:
    """Bring a version of 1.2 back."""
    with unit_of_work() as session:
        restore_answer(
            session,
            actor=world.owner,
            application_id=world.id,
            part_id="1.2",
            version=version,
            seen=seen,
            save_id=uuid4(),
            now=NOW,
        )


def stored(world: World) -> tuple[int | None, str, int]:
    """Return band, text and version of 1.2."""
    with reading() as session:
        answer = answers_of(session, world.id)["1.2"]
    return answer.band, answer.text, answer.version


def test_a_version_comes_back_as_a_new_one(world: World) -> None:
    restore(world, 1, 2)
    assert stored(world) == (40, "First text.", 3)
    restore(world, 2, 3)
    assert stored(world) == (60, "Second text.", 4)
    with pytest.raises(NotFound):
        restore(world, 9, 4)


def test_nothing_is_brought_back_over_a_save_that_was_not_seen(world: World) -> None:
    save(world, "1.2", text="Third text.", version=2)
    with pytest.raises(AnswerChanged):
        restore(world, 1, 2)
    assert stored(world)[1:] == ("Third text.", 3)


def test_the_page_shows_versions_and_brings_one_back(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    address = f"/applications/{world.id}/parts/1.2/history"
    page = client.get(address).text
    assert "2 versions" in page
    assert page.index("Version 2") < page.index("Version 1")
    assert "Bring version 2 back" not in page
    data = {"version": "1", "seen": "2", "save_id": str(uuid4())}
    assert client.post(address, data=data).status_code == 303
    assert client.post(address, data=data).status_code == 303  # a repeat is the same save
    assert stored(world) == (40, "First text.", 3)
    late = client.post(address, data={**data, "version": "2", "save_id": str(uuid4())})
    assert late.status_code == 409
    assert "Nothing was brought back yet." in late.text
    assert stored(world)[2] == 3
