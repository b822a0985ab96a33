"""Comments inside an organisation: mentions, mail without text, settling, taking away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from labelling.applications.together.actions.commenting import (
    MOST_MAILS,
    remove_comment,
    settle_comment,
    write_comment,
)
from labelling.applications.together.models import Comment
from labelling.applications.together.naming import mentioned
from labelling.applications.together.queries import open_comments, remarks
from labelling.core.access import Actor
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import Invalid, NotAllowed, NotFound
from labelling.core.outbox import Outgoing
from tests.labelling.applications.making import NOW, World, make_application, make_submitted
from tests.labelling.people.making import sign_in

SECRET = "Our chair doubts this figure."


@pytest.fixture
def world(app: Flask) -> World:
    """Return a bronze application that was just started."""
    return make_application()


def write(world: World, text: str, actor: Actor | None = None) -> Comment:
    """Comment on 1.2."""
    with unit_of_work() as session:
        return write_comment(
            session,
            actor=actor or world.owner,
            application_id=world.id,
            part_id="1.2",
            text=text,
            now=NOW,
        )


def mails() -> list[Outgoing]:
    """Return the mails about comments."""
    with reading() as session:
        rows = session.scalars(select(Outgoing).where(Outgoing.name == "comment_mention"))
        return list(rows)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ana Lind: look", {"Ana Lind"}),
        ("see @ana lind!", {"Ana Lind"}),
        ("@Bo, please", {"Bo Berg"}),
        ("@Ana", set()),  # two have this first name
        ("mail to x@bo.example", set()),
        ("@Bob", set()),
        ("", set()),
    ],
)
def test_names_after_an_at_sign(text: str, named: set[str]) -> None:
    people = {uuid4(): name for name in ("Ana Lind", "Ana Lund", "Bo Berg")}
    assert {people[key] for key in mentioned(text, people)} == named


def test_a_mention_sends_a_mail_without_the_text(world: World) -> None:
    person = world.made.contributors[0]
    write(world, f"@{person.name} {SECRET}")
    (letter,) = mails()
    assert letter.address == person.email
    assert SECRET not in str(letter.payload)


def test_nobody_gets_more_than_ten_mails_of_mentions_in_an_hour(world: World) -> None:
    person = world.made.contributors[0]
    for _ in range(MOST_MAILS + 2):
        write(world, f"@{person.name} look")
    assert len(mails()) == MOST_MAILS
    with unit_of_work() as session:
        write_comment(
            session,
            actor=world.owner,
            application_id=world.id,
            part_id="1.2",
            text=f"@{person.name} look",
            now=NOW + timedelta(hours=2),
        )
    assert len(mails()) == MOST_MAILS + 1


def test_nobody_outside_is_told_or_reads(world: World) -> None:
    other = make_application(name="Lower Elm Food Cluster")
    stranger = other.made.contributors[0]
    with unit_of_work() as session:
        write_comment(
            session,
            actor=world.owner,
            application_id=world.id,
            part_id="1.2",
            text=f"@{stranger.name}",
            told=[stranger.id, world.officer.person_id or stranger.id],
            now=NOW,
        )
    told = {letter.address for letter in mails()}
    assert told <= {person.email for person in world.made.contributors}
    with pytest.raises(NotFound):
        write(world, "x", other.owner)
    with pytest.raises(NotAllowed):
        write(world, "x", world.officer)


def test_readers_comment_blank_and_long_ones_are_refused(world: World) -> None:
    write(world, "Fine.", world.made.actor(world.made.readers[0]))
    for text in (" ", "x" * 2001):
        with pytest.raises(Invalid):
            write(world, text)


def test_settled_opened_again_and_taken_away_by_its_writer(world: World) -> None:
    comment = write(world, SECRET)
    contributor = world.made.actor(world.made.contributors[0])

    def count() -> dict[str, int]:
        with reading() as session:
            return open_comments(session, world.id)

    def settle(settled: bool) -> None:
        with unit_of_work() as session:
            settle_comment(
                session, actor=contributor, comment_id=comment.id, settled=settled, now=NOW
            )

    assert count() == {"1.2": 1}
    settle(True)
    assert count() == {}
    settle(False)
    assert count() == {"1.2": 1}
    with pytest.raises(NotAllowed), unit_of_work() as session:
        remove_comment(session, actor=contributor, comment_id=comment.id, now=NOW)
    with unit_of_work() as session:
        remove_comment(session, actor=world.owner, comment_id=comment.id, now=NOW)
    with reading() as session:
        assert remarks(session, world.id, "1.2") == []
        assert session.get_one(Comment, comment.id).text == ""


def test_the_page_takes_comments_and_strangers_get_none(client: FlaskClient, app: Flask) -> None:
    world = make_submitted()
    address = f"/applications/{world.id}/parts/1.2/comments"
    sign_in(client, world.made.owners[0])
    assert client.post(address, data={"text": ""}).status_code == 422
    person = world.made.contributors[0]
    sent = client.post(address, data={"text": SECRET, "told": str(person.id)})
    assert sent.status_code == 303
    page = client.get(address).text
    assert SECRET in page
    assert f"Told by mail: {person.name}" in page
    with reading() as session:
        comment = session.scalars(select(Comment)).one()
    assert client.post(f"/applications/comments/{comment.id}").location == address
    assert "1 settled comment" in client.get(address).text
    sign_in(client, make_application(name="Lower Elm Food Cluster").made.owners[0])
    assert client.get(address).status_code == 404
    assert client.post(f"/applications/comments/{comment.id}").status_code == 404
