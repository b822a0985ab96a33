"""A released club that tests of results share and leave as it is."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from labelling.app import create_app
from labelling.core.database import Database, install
from labelling.settings import Settings
from tests.databases import Databases
from tests.labelling.club.results.making import World, build_club, choose, release
from tests.quick import take_short_cuts

Shared = tuple[Settings, Database, World]


@pytest.fixture(scope="module")
def shared(
    databases: Databases, engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shared]:
    """Make the club once a module; a member chose its own peers."""
    address = databases.fresh(engine_name)
    database = databases.lend(address)
    install(database)
    made = build_club()
    choose(made, size=["61-to-120", "over-120"])
    release(made)
    folder = tmp_path_factory.mktemp("results") / "data"
    yield (
        Settings(data_dir=folder, database_url=address, public_url="http://localhost"),
        database,
        made,
    )
    install(None)
    database.dispose()
    databases.drop(address)


@pytest.fixture
def released(shared: Shared) -> World:
    """Return the shared club, its database in use."""
    install(shared[1])
    return shared[2]


@pytest.fixture
def visitor(shared: Shared) -> FlaskClient:
    """Return a client of the application on the shared club; nobody has signed in."""
    settings, database, _ = shared
    return take_short_cuts(create_app(settings, database)).test_client()
