"""A folder that is replaced as a whole: whoever reads it sees the old one or the new one."""

import ctypes
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

MARKER = "export.json"
KIND = "register-export"

File = tuple[str, bytes]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class NotOurs(Exception):
    """There is something else in the place of the folder; the message says so."""


def replace_folder(target: Path, files: Iterable[File], about: dict[str, object]) -> int:
    """Write the files into a folder of this name, in the place of an earlier export if any.

    A crash leaves the earlier one as it was. ``about`` goes into the marker, beside the SHA-256 of
    every file. Returns how many files there are. Raises NotOurs where something else stands there.
    """
    target = target.absolute()
    _refuse_another(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    fresh.mkdir(mode=0o755)
    try:
        written = dict(_written(fresh, files))
        _write(fresh / MARKER, _marker(about, written))
        _sync(fresh)
        _put_in_place(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return len(written) + 1


def _refuse_another(target: Path) -> None:
    if not target.exists() and not target.is_symlink():
        return
    try:
        kind = json.loads((target / MARKER).read_bytes())["kind"]
    except (OSError, ValueError, KeyError, TypeError):
        kind = ""
    if kind != KIND or target.is_symlink():
        raise NotOurs(f"{target} is there and is no export of the register; nothing was written.")


def _written(folder: Path, files: Iterable[File]) -> Iterable[tuple[str, str]]:
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
        yield name, hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _marker(about: dict[str, object], written: dict[str, str]) -> bytes:
    content = {"kind": KIND, "v": 1, **about, "files": dict(sorted(written.items()))}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _put_in_place(fresh: Path, target: Path) -> None:
    """Give the fresh folder the name; where there is an earlier one the two change places."""
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        aside = fresh.with_name(f"{fresh.name}.old")
        target.rename(aside)  # this file system cannot exchange: for a moment there is none
        fresh.rename(target)
        shutil.rmtree(aside)
    _sync(target.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step (renameat2 of Linux); say whether that was possible."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
