"""Files and forms of people who may do less, come twice, or mean harm."""

import json
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from labelling.applications.actions import withdraw_application
from labelling.applications.together.models import Comment
from labelling.applications.versions.models import DraftVersion
from labelling.applications.versions.sources import DRAFT, load_source
from labelling.core.database import reading, unit_of_work
from tests.labelling.applications.making import NOW, World, answer_all, make_application
from tests.labelling.people.making import sign_in
from tests.labelling.reviews.test_pages import enter

PAGE = '<textarea name="text:{reference}:{part}:{version}">{text}</textarea>'


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application with all answers."""
    assert app.extensions["settings"]
    world = make_application()
    answer_all(world)
    return world


def send(client: FlaskClient, application_id: UUID, content: str, name: str = "a.html") -> Any:
    """Send a file to be read back; return the answer."""
    file = FileStorage(BytesIO(content.encode()), filename=name)
    # The client itself would keep a long body in a file that it never closes.
    boundary, body = encode_multipart({"file": file})
    return client.post(
        f"/applications/{application_id}/files",
        data=body,
        content_type=f'multipart/form-data; boundary="{boundary}"',
    )


def page_of(world: World, part: str = "1.2", version: object = 1, text: str = "x") -> str:
    """Return a page with one answer, as the browser saves it."""
    reference = world.application.reference
    return PAGE.format(reference=reference, part=part, version=version, text=text)


def versions(world: World) -> int:
    """Return how many versions there are."""
    with reading() as session:
        return (
            session.scalar(select(func.count()).where(DraftVersion.application_id == world.id)) or 0
        )


def test_who_may_not_write_reads_nothing_in(client: FlaskClient, world: World) -> None:
    stranger = make_application(name="Lower Elm Food Cluster")
    enter(client, world.officer)
    assert send(client, world.id, page_of(world)).status_code == 403
    sign_in(client, world.made.readers[0])
    assert send(client, world.id, page_of(world)).status_code == 403
    sign_in(client, stranger.made.owners[0])
    assert send(client, world.id, page_of(world)).status_code == 404
    refused = send(client, stranger.id, page_of(world))
    assert (refused.status_code, "belongs to" in refused.text) == (422, True)
    assert versions(world) == versions(stranger) == 0


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ({"part": "9.9"}, "does not ask for"),
        ({"version": "-1"}, "was changed in the file"),
        ({"version": "1" * 30}, "was changed in the file"),
        ({"version": "1:2"}, ""),
        ({"text": "x" * 20_001}, "20001 characters"),
        ({"text": 'x</textarea><textarea name="text:{0}:1.2:7">y'}, "stands twice"),
    ],
)
def test_a_page_that_was_tampered_with_is_refused_with_the_place(
    client: FlaskClient, world: World, field: dict[str, str], says: str
) -> None:
    sign_in(client, world.made.owners[0])
    sent = dict(field)
    if "text" in sent:
        sent["text"] = sent["text"].replace("{0}", world.application.reference)
    answer = send(client, world.id, page_of(world, **sent))
    if not says:
        assert answer.status_code == 303  # what stands behind the version is nobody's field
        return
    assert answer.status_code == 422
    assert says in answer.text.replace("\u202f", "").replace(",", "")
    assert versions(world) == 0


def test_what_a_page_says_is_text_and_nothing_else(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    text = "&lt;script&gt;alert(1)&lt;/script&gt; \u202etxet \x07 &amp;lt;"
    sent = send(client, world.id, page_of(world, text=text))
    shown = client.get(sent.location).text
    assert "<script>alert(1)" not in shown
    assert "\u202e" not in shown
    version = sent.location.rpartition("source=")[2]
    with reading() as session:
        said = load_source(session, world.application, version).part("1.2")
        draft = load_source(session, world.application, DRAFT).part("1.2")
    assert said.text == "<script>alert(1)</script> txet  &lt;"
    assert draft.text != said.text


def test_a_version_that_never_was_is_not_taken_by_default(
    client: FlaskClient, world: World
) -> None:
    sign_in(client, world.made.owners[0])
    shown = client.get(send(client, world.id, page_of(world, version=999)).location).text
    assert 'name="choice-1.2" value="leave" checked' in shown


def test_the_same_file_twice_is_one_version(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    first = send(client, world.id, page_of(world))
    again = send(client, world.id, page_of(world))
    assert (first.location, versions(world)) == (again.location, 1)
    assert send(client, world.id, page_of(world, text="y")).location != first.location
    assert versions(world) == 2


def test_a_form_that_is_sent_twice_counts_once(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    place = f"/applications/{world.id}"
    data = {"name": "Before", "do": "keep", "once": "1" * 32}
    branch = {"name": "Next", "do": "branch", "once": "2" * 32}
    comment = {"text": "See here.", "once": "3" * 32}
    leads = [
        [client.post(path, data=form).location.partition("?")[0] for _ in range(2)]
        for path, form in (
            (f"{place}/versions", data),
            (f"{place}/versions", branch),
            (f"{place}/parts/1.2/comments", comment),
        )
    ]
    assert [one == other for one, other in leads] == [True, True, True]
    other = client.post(f"{place}/versions", data={**data, "name": "Something else"})
    assert other.status_code == 422
    assert "Something else" in other.text
    assert versions(world) == 2
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Comment)) == 1


def test_after_the_end_nothing_is_read_in(client: FlaskClient, world: World) -> None:
    with unit_of_work() as session:
        withdraw_application(
            session, actor=world.owner, application_id=world.id, reason="", now=NOW
        )
    sign_in(client, world.made.owners[0])
    assert send(client, world.id, page_of(world)).status_code == 409
    assert "Read it back" not in client.get(f"/applications/{world.id}/files").text


def test_a_file_of_too_many_bytes_is_refused(client: FlaskClient, world: World) -> None:
    sign_in(client, world.made.owners[0])
    answer = send(client, world.id, " " * 10_000_001)
    assert answer.status_code in {413, 422}
    assert versions(world) == 0


OURS = {"format": "self-assessment/1", "reference": "A-2026-001"}
NASTY = [
    "[" * 100_000,
    "[" + "[]," * 100_001 + "[]]",
    json.dumps({**OURS, "parts": {"1.2": {"text": "\ud800"}}}),
    json.dumps(OURS),
    json.dumps({**OURS, "parts": {"1.2": {"band": 1e308}}}),
    json.dumps({**OURS, "parts": {"1.2": {"version": 0}}}).replace(": 0}", ": " + "9" * 5000 + "}"),
]


@pytest.mark.parametrize("content", NASTY)
def test_json_that_is_not_ours_is_refused(client: FlaskClient, world: World, content: str) -> None:
    sign_in(client, world.made.owners[0])
    assert world.application.reference == OURS["reference"]
    answer = send(client, world.id, content, "a.json")
    assert answer.status_code == 422
    assert versions(world) == 0
