"""Backup and restore: database and files in one archive, by one manifest, for either engine.

The archive is a tar file: ``manifest.json`` first, then ``tables/<name>.jsonl`` and
``files/<sha256>``. It holds no keys; the manifest names the key ring that belongs to it.
"""

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, func, select

from labelling.core.database import Database
from labelling.core.files import FileStore

FORMAT = 1
_BATCH = 500


class BadArchive(Exception):
    """The archive cannot be restored; the sentence says why."""


@dataclass(slots=True)
class Manifest:
    """What an archive holds."""

    revision: str
    created_at: str
    keys: str
    format: int = FORMAT
    rows: dict[str, int] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def write(
    target: Path,
    database: Database,
    tables: list[Table],
    store: FileStore,
    manifest: Manifest,
) -> Manifest:
    """Write an archive of one moment; complete it under a temporary name first."""
    dumps: dict[str, bytes] = {}
    with database.reader() as session:
        connection = session.connection()
        for table in tables:
            lines = list(_dump(connection, table))
            content = "".join(lines).encode()
            manifest.rows[table.name] = len(lines)
            manifest.sha256[table.name] = hashlib.sha256(content).hexdigest()
            dumps[table.name] = content
        # Files are written before the rows that name them: those of this moment are all there.
        manifest.files = store.digests()
    unfinished = target.with_name(target.name + ".unfinished")
    with tarfile.open(unfinished, "w") as archive:
        _add(archive, "manifest.json", json.dumps(asdict(manifest), indent=1).encode())
        for name, content in dumps.items():
            _add(archive, f"tables/{name}.jsonl", content)
        for digest in manifest.files:
            _add(archive, f"files/{digest}", store.get(digest))
    unfinished.chmod(0o600)
    unfinished.rename(target)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Return what an archive says of itself; raise BadArchive for anything else."""
    try:
        with tarfile.open(source) as archive:
            return Manifest(**json.loads(_member(archive, "manifest.json")))
    except (OSError, tarfile.TarError, ValueError, TypeError) as error:
        raise BadArchive(f"{source} is not an archive of ours ({type(error).__name__}).") from None


def restore(source: Path, database: Database, tables: list[Table], store: FileStore) -> Manifest:
    """Fill an empty, migrated database and a file store; all or nothing in the database.

    Raises BadArchive where a table or file is not what the manifest says, or rows exist already.
    """
    manifest = read_manifest(source)
    with tarfile.open(source) as archive:
        for digest in manifest.files:
            if store.put(_member(archive, f"files/{digest}")) != digest:
                raise BadArchive(f"The file {digest} in {source} was changed.")
        with database.writer() as session, session.begin():
            connection = session.connection()
            for table in tables:
                _refuse_filled(connection, table)
                content = _member(archive, f"tables/{table.name}.jsonl")
                if hashlib.sha256(content).hexdigest() != manifest.sha256.get(table.name):
                    raise BadArchive(f"The table {table.name} in {source} was changed.")
                _load(connection, table, content)
    return manifest


def _refuse_filled(connection: Connection, table: Table) -> None:
    if connection.scalar(select(func.count()).select_from(table)):
        raise BadArchive(f"The database is not empty: {table.name} has rows.")


def _dump(connection: Connection, table: Table) -> Iterator[str]:
    rows = connection.execution_options(yield_per=_BATCH).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in rows:
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False) + "\n"


def _load(connection: Connection, table: Table, content: bytes) -> None:
    readers = [_reader(column.type.python_type) for column in table.columns]
    names = [column.name for column in table.columns]
    rows = [
        {
            name: None if value is None else read(value)
            for name, read, value in zip(names, readers, json.loads(line), strict=True)
        }
        # At line feeds only: texts may hold what splitlines takes for a line's end (U+2028).
        for line in content.splitlines()
    ]
    for start in range(0, len(rows), _BATCH):
        connection.execute(table.insert(), rows[start : start + _BATCH])


def _plain(value: object) -> object:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case UUID() | Decimal():
            return str(value)
    return value


def _reader(kind: type[Any]) -> Callable[[Any], Any]:
    known: dict[type[Any], Callable[[Any], Any]] = {
        bytes: base64.b64decode,
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        UUID: UUID,
        Decimal: Decimal,
    }
    return known.get(kind, kind if issubclass(kind, Enum) else _as_it_is)


def _as_it_is(value: object) -> object:
    return value


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    archive.addfile(info, io.BytesIO(content))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        stream = archive.extractfile(name)
    except KeyError:
        stream = None
    if stream is None:
        raise BadArchive(f"{name} is missing in the archive.")
    return stream.read()
