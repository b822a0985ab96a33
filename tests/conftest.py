"""What every test can ask for: a migrated database on each engine, the app, a client."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as property_settings

from labelling.app import create_app
from labelling.core import i18n
from labelling.core.database import Database, install
from labelling.settings import Settings
from tests.databases import Databases
from tests.demonstrating import Demonstration, start_demonstration
from tests.postbox import Postbox
from tests.quick import Shared, take_short_cuts
from tests.scheduling import Together

ENGINES = ("sqlite", "postgresql")

# How long an example takes says more about the machine's load than about what it shows.
property_settings.register_profile("untimed", deadline=None)
property_settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``./run test --long`` ask for campaigns at full length."""
    parser.addoption("--long", action="store_true", help="campaigns at full length")
    parser.addoption("--sqlite-only", action="store_true", help="leave PostgreSQL out (quick)")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Share the tests among the processes; those that share a demonstration stay together."""
    return Together(config, log)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that touches the database on each engine."""
    if "engine_name" in metafunc.fixturenames:
        quick = metafunc.config.getoption("--sqlite-only")
        metafunc.parametrize("engine_name", ENGINES[:1] if quick else ENGINES, scope="session")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Return the maker of migrated databases of this test process."""
    maker = Databases(tmp_path_factory.mktemp("databases"))
    yield maker
    maker.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin each test in English: a request leaves its language in force behind it."""
    with i18n.speaking(i18n.DEFAULT, ZoneInfo("UTC")):
        yield


@pytest.fixture
def long_campaign(request: pytest.FixtureRequest) -> bool:
    """Say whether campaigns run at full length."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def settings(databases: Databases, engine_name: str, tmp_path: Path) -> Iterator[Settings]:
    """Return settings with a fresh migrated database and data folder."""
    address = databases.fresh(engine_name)
    yield Settings(data_dir=tmp_path / "data", database_url=address, public_url="http://localhost")
    databases.drop(address)


@pytest.fixture
def database(settings: Settings, databases: Databases) -> Iterator[Database]:
    """Return a fresh migrated database, installed as the one in use."""
    database = databases.lend(settings.database)
    install(database)
    yield database
    install(None)
    database.dispose()


@pytest.fixture(scope="session")
def shared() -> Shared:
    """Return the lender of this test process's application."""
    return Shared()


@pytest.fixture
def app(settings: Settings, database: Database, shared: Shared) -> Flask:
    """Return the application on a fresh database."""
    return shared.lend(settings, database)


@pytest.fixture
def own_app(settings: Settings, database: Database) -> Flask:
    """Return an application that no other test has used, to which pages can be added."""
    return take_short_cuts(create_app(settings, database))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Return a demonstration that was started in an empty place, the one of all tests."""
    place = tmp_path_factory.mktemp("newcomer")
    running = start_demonstration(place / "demo", place / "log")
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """Return a running mail server on loopback that keeps what it gets."""
    box = Postbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client that has not signed in."""
    return app.test_client()
