"""One installation, addressed by environment as an operator would, for tests of commands."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from labelling.cli import cli
from labelling.core import audit, database, files
from labelling.core.access import SYSTEM
from labelling.core.clock import utcnow
from labelling.core.database import unit_of_work
from labelling.settings import Settings
from tests.labelling.people.making import add_person

PASSPHRASE = "correct horse battery staple"


class Place:
    """One installation, addressed by environment as an operator would."""

    def __init__(self, folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._variables = {
            "LABELLING_DATA_DIR": str(folder),
            "LABELLING_DATABASE_URL": url,
            "LABELLING_KEYS_PASSPHRASE": PASSPHRASE,
        }
        self._monkeypatch = monkeypatch

    def run(self, *words: str, stdin: str | None = None) -> Result:
        """Run a command here."""
        for name, value in self._variables.items():
            self._monkeypatch.setenv(name, value)
        result = CliRunner().invoke(cli, list(words), input=stdin)
        database.installed().dispose()
        return result


@pytest.fixture
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Return an installation with a person, a trail and a file."""
    place = Place(settings.data_dir, settings.database, monkeypatch)
    assert place.run("migrate").exit_code == 0
    with unit_of_work() as session:
        person = add_person(session, "Ana ü (fictitious)")
        audit.record(session, SYSTEM, "person.noted", person, utcnow(), note="ü €")
    files.store().put(b"evidence")
    return place
