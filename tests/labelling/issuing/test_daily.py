"""Once a day the trail's head is in the log and the log is signed, even after a failure."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from certificates.checkpoint import read_text
from certificates.leaves import LeafType, open_event, read_leaf
from certificates.notes import read_note
from labelling.core import audit
from labelling.core.access import SYSTEM
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.issuing import daily, events, log
from labelling.issuing.models import LogEvent
from labelling.settings import Settings
from tests.labelling.issuing.making import NOW
from tests.labelling.issuing.test_log import FIRST_KEYS


def work(settings: Settings, now: datetime) -> int:
    return Worker(settings, lambda _letter, _settings: None).drain(now)


def act(now: datetime) -> None:
    with unit_of_work() as session:
        audit.record(session, SYSTEM, "thing.done", object(), now)


def heads() -> list[int]:
    with reading() as session:
        query = select(LogEvent).where(LogEvent.type == LeafType.AUDIT_HEAD).order_by(LogEvent.leaf)
        return [row.content["seq"] for row in session.scalars(query)]


def signed() -> int:
    with reading() as session:
        newest = log.newest_checkpoint(session)
    return 0 if newest is None else read_text(read_note(newest.note)).size


@pytest.mark.usefixtures("keyed")
def test_head_of_the_trail_is_logged_and_signed_once_a_day(settings: Settings) -> None:
    assert (work(settings, NOW), work(settings, NOW + timedelta(minutes=2))) == (1, 0)
    assert (heads(), signed()) == ([FIRST_KEYS], FIRST_KEYS + 1)
    act(NOW)
    assert work(settings, NOW + timedelta(minutes=4)) == 0
    assert work(settings, NOW + timedelta(days=1)) == 1
    assert (heads(), signed()) == ([FIRST_KEYS, FIRST_KEYS + 1], FIRST_KEYS + 2)


@pytest.mark.usefixtures("keyed")
def test_logged_head_opens_to_the_entry_of_the_trail(settings: Settings) -> None:
    work(settings, NOW)
    with reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        (content,) = log.entries(session, FIRST_KEYS, 1)
        sealed = events.sealed(session, FIRST_KEYS)
    leaf = read_leaf(content)
    assert entry is not None
    assert sealed is not None
    assert leaf.event_sha256 is not None
    assert open_event(sealed, leaf.event_sha256) == {
        "seq": entry.seq,
        "entry_sha256": entry.entry_sha256.hex(),
    }


@pytest.mark.usefixtures("keyed")
def test_day_without_an_act_adds_nothing(settings: Settings) -> None:
    work(settings, NOW)
    assert work(settings, NOW + timedelta(days=1)) == 1
    assert (heads(), signed()) == ([FIRST_KEYS], FIRST_KEYS + 1)


@pytest.mark.usefixtures("keyed")
def test_missing_key_is_tried_again_and_the_head_stands_once(settings: Settings) -> None:
    (file,) = settings.keys.glob("checkpoint-*.pem")
    content = file.read_bytes()
    file.unlink()
    work(settings, NOW)
    assert (heads(), signed()) == ([FIRST_KEYS], 0)
    file.touch(mode=0o600)
    file.write_bytes(content)
    assert work(settings, NOW + timedelta(minutes=5)) == 1
    assert (heads(), signed()) == ([FIRST_KEYS], FIRST_KEYS + 1)
    with reading() as session:
        row = session.scalars(select(Outgoing)).one()
    assert (row.name, row.failed_at, row.attempts) == (daily.DAILY, None, 2)


def test_installation_without_keys_logs_nothing(app: Flask, settings: Settings) -> None:
    act(NOW)
    assert (work(settings, NOW), heads()) == (0, [])
