"""A thousand certificates after a committee: all issued, in flat memory, with mail in between."""

import gc
import time
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from labelling.core import files, outbox
from labelling.core.database import reading, unit_of_work
from labelling.core.mail import Letter
from labelling.core.worker import Worker
from labelling.issuing import backlog, queries
from labelling.issuing.backlog import Counts
from labelling.issuing.log_inspection import hash_faults
from labelling.settings import Settings
from tests.labelling.issuing.making import add_holder, make_keys, order, source_for

SHORT, LONG = 25, 1_000
WARM = 15
NOW = datetime.now(UTC) - timedelta(hours=1)
_MOST_GROWTH_MEGABYTES = 64  # some 20 KB a print stay behind in the typesetter's own libraries
_MEGABYTE = 2**20


@pytest.mark.usefixtures("app")
def test_thousand_certificates_in_flat_memory(settings: Settings, *, long_campaign: bool) -> None:
    wanted = LONG if long_campaign else SHORT
    make_keys(NOW)
    with unit_of_work() as session:
        organisation = add_holder(session)
    sent: list[str] = []

    def deliver(letter: Letter, _settings: Settings) -> None:
        sent.append(letter.subject)

    worker = Worker(settings, deliver)
    process = psutil.Process()
    with source_for(organisation.id):
        for _ in range(WARM + wanted):
            order()
        _work_until(worker, WARM)
        gc.collect()
        before, begun = process.memory_info().rss, time.monotonic()
        with unit_of_work() as session:
            outbox.put_job(session, "log.daily", {"day": "another"}, NOW)
        steps = 0
        while not _done(worker, "log.daily"):
            steps += 1
            assert worker.step(NOW + timedelta(minutes=1))
        _work_until(worker, WARM + wanted)
        seconds = time.monotonic() - begun
        gc.collect()
        grown = (process.memory_info().rss - before) / _MEGABYTE
        worker.drain(NOW + timedelta(minutes=1))
    print(f"{wanted} certificates in {seconds:.0f} s, memory grew by {grown:.1f} MB")  # noqa: T201
    with reading() as session:
        assert list(hash_faults(session)) == []
        assert len(session.scalars(queries.published()).all()) == WARM + wanted
        counts = backlog.counts(session, NOW + timedelta(minutes=2))
    assert counts == Counts(0, 0, 0, 0, published=WARM + wanted)
    assert len(files.store().digests()) == WARM + wanted
    assert len(sent) == 2 * (WARM + wanted)
    assert steps < WARM
    assert grown < _MOST_GROWTH_MEGABYTES


def _work_until(worker: Worker, published: int) -> None:
    """Let the worker take step after step until so many certificates are published."""
    while _published() < published:
        assert worker.step(NOW + timedelta(minutes=1))


def _published() -> int:
    with reading() as session:
        return backlog.counts(session, NOW + timedelta(minutes=2)).published


def _done(worker: Worker, name: str) -> bool:
    return name in worker._served
