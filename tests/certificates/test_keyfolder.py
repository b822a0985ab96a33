import os
from pathlib import Path

import pytest

from certificates.errors import CannotSign
from certificates.keyfolder import read_private_key, write_private_key
from certificates.keymaking import NewKey, plain_pem
from tests.certificates.signed import keys

KEY = keys()[4]
NAME = KEY.public.id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_a_key_comes_back_and_is_its_owners_alone(folder: Path) -> None:
    path = write_private_key(folder, NAME, KEY.private)
    assert plain_pem(read_private_key(folder, NAME)) == plain_pem(KEY.private)
    assert path == folder / f"{NAME}.pem"
    assert [path.stat().st_mode & 0o777, folder.stat().st_mode & 0o777] == [0o600, 0o700]
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("key", keys(), ids=lambda key: str(key.public.purpose))
def test_every_kind_of_key_can_be_kept(folder: Path, key: NewKey) -> None:
    write_private_key(folder, key.public.id, key.private)
    assert plain_pem(read_private_key(folder, key.public.id)) == plain_pem(key.private)


def test_a_key_is_never_overwritten(folder: Path) -> None:
    path = write_private_key(folder, NAME, KEY.private)
    before = path.read_bytes()
    with pytest.raises(CannotSign, match="already"):
        write_private_key(folder, NAME, keys()[3].private)
    assert path.read_bytes() == before
    assert list(folder.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_that_others_could_read_is_refused(folder: Path, mode: int) -> None:
    write_private_key(folder, NAME, KEY.private).chmod(mode)
    with pytest.raises(CannotSign, match="open to others"):
        read_private_key(folder, NAME)


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o777])
def test_a_folder_that_is_open_to_others_is_refused(folder: Path, mode: int) -> None:
    write_private_key(folder, NAME, KEY.private)
    folder.chmod(mode)
    with pytest.raises(CannotSign, match="open to others"):
        read_private_key(folder, NAME)
    with pytest.raises(CannotSign, match="open to others"):
        write_private_key(folder, keys()[3].public.id, keys()[3].private)


def test_a_link_is_not_followed(folder: Path) -> None:
    path = write_private_key(folder, NAME, KEY.private)
    path.rename(folder / "elsewhere.pem")
    path.symlink_to(folder / "elsewhere.pem")
    with pytest.raises(CannotSign, match="cannot be read"):
        read_private_key(folder, NAME)


def test_what_is_no_plain_file_is_refused(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    os.mkfifo(folder / f"{NAME}.pem", 0o600)
    with pytest.raises(CannotSign, match="is not a plain file"):
        read_private_key(folder, NAME)


def test_a_missing_key_says_which(folder: Path) -> None:
    with pytest.raises(CannotSign, match=f"{NAME} cannot be read: No such file"):
        read_private_key(folder, NAME)


def test_a_broken_file_shows_nothing_of_itself(folder: Path) -> None:
    path = write_private_key(folder, NAME, KEY.private)
    path.write_bytes(b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")
    with pytest.raises(CannotSign, match="not a private key that this system made") as refused:
        read_private_key(folder, NAME)
    assert "c2VjcmV0" not in str(refused.value)


@pytest.mark.parametrize(
    "name", ["../status-0123456789abcdef", "status", "", "status-../../../etc"]
)
def test_a_name_never_becomes_a_path(folder: Path, name: str) -> None:
    with pytest.raises(CannotSign, match="not the name of a key"):
        read_private_key(folder, name)
    with pytest.raises(CannotSign, match="not the name of a key"):
        write_private_key(folder, name, KEY.private)


def test_a_write_that_fails_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "link", full)
    with pytest.raises(CannotSign, match="No space left"):
        write_private_key(folder, NAME, KEY.private)
    assert list(folder.iterdir()) == []
