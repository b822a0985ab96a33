"""Migrations: from empty to the present, back to empty, and no drift from the models."""

from sqlalchemy import inspect

from labelling import migrating
from labelling.core import immutability
from labelling.core.database import Database
from tests.databases import Databases


def test_upgrade_from_empty_gives_the_models_schema(databases: Databases, engine_name: str) -> None:
    database = Database(databases.empty(engine_name))
    assert not migrating.is_current(database)
    migrating.upgrade(database)
    assert migrating.is_current(database)
    assert migrating.drift(database) == []
    database.dispose()


def test_downgrade_to_base_takes_everything_away(databases: Databases, engine_name: str) -> None:
    database = Database(databases.empty(engine_name))
    migrating.upgrade(database)
    migrating.downgrade(database, "base")
    with database.engine.connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    database.dispose()


def test_triggers_stand_again_after_a_second_upgrade(
    databases: Databases, engine_name: str
) -> None:
    database = Database(databases.empty(engine_name))
    for _ in range(2):
        migrating.upgrade(database)
        with database.engine.connect() as connection:
            assert immutability.unprotected(connection) == []
        migrating.downgrade(database, "base")
    database.dispose()
