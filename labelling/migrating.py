"""Bringing a database to the present schema, and telling whether it is there."""

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from labelling import places
from labelling.core.database import Database
from labelling.tables import METADATA


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(places.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply all migrations up to a revision, in one transaction."""
    with database.engine.connect() as connection, connection.begin():
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Undo migrations down to a revision (``base`` for all)."""
    with database.engine.connect() as connection, connection.begin():
        command.downgrade(_config(connection), revision)


def revise(database: Database, message: str, number: str) -> None:
    """Write a new migration from the difference between the models and a database."""
    with database.engine.connect() as connection, connection.begin():
        command.revision(_config(connection), message, autogenerate=True, rev_id=number)


def is_current(database: Database) -> bool:
    """Say whether every migration has been applied."""
    script = ScriptDirectory(str(places.MIGRATIONS))
    with database.engine.connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(script.get_heads())


def present(database: Database) -> str:
    """Return the revision that a database is at; empty for one without a schema."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def drift(database: Database) -> list[Any]:
    """Return the differences between the migrated database and the models: none is right."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))
