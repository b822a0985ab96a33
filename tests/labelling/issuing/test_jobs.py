"""A certificate is printed once, whatever breaks on the way."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from labelling.core import files, installation, outbox
from labelling.core.audit import AuditEntry
from labelling.core.database import reading, unit_of_work
from labelling.core.mail import Letter
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.issuing import jobs, queries
from labelling.issuing.models import Certificate
from labelling.issuing.sources import Order
from labelling.settings import Settings
from tests.labelling.issuing.making import KIND, NOW, add_holder, order, sheet_for, source_for

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def holder(app: Flask) -> Iterator[UUID]:
    """Return the id of an organisation for which certificates can be ordered."""
    with unit_of_work() as session:
        organisation = add_holder(session)
    with source_for(organisation.id):
        yield organisation.id


@pytest.fixture
def worker(settings: Settings, letters: list[Letter]) -> Worker:
    """Return a worker that keeps its mail."""
    return Worker(settings, lambda letter, _settings: letters.append(letter))


@pytest.fixture
def letters() -> list[Letter]:
    """Return where the worker puts its mail."""
    return []


def certificates() -> list[Certificate]:
    with reading() as session:
        return list(session.scalars(select(Certificate).order_by(Certificate.version)))


def test_ordered_certificate_is_printed_kept_and_mailed_to_the_owners(
    holder: UUID, worker: Worker, letters: list[Letter]
) -> None:
    subject_id = order()
    worker.drain(NOW)
    (certificate,) = certificates()
    sheet = sheet_for(Order(KIND, subject_id, certificate.term_id, "en", 1))
    assert (certificate.subject_id, certificate.version, certificate.language) == (
        subject_id,
        1,
        "en",
    )
    assert (certificate.issued_at, certificate.issued_for) == (NOW, holder)
    assert certificate.sheet == json.loads(sheet.canonical())
    assert files.store().get(certificate.sha256).startswith(b"%PDF-1.7")
    assert [letter.subject for letter in letters] == [
        "The certificate for label CE-2026-0417-R is ready"
    ] * 2
    assert all(sheet.address in letter.body for letter in letters)
    assert all(len(letter.body.split()) <= 90 for letter in letters)
    with reading() as session:
        assert list(session.scalars(select(AuditEntry.verb))) == ["certificate.issued"]


def test_certificate_of_a_demonstration_says_so(holder: UUID, worker: Worker) -> None:
    with unit_of_work() as session:
        installation.mark(session, NOW, demo=True)
    order()
    worker.drain(NOW)
    assert [certificate.sheet["demo"] for certificate in certificates()] == [True]


def test_language_without_certificates_gives_english(holder: UUID, worker: Worker) -> None:
    order(language="fr")
    order(language="de")
    worker.drain(NOW)
    assert sorted(certificate.language for certificate in certificates()) == ["de", "en"]


def test_same_version_is_ordered_and_printed_once(holder: UUID, worker: Worker) -> None:
    subject_id = order()
    order(subject_id)
    worker.drain(NOW)
    (certificate,) = certificates()
    payload = Order(KIND, subject_id, certificate.term_id, "en", 1).payload()
    jobs.issue_certificate(payload, LATER)
    assert [(row.id, row.issued_at) for row in certificates()] == [(certificate.id, NOW)]


def test_versions_of_one_subject_are_listed_newest_last(holder: UUID, worker: Worker) -> None:
    subject_id = order()
    order(subject_id, version=2)
    other = order()
    worker.drain(NOW)
    with reading() as session:
        first, second = queries.certificates(session, subject_id)
        assert (first.version, second.version) == (1, 2)
        assert queries.certificates_of(session, [subject_id, other]) == {
            subject_id: [first, second],
            other: queries.certificates(session, other),
        }


class Crash(Exception):
    """The process dies here."""


def dying_after(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as one whose process dies, the first time, when it has been done."""
    done: list[bool] = []

    def wrapped(*arguments: Any, **values: Any) -> Any:
        result = function(*arguments, **values)
        if not done:
            done.append(True)
            raise Crash
        return result

    return wrapped


STEPS = {
    "values read": (jobs, "_printable"),
    "printed": (jobs, "_printed"),
    "stored": (files.FileStore, "put"),
    "inserted, not committed": (jobs, "_record"),
    "committed, not marked done": (jobs, "issue_certificate"),
}


@pytest.mark.parametrize("step", STEPS)
def test_crash_after_a_step_leaves_exactly_one_certificate_in_the_end(
    step: str,
    holder: UUID,
    worker: Worker,
    letters: list[Letter],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    subject_id = order()
    owner, name = STEPS[step]
    dying = dying_after(getattr(owner, name))
    if name == "issue_certificate":
        monkeypatch.setitem(outbox._handlers, "certificate.issue", dying)
    else:
        monkeypatch.setattr(owner, name, dying)
    worker.step(NOW)
    with reading() as session:
        row = session.scalars(select(Outgoing).where(Outgoing.name == "certificate.issue")).one()
        assert (row.finished_at, row.error) == (None, "Crash")
    worker.drain(LATER)
    (certificate,) = certificates()
    assert (certificate.subject_id, certificate.version) == (subject_id, 1)
    assert files.store().digests() == [certificate.sha256]
    assert len(letters) == 2
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_name_that_the_fonts_lack_is_refused_for_good(app: Flask, worker: Worker) -> None:
    with unit_of_work() as session:
        organisation = add_holder(session, name="星 cluster")
    with source_for(organisation.id, holder="星 cluster"):
        order()
        worker.drain(NOW)
    with reading() as session:
        row = session.scalars(select(Outgoing).where(Outgoing.name == "certificate.issue")).one()
    assert row.failed_at == NOW
    assert "U+661F" in (row.error or "")
    assert certificates() == []


@pytest.mark.parametrize(
    "statement", ["UPDATE certificates SET version = 9", "DELETE FROM certificates"]
)
def test_database_refuses_to_change_a_certificate(
    statement: str, holder: UUID, worker: Worker
) -> None:
    order()
    worker.drain(NOW)
    with (
        pytest.raises(DBAPIError, match="certificates keeps what was written"),
        unit_of_work() as session,
    ):
        session.connection().exec_driver_sql(statement)
