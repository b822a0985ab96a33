"""The keys from the command line: made once, listed, rotated, given up, the root taken away."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from certificates.authority import public_half
from certificates.keymaking import private_key
from certificates.notes import read_vkey
from labelling.commands import operations
from labelling.core.database import reading
from labelling.issuing import log
from labelling.settings import Settings
from tests.certificates.test_seals import PASSWORD, Service
from tests.labelling.commands.conftest import PASSPHRASE, Place


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELLING_ROOT_PASSPHRASE", PASSPHRASE)


def listed(place: Place) -> list[dict[str, object]]:
    result = place.run("keys", "list")
    assert result.exit_code == 0
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def current(place: Place) -> dict[str, str]:
    return {
        str(key["purpose"]): str(key["id"]) for key in listed(place) if key["state"] == "current"
    }


def files(settings: Settings) -> set[str]:
    return {path.stem for path in settings.keys.glob("*.pem")}


def test_keys_are_made_once_and_listed_with_what_auditors_pin(
    here: Place, settings: Settings
) -> None:
    before = listed(here)
    assert here.run("migrate").stderr == "The database has the present schema.\n"
    assert listed(here) == before
    assert [key["purpose"] for key in before] == [
        "root",
        "pdf",
        "credential",
        "status",
        "checkpoint",
    ]
    assert {key["private"] for key in before} == {"here"}
    assert files(settings) == {key["id"] for key in before}
    with reading() as session:
        (pinned,) = log.verifier_keys(session)
    assert [read_vkey(str(key["vkey"])) for key in before if "vkey" in key] == [pinned]


def test_migrate_refuses_a_folder_of_keys_that_is_open(
    databases: object, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(settings.data_dir, settings.database, monkeypatch)
    settings.keys.mkdir(parents=True)
    settings.keys.chmod(0o755)
    result = place.run("migrate")
    assert (result.exit_code, "is open to others" in result.stderr) == (2, True)
    settings.keys.chmod(0o700)
    assert place.run("migrate").exit_code == 0
    assert len(listed(place)) == 5
    assert operations.COMMANDS["keys"].name == "keys"


def test_rotation_puts_a_new_key_in_place_and_destroys_the_old_one(
    here: Place, settings: Settings
) -> None:
    before = current(here)
    result = here.run("keys", "rotate", "status")
    after = current(here)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{after['status']} signs from now on.\n"
    assert {name for name in after if after[name] != before[name]} == {"status"}
    assert files(settings) == set(after.values())
    assert here.run("doctor", "--thorough").stdout == "All is well.\n"


def test_root_moves_away_under_a_passphrase_and_still_vouches(
    here: Place, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "root.pem"
    root = current(here)["root"]
    assert here.run("keys", "move-root", str(target)).exit_code == 0
    assert root not in files(settings)
    assert target.stat().st_mode & 0o777 == 0o600
    moved = public_half(private_key(target.read_bytes(), PASSPHRASE).public_key())
    assert sha256(moved).hexdigest()[:16] == root.removeprefix("root-")
    assert here.run("doctor").exit_code == 0
    refused = here.run("keys", "rotate", "pdf")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    before = current(here)
    assert here.run("keys", "rotate", "pdf", "--root", str(target)).exit_code == 0
    after = current(here)
    assert (after["root"], after["pdf"] == before["pdf"]) == (root, False)


def test_root_is_moved_over_nothing_and_under_no_weak_passphrase(
    here: Place, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("years of work")
    before = files(settings)
    assert here.run("keys", "move-root", str(taken)).exit_code == 2
    monkeypatch.setenv("LABELLING_ROOT_PASSPHRASE", "short")
    assert here.run("keys", "move-root", str(tmp_path / "root.pem")).exit_code == 2
    assert (taken.read_text(), files(settings)) == ("years of work", before)
    assert not (tmp_path / "root.pem").exists()


def test_compromised_key_gets_a_successor_at_once(here: Place) -> None:
    before = current(here)
    result = here.run("keys", "compromised", before["checkpoint"], "--last", "5")
    after = current(here)
    assert result.exit_code == 0
    assert result.stderr == (
        f"{before['checkpoint']} is marked as compromised.\n"
        f"{after['checkpoint']} signs from now on.\n"
    )
    states = {str(key["id"]): (key["state"], key.get("last")) for key in listed(here)}
    assert states[before["checkpoint"]] == ("compromised", 5)
    assert here.run("doctor").exit_code == 0


def test_compromised_root_brings_a_new_root_and_a_new_pdf_key(here: Place) -> None:
    before = current(here)
    assert here.run("keys", "compromised", before["root"]).exit_code == 0
    after = current(here)
    assert {name for name in after if after[name] != before[name]} == {"root", "pdf"}
    assert here.run("doctor").exit_code == 0


def test_compromise_without_the_root_is_marked_and_the_next_step_is_named(
    here: Place, tmp_path: Path
) -> None:
    here.run("keys", "move-root", str(tmp_path / "root.pem"))
    key = current(here)["pdf"]
    result = here.run("keys", "compromised", key)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        2,
        f"{key} is marked as compromised.",
    )
    assert "pdf" not in current(here)
    assert "labelling keys rotate pdf" in here.run("doctor").stdout


def test_seal_that_the_settings_name_takes_the_place_of_our_key(
    here: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service("ec")
    file = service.p12(tmp_path / "seal.p12", service.middle, service.root)
    monkeypatch.setenv("LABELLING_SEAL_P12", str(file))
    monkeypatch.setenv("LABELLING_SEAL_PASSWORD", PASSWORD)
    before = current(here)
    assert here.run("keys", "rotate", "pdf").exit_code == 0
    after = current(here)
    assert {name for name in after if after[name] != before[name]} == {"root", "pdf"}
    named = {str(key["id"]): key for key in listed(here)}
    pdf, root = named[after["pdf"]], named[after["root"]]
    assert (pdf["private"], root["private"]) == ("P12 file", "elsewhere")
    assert pdf["fingerprints"] == [sha256(one).hexdigest() for one in service.chain]
    assert root["fingerprints"] == [sha256(service.chain[-1]).hexdigest()]
    assert here.run("doctor").stdout == "All is well.\n"
    again = here.run("keys", "rotate", "pdf")
    assert (again.exit_code, again.stderr) == (
        2,
        "The seal that the settings name signs already.\n",
    )
    assert here.run("keys", "rotate", "root").exit_code == 2
    monkeypatch.delenv("LABELLING_SEAL_P12")
    assert "A key cannot sign" in here.run("doctor").stdout
    assert here.run("keys", "rotate", "root").exit_code == 0
    assert here.run("doctor").stdout == "All is well.\n"


def test_unknown_key_is_refused_in_a_sentence(here: Place) -> None:
    result = here.run("keys", "compromised", "status-0000000000000000")
    assert (result.exit_code, result.stderr) == (2, "There is no key 'status-0000000000000000'.\n")
