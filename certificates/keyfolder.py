"""Private keys in a folder apart from the database: written once, readable by their owner only."""

import os
import re
import secrets
import stat
from pathlib import Path

from certificates.errors import BadInput, CannotSign
from certificates.keymaking import PrivateKey, plain_pem, private_key

_OWN_FILE = 0o600
_OWN_FOLDER = 0o700
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_NAME = re.compile(r"[a-z]+-[0-9a-f]{16}", re.ASCII)
_LARGEST = 16 * 1024


def write_private_key(folder: Path, key_id: str, key: PrivateKey) -> Path:
    """Put a private key into the folder and return its path; a key is never overwritten.

    The file appears at once and whole, or not at all. Raises CannotSign where it is there
    already, or where the folder is open to others or cannot be written.
    """
    path = _path(folder, key_id)
    fresh = path.with_name(f".{key_id}.{secrets.token_hex(8)}")
    try:
        folder.mkdir(mode=_OWN_FOLDER, parents=True, exist_ok=True)
        _refuse_open(folder.stat(), folder)
        _write_to_disk(fresh, plain_pem(key))
        try:
            os.link(fresh, path)
        finally:
            fresh.unlink()
        _sync_folder(folder)
    except FileExistsError as problem:
        raise CannotSign(f"There is a key {key_id} in {folder} already.") from problem
    except OSError as problem:
        raise CannotSign(f"The key {key_id} cannot be written: {problem.strerror}.") from problem
    return path


def read_private_key(folder: Path, key_id: str) -> PrivateKey:
    """Return a private key from the folder.

    Raises CannotSign where it is missing or not a plain file of this user, and where it or its
    folder is open to others: a key that others could read is no longer one.
    """
    path = _path(folder, key_id)
    try:
        _refuse_open(folder.stat(), folder)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            _refuse_open(found, path)
            if not stat.S_ISREG(found.st_mode):
                raise CannotSign(f"{path} is not a plain file.")
            return private_key(file.read(_LARGEST))
    except OSError as problem:
        raise CannotSign(f"The key {key_id} cannot be read: {problem.strerror}.") from problem
    except BadInput as problem:
        raise CannotSign(f"{path} is not a private key that this system made.") from problem


def _path(folder: Path, key_id: str) -> Path:
    if not _NAME.fullmatch(key_id):
        raise CannotSign(f"{key_id!r} is not the name of a key.")
    return folder / f"{key_id}.pem"


def _refuse_open(found: os.stat_result, path: Path) -> None:
    if found.st_mode & _FOR_OTHERS:
        raise CannotSign(
            f"{path} is open to others than its owner: see who read it, then close it with chmod "
            "go= or, to be sure, take a new key."
        )
    if found.st_uid != os.geteuid():
        raise CannotSign(f"{path} belongs to another user.")


def _write_to_disk(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _OWN_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
