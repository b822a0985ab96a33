"""The demonstration's data, made once on each engine and read by all tests here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from labelling.app import create_app, install_parts
from labelling.core import installation
from labelling.core.database import Database, install, unit_of_work
from labelling.desk import demo_data
from labelling.settings import Settings
from tests.clocks import set_clock
from tests.databases import Databases
from tests.quick import take_short_cuts

BEGINS = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
STARTED = datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """A database that holds the demonstration, and the settings that go with it."""

    settings: Settings
    database: Database


@pytest.fixture(scope="session")
def filled(
    databases: Databases, engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Return a database with the demonstration's data, as of ``BEGINS``."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("demo"),
        database_url=databases.fresh(engine_name),
        public_url="http://localhost",
    )
    database = install_parts(settings)
    database.trust_the_system_to_write()
    with unit_of_work() as session:
        installation.mark(session, BEGINS, demo=True)
    demo_data.fill(settings, BEGINS)
    yield Stage(settings, database)
    database.dispose()


@pytest.fixture
def staged(filled: Stage) -> Iterator[Stage]:
    """Return the filled database, installed as the one in use."""
    install_parts(filled.settings, filled.database)
    yield filled
    install(None)


@pytest.fixture
def demo_app(staged: Stage, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return the application as the demonstration serves it, soon after it was made.

    What is anybody's oldest task depends on the day, and the tests are run on any. From one test
    to the next the clock goes on: they share what was written.
    """
    set_clock(monkeypatch, BEGINS + timedelta(minutes=10) + (datetime.now(UTC) - STARTED))
    return take_short_cuts(create_app(staged.settings, staged.database, demo=True))
