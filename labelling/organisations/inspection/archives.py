"""ZIP archives, read whole within limits: entries, bytes, ratio, no doctype in any XML."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from labelling.organisations.inspection.findings import Reason, Refused

CHUNK = 65_536
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 1_048_576
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

# What the library raises for damaged archives, found by changing bytes of a good one: besides its
# own error those of the parts it is made of, and RuntimeError where an entry claims a password.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)

Started = Callable[[str, Mapping[str, str]], None]
Heard = Callable[[str], None]


@dataclass(slots=True)
class Budget:
    """What a file may still unfold to, archives inside it included."""

    entries: int = 5_000
    size: int = 250_000_000

    def spend(self, size: int) -> None:
        """Take bytes from the budget; raise Refused when it is used up."""
        self.size -= size
        if self.size < 0:
            raise Refused(Reason.BOMB)


class Archive:
    """An archive whose entries have harmless names and are not encrypted."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except _DAMAGED:
            raise Refused(Reason.UNREADABLE) from None
        self._budget = budget
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        budget.entries -= len(self._zip.infolist())
        if budget.entries < 0:
            raise Refused(Reason.BOMB)
        if len(self._entries) != len(self._zip.infolist()):
            raise Refused(Reason.UNREADABLE)
        for entry in self._entries.values():
            _refuse_odd(entry)

    @property
    def names(self) -> list[str]:
        """Return the names of all entries, in the archive's order."""
        return list(self._entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield an entry piece by piece; raise Refused if absent, damaged or unfolding too far."""
        entry = self._entry(name)
        read = 0
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    read += len(chunk)
                    self._budget.spend(len(chunk))
                    if read > RATIO_COUNTS_FROM and read > HIGHEST_RATIO * entry.compress_size:
                        raise Refused(Reason.BOMB)
                    yield chunk
        except _DAMAGED:
            raise Refused(Reason.UNREADABLE) from None

    def read(self, name: str) -> bytes:
        """Return an entry whole; raise Refused as ``chunks`` does."""
        return b"".join(self.chunks(name))

    def parse(self, name: str, started: Started, heard: Heard | None = None) -> None:
        """Parse an entry as XML and call ``started`` with each element's name and attributes.

        ``heard``, if given, is called with the pieces of text between them. An entry of no bytes,
        which office programs leave for what is not set, has no elements.
        """
        if self._entry(name).file_size == 0:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = started
        if heard is not None:
            parser.CharacterDataHandler = heard
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise Refused(Reason.UNREADABLE) from None

    def _entry(self, name: str) -> zipfile.ZipInfo:
        if name not in self._entries:
            raise Refused(Reason.UNREADABLE)
        return self._entries[name]


def _refuse_odd(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(Reason.ENCRYPTED)
    parts = entry.filename.replace("\\", "/").split("/")
    if entry.compress_type not in _METHODS or ".." in parts or parts[0] in {"", "."}:
        raise Refused(Reason.UNREADABLE)


def _refuse_doctype(*_declared: object) -> None:
    raise Refused(Reason.ENTITIES)
