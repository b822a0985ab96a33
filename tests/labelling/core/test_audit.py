"""The trail holds against every way of changing it, and tells where it was changed."""

from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DatabaseError

from labelling.core import audit, immutability
from labelling.core.access import Actor, Role
from labelling.core.audit import AuditDetail, AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.outbox import Outgoing

NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
ACTOR = Actor(role=Role.OFFICER, person_id=UUID(int=7), name="Officer (fictitious)")


@pytest.fixture
def trail(database: Database) -> Database:
    """Return a database whose trail has three entries in two transactions."""
    with unit_of_work() as session:
        audit.record(session, ACTOR, "call.opened", Outgoing(id=uuid4()), NOW, title="Spring")
    with unit_of_work() as session:
        audit.record(session, ACTOR, "call.closed", Outgoing(id=uuid4()), NOW)
        audit.record(session, ACTOR, "call.noted", Outgoing(id=uuid4()), NOW, note="ü €")
    return database


def _faults() -> list[str]:
    with reading() as session:
        return list(audit.faults(session))


@pytest.mark.usefixtures("trail")
def test_entries_are_chained_in_the_order_of_commits() -> None:
    with reading() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [(entry.seq, entry.verb) for entry in entries] == [
        (1, "call.opened"),
        (2, "call.closed"),
        (3, "call.noted"),
    ]
    assert [entry.previous for entry in entries] == [
        audit.GENESIS,
        entries[0].entry_sha256,
        entries[1].entry_sha256,
    ]
    assert _faults() == []


def test_an_instant_told_in_another_zone_is_the_same_instant(database: Database) -> None:
    with unit_of_work() as session:
        brussels = NOW.astimezone(ZoneInfo("Europe/Brussels"))
        audit.record(session, ACTOR, "call.opened", Outgoing(id=uuid4()), brussels)
    assert _faults() == []


ATTACKS = {
    "update": "UPDATE audit_entries SET verb = 'label.awarded' WHERE seq = 1",
    "delete": "DELETE FROM audit_entries WHERE seq = 2",
    "upsert": (
        "INSERT INTO audit_entries SELECT * FROM audit_entries WHERE seq = 1 "
        "ON CONFLICT (seq) DO UPDATE SET verb = 'label.awarded'"
    ),
    "replace": "INSERT OR REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE seq = 1",
    "truncate": "TRUNCATE audit_entries CASCADE",
}


@pytest.mark.parametrize("attack", sorted(ATTACKS))
def test_database_refuses_to_change_the_chain(
    trail: Database, engine_name: str, attack: str
) -> None:
    if engine_name == "sqlite" and attack == "upsert":
        statement = ATTACKS[attack].replace("WHERE seq = 1 ON", "WHERE seq = 1 AND true ON")
    else:
        statement = ATTACKS[attack]
    with pytest.raises(DatabaseError), trail.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_details"))
        connection.execute(text(statement))
    assert _faults() == []


@pytest.mark.parametrize("table", immutability.PROTECTED)
def test_every_protected_table_stands_after_a_full_upgrade(database: Database, table: str) -> None:
    with database.engine.connect() as connection:
        assert immutability.unprotected(connection) == []
        assert table in immutability.PROTECTED


@pytest.mark.usefixtures("trail")
def test_chain_survives_the_erasure_of_details() -> None:
    with unit_of_work() as session:
        session.execute(delete(AuditDetail))
    assert _faults() == []


def _without_triggers(database: Database, statement: str) -> None:
    """Act as somebody who owns the database and takes the triggers away first."""
    with database.engine.begin() as connection:
        for verb in ("update", "delete"):
            on = "" if database.is_sqlite else " ON audit_entries"
            connection.execute(text(f"DROP TRIGGER refuse_{verb}_audit_entries{on}"))
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_entries SET verb = 'x' WHERE seq = 2", "entry 2 was changed"),
        ("UPDATE audit_entries SET actor_id = NULL WHERE seq = 1", "entry 1 was changed"),
        (
            'UPDATE audit_details SET details = \'{"title": "Autumn"}\' WHERE seq = 1',
            "the details of entry 1 were changed",
        ),
        ("DELETE FROM audit_entries WHERE seq = 2", "entry 2 is missing"),
    ],
)
def test_faults_name_the_place_that_was_changed(
    trail: Database, statement: str, fault: str
) -> None:
    _without_triggers(trail, statement)
    assert fault in _faults()


def test_missing_triggers_are_told(trail: Database) -> None:
    _without_triggers(trail, "SELECT 1")
    with trail.engine.connect() as connection:
        assert immutability.unprotected(connection) == [
            "refuse_update_audit_entries",
            "refuse_delete_audit_entries",
        ]
