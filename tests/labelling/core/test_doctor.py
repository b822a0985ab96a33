"""What ``doctor`` finds: nothing on a sound installation, each fault with its remedy."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from labelling.core import audit, doctor, files, installation
from labelling.core.access import SYSTEM
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.doctor import Finding
from labelling.core.files import FileStore
from labelling.core.outbox import Outgoing, put_job

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


@pytest.fixture
def store(database: Database, tmp_path: Path) -> FileStore:
    """Return a file store in use, beside a database that is marked as the real thing."""
    with unit_of_work() as session:
        installation.mark(session, NOW, demo=False)
    store = FileStore(tmp_path / "files")
    files.install(store)
    return store


@pytest.fixture
def needed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of files that a room says it needs; no other room asks for any."""
    digests: list[str] = []
    monkeypatch.setattr(doctor, "_files", [])
    monkeypatch.setattr(doctor, "_checks", [])
    monkeypatch.setattr(doctor, "_thorough_checks", [])
    doctor.keeps_files(lambda _session: digests)
    return digests


def found(
    now: datetime = NOW, *, current: bool = True, demo: bool = False, thorough: bool = True
) -> list[str]:
    with reading() as session:
        return [
            finding.what
            for finding in doctor.examine(
                session, now, schema_is_current=current, demo=demo, thorough=thorough
            )
        ]


def test_doctor_finds_nothing_wrong_with_a_sound_installation(
    store: FileStore, needed: list[str]
) -> None:
    needed.append(store.put(b"a certificate"))
    with unit_of_work() as session:
        audit.record(session, SYSTEM, "thing.done", object(), NOW, text="x")
        put_job(session, "test.job", {}, NOW)
    assert found() == []


def test_doctor_asks_for_the_schema_first(store: FileStore, needed: list[str]) -> None:
    assert found(current=False) == ["The database does not have the present schema."]


def test_doctor_tells_a_demonstration_from_the_real_thing(
    store: FileStore, needed: list[str]
) -> None:
    assert found(demo=True) == [
        "A demonstration and the real thing were mixed up: the database is the other."
    ]


def test_doctor_misses_the_mark_of_a_new_database(
    database: Database, tmp_path: Path, needed: list[str]
) -> None:
    files.install(FileStore(tmp_path))
    assert found() == ["The database does not say whether it is a demonstration."]


def test_doctor_sees_triggers_that_were_dropped_and_what_was_changed_then(
    store: FileStore, needed: list[str], database: Database
) -> None:
    with unit_of_work() as session:
        audit.record(session, SYSTEM, "thing.done", object(), NOW)
    with database.engine.begin() as connection:
        name = "refuse_update_audit_entries"
        where = "" if database.is_sqlite else " ON audit_entries"
        connection.execute(text(f"DROP TRIGGER {name}{where}"))
        connection.execute(text("UPDATE audit_entries SET verb = 'thing.undone'"))
    assert found() == [
        "The database lost its protection: refuse_update_audit_entries.",
        "The audit trail does not hold: entry 1 was changed.",
    ]


def test_doctor_is_not_taken_in_by_a_trigger_of_the_same_name(
    store: FileStore, needed: list[str], database: Database
) -> None:
    name = "refuse_update_audit_entries"
    with database.engine.begin() as connection:
        if database.is_sqlite:
            tame = (
                f"CREATE TRIGGER {name} BEFORE UPDATE ON audit_entries WHEN 0 BEGIN SELECT 1; END"
            )
            connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text(tame))
        else:
            empty = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            connection.execute(text(f"CREATE OR REPLACE FUNCTION refuse_change() {empty}"))
    (finding,) = found()
    assert finding.startswith("The database lost its protection: ")
    assert name in finding


def test_doctor_sees_that_the_clock_went_back(store: FileStore, needed: list[str]) -> None:
    with unit_of_work() as session:
        audit.record(session, SYSTEM, "thing.done", object(), NOW)
    assert found(NOW - timedelta(seconds=59)) == []
    assert found(NOW - timedelta(minutes=2)) == [
        "The clock went back: the last entry of the trail lies in the future."
    ]


def test_doctor_sees_mail_that_is_late_or_was_given_up(store: FileStore, needed: list[str]) -> None:
    with unit_of_work() as session:
        for _ in range(2):
            put_job(session, "test.job", {}, NOW)
    assert found(NOW + timedelta(minutes=14)) == []
    assert found(NOW + timedelta(minutes=16)) == [
        "2 mails and jobs are late by more than 15 minutes."
    ]
    with unit_of_work() as session:
        session.execute(update(Outgoing).values(failed_at=NOW))
    assert found(NOW + timedelta(minutes=16)) == ["2 mails and jobs were given up."]


def test_doctor_sees_files_that_are_missing_or_were_changed(
    store: FileStore, needed: list[str], tmp_path: Path
) -> None:
    changed, missing = store.put(b"a certificate"), "0" * 64
    path = tmp_path / "files" / changed[:2] / changed
    path.chmod(0o600)
    path.write_bytes(b"another")
    needed.extend([changed, missing])
    assert sorted(found()) == sorted(
        [f"The file {changed} was changed.", f"The file {missing} is missing."]
    )


def test_doctor_looks_at_a_sample_unless_it_is_thorough(
    store: FileStore, needed: list[str]
) -> None:
    needed.extend(f"{number:064x}" for number in range(doctor.SAMPLE + 10))
    assert len(found(thorough=False)) == doctor.SAMPLE
    assert len(found()) == doctor.SAMPLE + 10


def test_doctor_asks_the_rooms(store: FileStore, needed: list[str]) -> None:
    @doctor.checks
    def _broken(_session: Session, now: datetime) -> list[Finding]:
        return [Finding(f"Broken since {now:%Y}.", "Mend it.")]

    @doctor.checks_thoroughly
    def _worn(_session: Session, _now: datetime) -> list[Finding]:
        return [Finding("Worn inside.", "Mend that too.")]

    assert found(thorough=False) == ["Broken since 2026."]
    assert found(thorough=True) == ["Broken since 2026.", "Worn inside."]
