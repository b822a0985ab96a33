"""Two kinds of session: a reader cannot write, a writer commits all or nothing."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, literal, null, select
from sqlalchemy.exc import DatabaseError

from labelling.core import audit, database, outbox
from labelling.core.access import SYSTEM
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.outbox import Outgoing

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _jobs() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Outgoing.name).order_by(Outgoing.name)))


@pytest.mark.usefixtures("database")
def test_unit_of_work_commits_rows_and_trail_together() -> None:
    with unit_of_work() as session:
        outbox.put_job(session, "one", {}, NOW)
        audit.record(session, SYSTEM, "job.put", outbox.Outgoing(), NOW, why="test")
    with reading() as session:
        assert session.scalars(select(audit.AuditEntry.verb)).all() == ["job.put"]
    assert _jobs() == ["one"]


@pytest.mark.usefixtures("database")
def test_unit_of_work_that_raises_leaves_no_trace() -> None:
    with pytest.raises(LookupError), unit_of_work() as session:
        outbox.put_job(session, "one", {}, NOW)
        audit.record(session, SYSTEM, "job.put", Outgoing(), NOW)
        session.flush()
        raise LookupError
    with reading() as session:
        assert session.scalars(select(audit.AuditEntry)).all() == []
    assert _jobs() == []


@pytest.mark.usefixtures("database")
def test_reading_session_cannot_write() -> None:
    with reading() as session:
        outbox.put_job(session, "one", {}, NOW)
        with pytest.raises(DatabaseError):
            session.flush()
    assert _jobs() == []


@pytest.mark.usefixtures("database")
def test_second_unit_of_work_inside_the_first_is_refused() -> None:
    with unit_of_work(), pytest.raises(RuntimeError), unit_of_work():
        pass


@pytest.mark.usefixtures("database")
def test_writer_sees_what_a_writer_before_it_committed() -> None:
    with unit_of_work() as session:
        outbox.put_job(session, "one", {}, NOW, key="k")
    with unit_of_work() as session:
        outbox.put_job(session, "again", {}, NOW, key="k")
    assert _jobs() == ["one"]


@pytest.mark.usefixtures("database")
def test_letter_case_is_that_of_every_letter() -> None:
    with reading() as session:
        found = session.execute(
            select(
                func.lower("ÖSTLICHE ČÁST Œ"), func.lower(null()), literal("Ñandú").icontains("ñA")
            )
        ).one()
    assert tuple(found) == ("östliche část œ", None, True)


def test_sqlite_flushes_each_commit_and_keeps_foreign_keys(
    database: Database, engine_name: str
) -> None:
    if engine_name != "sqlite":
        assert not database.is_sqlite
        return
    with database.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        }
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "recursive_triggers": 1,
    }


def test_without_a_database_the_sessions_say_so() -> None:
    database.install(None)
    with pytest.raises(RuntimeError, match="no database"), reading():
        pass
