"""Backup and restore, drilled: another folder, another database, every row and file the same."""

import json
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import select, update

from labelling.core import files
from labelling.core.database import Database, reading, unit_of_work
from labelling.people.models import Person
from labelling.settings import Settings
from labelling.tables import METADATA
from tests.databases import Databases
from tests.labelling.commands.conftest import PASSPHRASE, Place


@pytest.fixture
def elsewhere(
    databases: Databases, engine_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Place:
    """Return an empty installation on the other engine: archives fit both."""
    other = "postgresql" if engine_name == "sqlite" else "sqlite"
    return Place(tmp_path / "elsewhere", databases.empty(other), monkeypatch)


def _rows() -> dict[str, list[tuple[object, ...]]]:
    with reading() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in METADATA.sorted_tables
        }


def test_restore_brings_back_every_row_and_file_on_the_other_engine(
    here: Place, elsewhere: Place, tmp_path: Path
) -> None:
    archive, ring = tmp_path / "b.tar", tmp_path / "keys"
    before = _rows()
    assert here.run("backup", str(archive), "--keys", str(ring)).exit_code == 0
    result = elsewhere.run("restore", str(archive), "--keys", str(ring))
    assert (result.exit_code, result.stderr[:8]) == (0, "Restored")
    assert _rows() == before
    assert files.store().digests() == [files.store().put(b"evidence")]


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85", "\x1e", "\r", "\f"])
def test_restore_brings_back_texts_with_other_ends_of_lines(
    here: Place, elsewhere: Place, tmp_path: Path, letter: str
) -> None:
    with unit_of_work() as session:
        session.execute(update(Person).values(name=f"one{letter}two"))
    before = _rows()
    here.run("backup", str(tmp_path / "b.tar"), "--keys", str(tmp_path / "keys"))
    result = elsewhere.run("restore", str(tmp_path / "b.tar"), "--keys", str(tmp_path / "keys"))
    assert (result.exit_code, _rows()) == (0, before)


def test_archive_holds_no_keys(here: Place, settings: Settings, tmp_path: Path) -> None:
    here.run("backup", str(tmp_path / "b.tar"))
    secret = (settings.data_dir / "keys" / "application.secret").read_bytes()
    assert secret not in (tmp_path / "b.tar").read_bytes()


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        ("tables/persons.jsonl", "The table persons in"),
        ("files/%s", "was changed"),
    ],
)
def test_restore_refuses_a_changed_archive(
    here: Place, elsewhere: Place, tmp_path: Path, member: str, sentence: str
) -> None:
    archive, ring = tmp_path / "b.tar", tmp_path / "keys"
    here.run("backup", str(archive), "--keys", str(ring))
    if "%s" in member:
        member = member % files.store().digests()[0]
    _change(archive, member)
    result = elsewhere.run("restore", str(archive), "--keys", str(ring))
    assert result.exit_code == 2
    assert sentence in result.stderr


def _change(archive: Path, member: str) -> None:
    with tarfile.open(archive) as reading_archive:
        offset = reading_archive.getmember(member).offset_data
    with archive.open("r+b") as stream:
        stream.seek(offset + 2)
        byte = stream.read(1)
        stream.seek(offset + 2)
        stream.write(bytes([byte[0] ^ 1]))


def test_restore_refuses_a_wrong_passphrase(here: Place, elsewhere: Place, tmp_path: Path) -> None:
    archive, ring = tmp_path / "b.tar", tmp_path / "keys"
    here.run("backup", str(archive), "--keys", str(ring))
    elsewhere._variables["LABELLING_KEYS_PASSPHRASE"] = "something else entirely"
    result = elsewhere.run("restore", str(archive), "--keys", str(ring))
    assert (result.exit_code, result.stderr) == (
        2,
        "The key ring does not open with this passphrase.\n",
    )


def test_restore_refuses_a_filled_installation(here: Place, tmp_path: Path) -> None:
    archive, ring = tmp_path / "b.tar", tmp_path / "keys"
    here.run("backup", str(archive), "--keys", str(ring))
    result = here.run("restore", str(archive), "--keys", str(ring))
    assert result.exit_code == 2
    assert "restore needs an empty folder" in result.stderr


def test_restore_refuses_what_is_no_archive(elsewhere: Place, tmp_path: Path) -> None:
    (tmp_path / "x.tar").write_text(json.dumps({}))
    (tmp_path / "keys").write_bytes(b"")
    result = elsewhere.run("restore", str(tmp_path / "x.tar"), "--keys", str(tmp_path / "keys"))
    assert result.exit_code == 2
    assert "is not an archive of ours" in result.stderr


def test_create_admin_makes_two_and_no_more(here: Place, database: Database) -> None:
    for number, code in ((1, 0), (2, 0), (3, 2)):
        result = here.run(
            "create-admin",
            "--email",
            f"admin{number}@office.example",
            "--name",
            f"Admin {number} (fictitious)",
            stdin=f"{PASSPHRASE}\n",
        )
        assert result.exit_code == code, result.stderr


def test_create_admin_refuses_a_weak_password(here: Place, database: Database) -> None:
    result = here.run("create-admin", "--email", "a@b.example", "--name", "A", stdin="short\n")
    assert result.exit_code == 2
    assert "at least 12 characters" in result.stderr
