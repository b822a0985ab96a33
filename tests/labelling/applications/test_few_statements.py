"""Pages about a whole self-assessment take as many statements, however much was written."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from labelling.applications.together.actions.commenting import write_comment
from labelling.applications.together.actions.planning import plan_parts
from labelling.applications.versions.actions.keeping import keep_version
from labelling.applications.versions.sources import version_key
from labelling.core.clock import utcnow
from labelling.core.database import unit_of_work
from tests.labelling.applications.making import World, answer_all, make_application, save
from tests.labelling.people.making import sign_in
from tests.labelling.statements import counted


def _work_together(world: World, parts: list[str], now: datetime) -> str:
    """Plan, comment and keep a version; return its key."""
    with unit_of_work() as session:
        plan_parts(
            session,
            actor=world.owner,
            application_id=world.id,
            part_ids=parts,
            person_id=world.made.contributors[0].id,
            due_on=None,
            now=now,
        )
        for part_id in parts:
            write_comment(
                session,
                actor=world.owner,
                application_id=world.id,
                part_id=part_id,
                text="See here.",
                told=[world.made.contributors[0].id],
                now=now,
            )
        version = keep_version(
            session, actor=world.owner, application_id=world.id, name="Kept", now=now
        )
    return version_key(version)


def test_pages_of_a_full_self_assessment_take_no_more_than_those_of_a_sparse_one(
    client: FlaskClient, app: Flask
) -> None:
    now = utcnow()
    world = make_application("gold", now=now)
    save(world, "1.1", now=now)
    sign_in(client, world.made.owners[0])
    counts: list[list[int]] = []
    for parts in (["1.1"], ["1.1", "1.2", "2.1", "3.1", "7.1"]):
        if len(parts) > 1:
            answer_all(world, but=["1.1"], now=now)
        key = _work_together(world, parts, now)
        save(world, "1.1", text=f"Changed {len(parts)}.", version=len(counts) + 1, now=now)
        tails = (
            "",
            "/readiness",
            "/score",
            "/paper",
            "/self-assessment.form.html",
            "/work",
            "/look-through",
            "/evidence",
            "/versions",
            "/parts/1.1",
            "/parts/1.1/comments",
            "/parts/1.1/history",
            f"/take-over?source={key}",
            f"/compare?a={key}&b=draft",
            "/self-assessment.json",
        )
        found = []
        for tail in tails:
            with counted() as seen:
                assert client.get(f"/applications/{world.id}{tail}").status_code == 200
            found.append(len(seen))
        counts.append(found)
    more = [after - before for before, after in zip(*counts, strict=True)]
    # The pieces cited are one statement more that a draft without evidence does not need.
    assert all(one in {-1, 0, 1} for one in more), dict(zip(tails, more, strict=True))
    assert max(counts[1]) <= 24
