"""The end of versions: with their application, some weeks after being thrown away, by erasure."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from labelling.applications.actions import withdraw_application
from labelling.applications.retention import clear_ended
from labelling.applications.versions import personal_data
from labelling.applications.versions.actions.keeping import read_in, remove_version
from labelling.applications.versions.jobs import forget_thrown_away
from labelling.applications.versions.models import DraftVersion, VersionKind, VersionPart
from labelling.applications.versions.sources import source_of
from labelling.core import audit
from labelling.core.audit import AuditDetail
from labelling.core.database import reading, unit_of_work
from labelling.core.errors import NotNow
from tests.labelling.applications.making import NOW, World, make_application, save
from tests.labelling.applications.versions.test_versions import keep, write
from tests.labelling.people.making import sign_in


@pytest.fixture
def world(app: Flask) -> World:
    """Return an application with one answer."""
    assert app.extensions["settings"]
    world = make_application("silver")
    save(world, "1.2", band=40, text="First.")
    return world


def end(world: World) -> None:
    """Let the application end: its organisation withdraws it."""
    with unit_of_work() as session:
        withdraw_application(
            session, actor=world.owner, application_id=world.id, reason="", now=NOW
        )


def test_after_the_end_nothing_is_added_and_what_was_typed_is_shown(
    client: FlaskClient, world: World
) -> None:
    branch = keep(world, "Next", VersionKind.BRANCH)
    end(world)
    with pytest.raises(NotNow):
        keep(world)
    with pytest.raises(NotNow), unit_of_work() as session:
        read_in(session, actor=world.owner, application_id=world.id, name="x", parts={}, now=NOW)
    with pytest.raises(NotNow):
        write(world, branch, "Too late.")
    sign_in(client, world.made.owners[0])
    page = f"/applications/versions/{branch.id}/parts/1.2"
    sent = client.post(page, data={"band": "60", "text": "Typed.", "version": "1"})
    assert sent.status_code == 422
    assert "This application has ended." in sent.text
    assert "Typed." in sent.text
    assert client.post(f"/applications/{world.id}/versions", data={"name": "x"}).status_code == 409
    assert client.post(f"/applications/versions/{branch.id}/remove").status_code == 303


def names_in_the_trail() -> list[str]:
    """Return the names of versions that the trail's details hold."""
    with reading() as session:
        details = session.scalars(select(AuditDetail.details).order_by(AuditDetail.seq))
        return [one["name"] for one in details if "name" in one and "kind" in one]


def test_what_was_thrown_away_is_deleted_thirty_days_later(world: World) -> None:
    kept, gone = keep(world, "Kept"), keep(world, "Thrown away")
    with unit_of_work() as session:
        remove_version(session, actor=world.owner, version_id=gone.id, seen=0, now=NOW)
    for days, left in ((30, {kept.id, gone.id}), (31, {kept.id})):
        with unit_of_work() as session:
            forget_thrown_away(session, NOW + timedelta(days=days))
        with reading() as session:
            assert set(session.scalars(select(VersionPart.version_id))) == left
            assert set(session.scalars(select(DraftVersion.id))) == left
            assert list(audit.faults(session)) == []
    assert names_in_the_trail() == ["Kept"]


def test_versions_end_with_their_application_also_without_answers(app: Flask) -> None:
    assert app.extensions["settings"]
    world = make_application("bronze")
    keep(world, "Alone")
    end(world)
    for days, left in ((700, 1), (731, 0)):
        with unit_of_work() as session:
            clear_ended(session, NOW + timedelta(days=days))
        with reading() as session:
            assert session.scalar(select(func.count()).select_from(DraftVersion)) == left
    assert names_in_the_trail() == []


def test_erasure_takes_the_name_and_leaves_what_is_the_organisations(world: World) -> None:
    owner = world.owner.person_id
    assert owner is not None
    branch = keep(world, "Next", VersionKind.BRANCH)
    write(world, branch, "Better.")
    with reading() as session:
        held = personal_data.export(session, owner)
    assert [one["name"] for one in held["versions_kept"]] == ["Next"]
    assert [one["text"] for one in held["written_on_branches"]] == ["Better."]
    with unit_of_work() as session:
        personal_data.erase(session, owner, NOW)
    with reading() as session:
        assert personal_data.export(session, owner) == {
            "versions_kept": [],
            "written_on_branches": [],
        }
        assert source_of(session, session.get_one(DraftVersion, branch.id)).part("1.2").said == (
            60,
            "Better.",
            None,
        )
