"""The database itself refuses every way of changing the log, what was issued, and the keys."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from certificates.keys import Purpose
from labelling.core.database import Database, reading, unit_of_work
from labelling.issuing import log, stages, turns
from labelling.issuing.sources import Order
from tests.labelling.issuing.making import KIND, NOW, add_holder, source_for

TABLES = {
    "log_leaves": ('"index"', "content"),
    "log_nodes": ("level, position", "hash"),
    "log_checkpoints": ("size", "note"),
    "signing_keys": ("id", "public"),
    "signing_key_ends": ("leaf", "last"),
    "certificates": ("id", "credential"),
    "publications": ("certificate_id", "sha256"),
    "status_entries": ('purpose, list, "index"', "certificate_id"),
}
ATTACKS = {
    "update": "UPDATE {table} SET {column} = {column}",
    "delete": "DELETE FROM {table}",
    "upsert": (
        "INSERT INTO {table} SELECT * FROM {table} WHERE true "
        "ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}"
    ),
    "replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
}
ON = {"replace": "sqlite", "truncate": "postgresql"}


@pytest.fixture
def filled(keyed: Database) -> Database:
    """Return a database with a row in each protected table of this room."""
    with unit_of_work() as session:
        turns.rotate(session, Purpose.STATUS, datetime(2026, 6, 1, tzinfo=UTC))
        log.checkpoint(session, NOW)
        holder = add_holder(session)
        with source_for(holder.id):
            certificate = stages.seal(session, Order(KIND, uuid4(), uuid4(), "en", 1), NOW)
        stages.publish(session, certificate.id, "0" * 64, NOW)
    return keyed


def contents() -> dict[str, list[tuple[object, ...]]]:
    with reading() as session:
        return {
            table: [
                tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY {key}"))
            ]
            for table, (key, _) in TABLES.items()
        }


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_database_refuses_to_change_what_was_written(
    filled: Database, engine_name: str, table: str, attack: str
) -> None:
    key, column = TABLES[table]
    before = contents()
    assert before[table]
    statement = ATTACKS[attack].format(table=table, key=key, column=column)
    expected = "keeps what was written" if ON.get(attack, engine_name) == engine_name else "syntax"
    with pytest.raises(DatabaseError, match=expected), filled.engine.begin() as connection:
        connection.execute(text(statement))
    assert contents() == before
