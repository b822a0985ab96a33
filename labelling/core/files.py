"""Files by content: written once under their SHA-256, never changed, read back checked."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """A folder of write-once files. Names are hashes; nothing a user says becomes a path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Store bytes durably and return their SHA-256 in hex; storing twice is one file."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._path(digest)
        if target.exists():
            return digest
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o400)
        Path(name).rename(target)
        self._sync(target.parent)
        return digest

    def get(self, digest: str) -> bytes:
        """Return a stored file; raise KeyError if there is none, ValueError if it was changed."""
        path = self._path(digest)
        if not path.exists():
            raise KeyError(digest)
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(f"the stored file {digest} was changed")
        return content

    def has(self, digest: str) -> bool:
        """Say whether a file with this hash is stored."""
        return self._path(digest).exists()

    def remove(self, digest: str) -> None:
        """Delete a file whose retention has ended."""
        self._path(digest).unlink(missing_ok=True)

    def digests(self) -> list[str]:
        """Return the hashes of all stored files, in order."""
        return sorted(
            path.name for path in self._folder.glob("??/*") if _SHA256.fullmatch(path.name)
        )

    def _path(self, digest: str) -> Path:
        if not _SHA256.fullmatch(digest):
            raise ValueError("not a SHA-256")
        return self._folder / digest[:2] / digest

    @staticmethod
    def _sync(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_installed: list[FileStore] = []


def install(store: FileStore) -> None:
    """Make a file store the one in use."""
    _installed[:] = [store]


def store() -> FileStore:
    """Return the file store in use; raise RuntimeError where none was installed."""
    if not _installed:
        raise RuntimeError("no file store is installed")
    return _installed[0]
