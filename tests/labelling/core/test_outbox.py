"""The outbox and its worker: nothing is lost, nothing leaves for what was rolled back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from labelling.core import mail, outbox, secrets
from labelling.core.database import reading, unit_of_work
from labelling.core.mail import Letter, deliver
from labelling.core.outbox import (
    LEASE,
    MOST_ATTEMPTS,
    Delayed,
    Outgoing,
    Undeliverable,
    handles,
)
from labelling.core.worker import Worker
from labelling.settings import Settings
from tests.postbox import Postbox

SUBJECT = "Set up your account by Friday 4 December 2026"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

done: list[Mapping[str, Any]] = []
failing: list[Exception] = []


@handles("test.job")
def _job(payload: Mapping[str, Any], _now: datetime) -> None:
    if failing:
        raise failing[0]
    done.append(payload)


@pytest.fixture(autouse=True)
def _fresh_lists() -> Iterator[None]:
    done.clear()
    failing.clear()
    yield
    done.clear()
    failing.clear()


@dataclass(frozen=True)
class _Reader:
    id: UUID = field(default_factory=uuid4)
    email: str = "ana@cluster.example"
    name: str = "Ana (fictitious)"
    language: str = "en"


def _put(**more: Any) -> None:
    with unit_of_work() as session:
        outbox.put_job(session, "test.job", {"n": 1}, NOW, **more)


def _row() -> Outgoing:
    with reading() as session:
        return session.scalars(select(Outgoing)).one()


@pytest.mark.usefixtures("database")
def test_job_is_done_once_after_the_commit(settings: Settings) -> None:
    _put()
    worker = Worker(settings)
    assert (worker.drain(NOW), worker.drain(NOW)) == (1, 0)
    assert done == [{"n": 1}]
    assert _row().finished_at == NOW


@pytest.mark.usefixtures("database")
def test_job_of_a_rolled_back_transaction_is_never_done(settings: Settings) -> None:
    with pytest.raises(LookupError), unit_of_work() as session:
        outbox.put_job(session, "test.job", {}, NOW)
        raise LookupError
    assert Worker(settings).drain(NOW) == 0


@pytest.mark.usefixtures("database")
def test_job_with_a_known_key_is_queued_once(settings: Settings) -> None:
    _put(key="reminder")
    _put(key="reminder")
    assert Worker(settings).drain(NOW) == 1


@pytest.mark.usefixtures("database")
def test_job_is_not_done_before_its_time(settings: Settings) -> None:
    _put(not_before=NOW + timedelta(hours=1))
    assert Worker(settings).drain(NOW) == 0
    assert Worker(settings).drain(NOW + timedelta(hours=1)) == 1


@pytest.mark.usefixtures("database")
def test_job_that_fails_is_tried_again_later_and_given_up_in_the_end(settings: Settings) -> None:
    _put()
    failing.append(OSError("the disk"))
    worker, now = Worker(settings), NOW
    for _ in range(MOST_ATTEMPTS):
        assert worker.drain(now) == 1
        now += timedelta(days=1)
    row = _row()
    assert (row.attempts, row.error, row.finished_at) == (MOST_ATTEMPTS, "OSError", None)
    assert row.failed_at is not None


@pytest.mark.usefixtures("database")
def test_row_leased_by_a_worker_that_died_comes_back(settings: Settings) -> None:
    _put()
    with unit_of_work() as session:
        assert outbox.lease(session, NOW) is not None
    worker = Worker(settings)
    assert worker.drain(NOW) == 0
    assert worker.drain(NOW + LEASE + timedelta(seconds=1)) == 1


@pytest.mark.usefixtures("database")
def test_job_refused_for_good_is_not_tried_again(settings: Settings) -> None:
    _put()
    failing.append(Undeliverable("no such box"))
    Worker(settings).drain(NOW)
    row = _row()
    assert (row.failed_at, row.error, row.attempts) == (NOW, "no such box", 1)


@pytest.mark.usefixtures("app")
def test_mail_goes_through_real_smtp_in_the_readers_language(
    settings: Settings, postbox: Postbox
) -> None:
    with unit_of_work() as session:
        mail.send(session, _Reader(), "invitation", NOW, secret="s3cret", until="2026-12-04")
    here = settings.model_copy(update={"smtp_host": postbox.host, "smtp_port": postbox.port})
    assert Worker(here, deliver).drain(NOW) == 1
    [message] = postbox.messages
    assert message["To"] == "ana@cluster.example"
    assert message["Subject"] == SUBJECT
    assert "s3cret" in message.get_content()
    assert "s3cret" not in str(_row().payload)
    assert _row().subject == SUBJECT


@pytest.mark.usefixtures("app")
def test_address_refused_by_the_mail_server_is_told_not_repeated(
    settings: Settings, postbox: Postbox
) -> None:
    here = settings.model_copy(update={"smtp_host": postbox.host, "smtp_port": postbox.port})
    with pytest.raises(Undeliverable):
        deliver(Letter("nobody@refused.example", "s", "b"), here)


def test_sealed_text_of_another_purpose_is_refused(settings: Settings) -> None:
    vault = secrets.Vault.in_folder(settings.data_dir / "keys")
    again = secrets.Vault.in_folder(settings.data_dir / "keys")
    assert again.unseal("mail", vault.seal("mail", b"text")) == b"text"
    with pytest.raises(ValueError, match="not sealed here"):
        vault.unseal("post", vault.seal("mail", b"text"))


def test_kinds_take_turns_however_many_of_one_there_are(
    database: object, settings: Settings
) -> None:
    order: list[str] = []
    for name in ("test.many", "test.few"):
        outbox._handlers[name] = lambda payload, _now: order.append(payload["name"])
    try:
        with unit_of_work() as session:
            for _ in range(5):
                outbox.put_job(session, "test.many", {"name": "many"}, NOW)
            late = NOW + timedelta(seconds=5)
            for _ in range(2):
                outbox.put_job(session, "test.few", {"name": "few"}, late)
        worker = Worker(settings)
        worker.step(NOW)
        worker.drain(late)
    finally:
        del outbox._handlers["test.many"], outbox._handlers["test.few"]
    assert order == ["many", "few", "many", "few", "many", "many", "many"]


def test_what_was_hindered_is_tried_again_with_its_reason_kept(
    database: object, settings: Settings
) -> None:
    failing.append(Delayed("The token is not there."))
    _put()
    worker = Worker(settings)
    worker.step(NOW)
    assert (_row().error, _row().failed_at) == ("The token is not there.", None)
    for again in range(1, MOST_ATTEMPTS):
        worker.step(NOW + timedelta(days=again))
    assert _row().failed_at is not None
    failing.clear()
    with unit_of_work() as session:
        outbox.revive(session.scalars(select(Outgoing)).one(), NOW + timedelta(days=20))
    worker.step(NOW + timedelta(days=20))
    assert (done, _row().error) == ([{"n": 1}], None)


@pytest.mark.usefixtures("database")
def test_lease_is_renewed_by_each_step_and_lost_to_another_worker(settings: Settings) -> None:
    seen: list[datetime | None] = []
    later = NOW + timedelta(minutes=30)

    @handles("test.steps")
    def _steps(_payload: Mapping[str, Any], _now: datetime) -> None:
        with unit_of_work() as session:
            outbox.renew(session)
        seen.append(_row().leased_until)
        with unit_of_work() as session:
            assert outbox.lease(session, later) is not None  # another worker, long afterwards
        with unit_of_work() as session:
            outbox.renew(session)

    with unit_of_work() as session:
        outbox.put_job(session, "test.steps", {}, NOW)
    assert Worker(settings).step(NOW)
    assert seen[0] is not None
    assert NOW + LEASE <= seen[0] < NOW + LEASE + timedelta(minutes=1)
    row = _row()
    assert (row.leased_until, row.attempts) == (later + LEASE, 2)  # it stays the other one's
    assert (row.finished_at, row.error) == (None, None)
