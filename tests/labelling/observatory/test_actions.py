"""Versions come in, are published in a second step, and never change afterwards."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from labelling.core.access import Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.doors import Task
from labelling.core.errors import Invalid, NotFound, NotNow, SecondFactorNeeded
from labelling.observatory import actions, queries
from labelling.observatory.actions import StoredBoundaries
from labelling.observatory.history import State
from labelling.observatory.jobs import tasks
from tests.labelling.observatory.making import (
    CHANGED,
    NOW,
    imported,
    officer,
    publish,
    published,
    withdraw,
)

FILE = StoredBoundaries("a" * 64, "b" * 64, "nuts.geojson", 10, 1)


@pytest.fixture
def actor(app: Flask) -> Actor:
    """Return an officer."""
    assert app.extensions["settings"]
    return officer()


def state_of(version_id: object) -> State:
    with reading() as session:
        return queries.get_version(session, version_id).state  # type: ignore[arg-type]  # an id


def verbs() -> list[str]:
    with reading() as session:
        found = select(AuditEntry.verb).order_by(AuditEntry.seq)
        return [verb for verb in session.scalars(found) if verb.startswith(("emp", "bound"))]


def test_version_goes_from_draft_over_publication_to_withdrawal(actor: Actor) -> None:
    version = imported(actor)
    assert (version.year, version.number, version.regions, version.sectors, version.areas) == (
        2025, 1, 4, 2, 8,
    )  # fmt: skip
    states = [state_of(version.id)]
    publish(actor, version.id)
    states.append(state_of(version.id))
    withdraw(actor, version.id)
    states.append(state_of(version.id))
    assert states == [State.DRAFT, State.PUBLISHED, State.WITHDRAWN]
    assert verbs() == ["employment.imported", "employment.published", "employment.withdrawn"]


def test_newest_published_version_of_a_year_stands(actor: Actor) -> None:
    first, second, other = (
        published(actor), published(actor, CHANGED), published(actor, year=2024),
    )  # fmt: skip
    imported(actor, year=2026)
    with reading() as session:
        assert [one.version.id for one in queries.standing_versions(session)] == [
            second.id, other.id,
        ]  # fmt: skip
    withdraw(actor, second.id)
    with reading() as session:
        assert [one.version.id for one in queries.standing_versions(session)] == [
            first.id, other.id,
        ]  # fmt: skip


def test_discarded_draft_is_kept_and_never_published(actor: Actor) -> None:
    version = imported(actor)
    with unit_of_work() as session:
        actions.discard_employment(session, actor=actor, version_id=version.id, now=NOW)
    assert state_of(version.id) is State.DISCARDED
    with pytest.raises(NotNow):
        publish(actor, version.id)
    assert imported(actor).number == 2


def test_steps_are_taken_once_and_in_order(actor: Actor) -> None:
    version = imported(actor)
    with pytest.raises(NotNow):
        withdraw(actor, version.id)
    publish(actor, version.id)
    with pytest.raises(NotNow):
        publish(actor, version.id)
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.discard_employment(session, actor=actor, version_id=version.id, now=NOW)
    with pytest.raises(Invalid):
        withdraw(actor, version.id, " ")


def test_year_to_come_is_refused(actor: Actor) -> None:
    with pytest.raises(Invalid):
        imported(actor, year=2027)


def test_publication_and_withdrawal_ask_for_a_fresh_second_factor(actor: Actor) -> None:
    version, stale = imported(actor), replace(actor, confirmed_at=NOW - timedelta(hours=1))
    with pytest.raises(SecondFactorNeeded):
        publish(stale, version.id)
    publish(actor, version.id)
    with pytest.raises(SecondFactorNeeded):
        withdraw(stale, version.id)


def test_nobody_but_an_officer_knows_of_it(actor: Actor) -> None:
    version = imported(actor)
    stranger = replace(actor, role=Role.COMMITTEE)
    with pytest.raises(NotFound):
        imported(stranger)
    with pytest.raises(NotFound):
        publish(stranger, version.id)
    with pytest.raises(NotFound):
        publish(actor, uuid4())


@pytest.mark.parametrize("change", ["UPDATE employment_versions SET source = 'x'",
                                    "DELETE FROM employment_steps"])  # fmt: skip
def test_database_refuses_to_change_a_version(actor: Actor, change: str) -> None:
    published(actor)
    with pytest.raises(DBAPIError, match="keeps what was written"), unit_of_work() as session:
        session.execute(text(change))


def test_draft_is_a_task_of_officers(actor: Actor) -> None:
    version = imported(actor)
    with reading() as session:
        assert list(tasks(session, replace(actor, role=Role.COMMITTEE), NOW)) == []
        assert list(tasks(session, actor, NOW)) == [
            Task(
                title="Publish or discard figures of regional employment",
                about="2025 · Office of Statistics",
                button="Look at the draft",
                address=f"/office/star-map/{version.id}",
            )
        ]
    publish(actor, version.id)
    with reading() as session:
        assert list(tasks(session, actor, NOW)) == []


def test_newest_boundaries_are_drawn_until_they_are_removed(actor: Actor) -> None:
    kept = []
    for minutes in (0, 1):
        with unit_of_work() as session:
            kept.append(
                actions.keep_boundaries(
                    session, actor=actor, source="GISCO", licence="©", file=FILE,
                    now=NOW + timedelta(minutes=minutes),
                )
            )  # fmt: skip
    drawn = []
    for one in reversed(kept):
        with reading() as session:
            found = queries.find_boundaries(session)
            drawn.append(found.id if found is not None else None)
        with unit_of_work() as session:
            actions.remove_boundaries(session, actor=actor, set_id=one.id, now=NOW)
    assert drawn == [kept[1].id, kept[0].id]
    with reading() as session:
        assert queries.find_boundaries(session) is None
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.remove_boundaries(session, actor=actor, set_id=kept[0].id, now=NOW)
    assert verbs() == ["boundaries.kept"] * 2 + ["boundaries.removed"] * 2
