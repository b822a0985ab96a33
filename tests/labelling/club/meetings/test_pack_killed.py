"""A worker is killed between two files of a pack: another one makes the rest, and only that."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from labelling.club.meetings import queries
from labelling.club.meetings.models import Pack, PackFile, SealedSheet
from labelling.core import files, installation
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.settings import Settings
from tests.labelling.club.meetings.making import NOW, Planned, ordered
from tests.warm import ROOT, Running

_PATIENCE = 120  # seconds

Made = dict[UUID, tuple[datetime, str]]


@contextmanager
def working(settings: Settings) -> Iterator[Running]:
    """Run a worker as an operator would, and end it as a power cut would."""
    environment = {
        **os.environ,
        "LABELLING_DATA_DIR": str(settings.data_dir),
        "LABELLING_DATABASE_URL": settings.database,
        "LABELLING_PUBLIC_URL": settings.public_url,
        "LABELLING_SMTP_HOST": "127.0.0.1",
        "LABELLING_SMTP_PORT": "9",
    }
    nowhere = Path(os.devnull)
    process = Running(["worker"], environment, ROOT, nowhere, nowhere)
    try:
        yield process
    finally:
        process.kill_all()


def wait_until(reached: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + _PATIENCE
    while not reached():
        assert time.monotonic() < deadline, "not reached in time"
        time.sleep(0.02)


def made_so_far(pack: Pack) -> Made:
    """Return what was made of a pack: when, and the hash of what is stored."""
    with reading() as session:
        rows: list[PackFile | SealedSheet] = [
            *queries.pack_files(session, pack.id),
            *queries.sealed_sheets(session, pack.id),
        ]
    return {one.id: (one.made_at, one.sha256) for one in rows if one.made_at is not None}


def all_of(pack: Pack) -> int:
    """Return how many files and sheets a pack has."""
    with reading() as session:
        return len(queries.pack_files(session, pack.id)) + len(
            queries.sealed_sheets(session, pack.id)
        )


def job(ended: datetime | None = None) -> Outgoing:
    """Return the job of the pack; with a time, its lease ends then."""
    query = select(Outgoing).where(Outgoing.name == "club.pack")
    with unit_of_work() as session:
        row = session.scalars(query).one()
        if ended is not None:
            row.leased_until = ended
    return row


def test_pack_is_whole_after_a_worker_was_killed(
    app: Flask, settings: Settings, planned: Planned
) -> None:
    with unit_of_work() as session:
        installation.mark(session, NOW, demo=False)
    pack = ordered(planned)
    wanted = all_of(pack)
    with working(settings):
        wait_until(lambda: len(made_so_far(pack)) >= 3)
    before = made_so_far(pack)
    assert 3 <= len(before) < wanted
    held = job()
    assert held.leased_until is not None
    assert held.leased_until > datetime.now(UTC)  # renewed: it lives on after its worker
    job(datetime.now(UTC) - timedelta(seconds=1))
    with working(settings):
        wait_until(lambda: job().finished_at is not None)
    after = made_so_far(pack)
    assert len(after) == wanted
    assert {key: after[key] for key in before} == before
    assert job().attempts == 2
    with reading() as session:
        noted = session.scalar(
            select(func.count())
            .select_from(AuditEntry)
            .where(AuditEntry.verb.in_(["pack.made", "sheet.made"]))
        )
        stored = [one.sha256 for one in queries.pack_files(session, pack.id)]
        stored += [one.stored for one in queries.sealed_sheets(session, pack.id)]
    assert noted == wanted
    assert all(files.store().get(one) for one in stored)
