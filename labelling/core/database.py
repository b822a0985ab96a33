"""The database: two kinds of session, and the only commit.

Writers take turns on both engines: SQLite by ``BEGIN IMMEDIATE``, PostgreSQL by one advisory
lock taken before anything is read. What an action has read is therefore still true when it
writes, and the audit chain has one order. Transactions are short; nothing slow happens inside.
"""

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from labelling.core import audit

WRITER_LOCK = 0x6C6162656C  # any fixed number: the advisory lock that writers share
_BUSY_SECONDS = 30
_ONE_STATE = "what was read already"

_T = TypeVar("_T")

_installed: list["Database"] = []
_open_unit: ContextVar[bool] = ContextVar("open_unit", default=False)


class Database:
    """An engine that opens read-only and writing transactions."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = _engine(url)
        self._reader = self.engine.execution_options(labelling_writes=False)
        self._writer = self.engine.execution_options(labelling_writes=True)

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is the embedded engine."""
        return self.url.get_backend_name() == "sqlite"

    def reader(self) -> Session:
        """Return a session whose transaction cannot write and sees one state all through."""
        return Session(self._reader, expire_on_commit=False, autoflush=False, info={_ONE_STATE: {}})

    def writer(self) -> Session:
        """Return a session whose transaction holds the writers' lock from its start."""
        return Session(self._writer, expire_on_commit=False)

    def trust_the_system_to_write(self) -> None:
        """Wait for no disk at a commit, for a database that is thrown away if a power cut ends it.

        Only the embedded engine is changed, and only connections that are opened from here on.
        """
        if self.is_sqlite:
            event.listen(self.engine, "connect", _trust_the_system)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def install(database: Database | None) -> None:
    """Make a database the one that ``reading`` and ``unit_of_work`` use; None takes it away.

    The one before it closes its connections.
    """
    for before in _installed:
        before.dispose()
    _installed[:] = [database] if database is not None else []


def installed() -> Database:
    """Return the database in use; raise RuntimeError where none was installed."""
    if not _installed:
        raise RuntimeError("no database is installed")
    return _installed[0]


def is_installed() -> bool:
    """Say whether a database is in use; the libraries' own commands run without one."""
    return bool(_installed)


@contextmanager
def reading() -> Iterator[Session]:
    """Lend a session that only reads; it ends without a trace."""
    with installed().reader() as session:
        yield session


def read_once(session: Session, key: Hashable, read: Callable[[], _T]) -> _T:
    """Return what ``read`` found under a key earlier in this session, if it only reads.

    Several rooms ask the same of a person on one page. In a session that writes each asks again.
    """
    known: dict[Hashable, _T] | None = session.info.get(_ONE_STATE)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Lend a session; commit if the block ends well, otherwise undo everything.

    Raises RuntimeError inside another unit: one request is one transaction.
    """
    if _open_unit.get():
        raise RuntimeError("a unit of work inside another")
    token = _open_unit.set(True)
    try:
        with installed().writer() as session, session.begin():
            yield session
            session.flush()
            audit.write_queued(session)
    finally:
        _open_unit.reset(token)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would open transactions late, after the first read; we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE deletes past the DELETE trigger
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # Its own knows the 26 letters alone, so that nobody would find "Österreich" under "öster".
    connection.create_function("lower", 1, _lowered, deterministic=True)


def _lowered(value: str | None) -> str | None:
    return value.lower() if value is not None else None


def _trust_the_system(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("labelling_writes", True)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("labelling_writes", True):
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
