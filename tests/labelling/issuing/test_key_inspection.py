"""``doctor`` says which key cannot sign, and that an absent root is as it should be."""

import pytest
from flask import Flask

from certificates.keys import Purpose
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.doctor import Finding
from labelling.issuing import keys, turns
from labelling.issuing.key_inspection import keys_that_cannot_sign
from labelling.settings import Settings
from tests.labelling.issuing.making import NOW


def found() -> list[Finding]:
    with reading() as session:
        return list(keys_that_cannot_sign(session, NOW))


def test_installation_without_keys_is_found(app: Flask) -> None:
    assert found() == [Finding("There are no signing keys yet.", "Run: labelling migrate")]


@pytest.mark.usefixtures("keyed")
def test_keys_in_order_are_no_finding_nor_is_a_root_that_lies_elsewhere() -> None:
    assert found() == []
    with reading() as session:
        root = keys.public_keys(session).current(Purpose.ROOT)
    assert root is not None
    keys.take_away(root)
    assert found() == []


@pytest.mark.usefixtures("keyed")
def test_missing_folder_is_found(settings: Settings) -> None:
    settings.keys.rename(settings.data_dir / "moved")
    assert [one.what for one in found()] == [f"The folder of the keys is missing: {settings.keys}."]


@pytest.mark.usefixtures("keyed")
def test_open_folder_is_found_for_every_key(settings: Settings) -> None:
    settings.keys.chmod(0o755)
    said = (
        f"A key cannot sign: {settings.keys} is open to others than its owner: see who read it, "
        "then close it with chmod go= or, to be sure, take a new key."
    )
    assert [one.what for one in found()] == [said] * len(Purpose)


@pytest.mark.usefixtures("keyed")
def test_key_that_is_missing_open_or_of_another_is_found(settings: Settings) -> None:
    files = {path.name.partition("-")[0]: path for path in settings.keys.glob("*.pem")}
    files["pdf"].unlink()
    files["status"].chmod(0o640)
    files["checkpoint"].write_bytes(files["credential"].read_bytes())
    whats = [one.what for one in found()]
    assert len(whats) == 3
    assert whats[0].endswith(f"{files['pdf'].stem} cannot be read: No such file or directory.")
    assert whats[1].startswith(f"A key cannot sign: {files['status']} is open to others")
    assert whats[2].endswith(f"{files['checkpoint'].stem} belongs to another key.")


def test_purpose_that_nobody_signs_for_is_found(keyed: Database) -> None:
    with reading() as session:
        key = keys.public_keys(session).current(Purpose.STATUS)
    assert key is not None
    with unit_of_work() as session:
        turns.mark_compromised(session, key.id, NOW)
    assert found() == [
        Finding("No key signs for this purpose: status.", "Run: labelling keys rotate status")
    ]
