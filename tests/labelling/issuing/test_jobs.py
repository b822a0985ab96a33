"""A certificate is sealed, printed and published once, whatever breaks on the way."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from certificates.attachments import attachments
from certificates.credential import check
from certificates.keys import Purpose
from certificates.leaves import Leaf, LeafType, read_leaf
from certificates.logproof import check_proof, read_proof
from certificates.signature import check_signature
from labelling.core import files, installation, outbox
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.mail import Letter
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.issuing import events, issuer, jobs, keys, log, queries, stages
from labelling.issuing.daily import DAILY
from labelling.issuing.models import Certificate, StatusEntry
from labelling.issuing.sources import Order
from labelling.settings import Settings
from tests.labelling.issuing.making import (
    KIND,
    NOW,
    add_holder,
    make_keys,
    order,
    sheet_for,
    source_for,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def holder(keyed: Database) -> Iterator[UUID]:
    """Return the id of an organisation for which certificates can be ordered."""
    with unit_of_work() as session:
        organisation = add_holder(session)
    with source_for(organisation.id):
        yield organisation.id


@pytest.fixture
def worker(settings: Settings, letters: list[Letter]) -> Worker:
    """Return a worker that keeps its mail and does no daily work."""
    return Worker(settings, lambda letter, _settings: letters.append(letter), leaving={DAILY})


@pytest.fixture
def letters() -> list[Letter]:
    """Return where the worker puts its mail."""
    return []


def certificates() -> list[Certificate]:
    with reading() as session:
        return list(session.scalars(queries.published().order_by(Certificate.version)))


def leaves() -> list[Leaf]:
    """Return what the log has of certificates."""
    with reading() as session:
        found = [read_leaf(entry) for entry in log.entries(session, 0, log.size(session))]
    return [leaf for leaf in found if leaf.label is not None]


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
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))
    assert verbs[-2:] == ["certificate.sealed", "certificate.issued"]


def test_file_holds_credential_and_proof_and_its_hash_is_the_second_leaf(
    holder: UUID, worker: Worker
) -> None:
    subject_id = order()
    worker.drain(NOW)
    (certificate,) = certificates()
    pdf = files.store().get(certificate.sha256)
    inside = attachments(pdf)
    assert sorted(inside) == ["credential.json", "proof.json"]
    assert inside["credential.json"] == certificate.credential.encode()
    with reading() as session:
        issuing = issuer.listed_keys(session)
        pinned = log.verifier_keys(session)
        chain = keys.signing_key(session, Purpose.PDF)[0].chain
    verdict = check(inside["credential.json"], issuing, now=NOW)
    assert verdict.genuine, verdict.reason
    assert verdict.claims is not None
    assert (verdict.claims.number, verdict.claims.term, verdict.claims.version) == (
        "CE-2026-0417-R",
        str(certificate.term_id),
        1,
    )
    proof = read_proof(inside["proof.json"])
    check_proof(proof, pinned)
    assert check_signature(pdf, [chain], NOW).refusals == ()
    public_id = subject_id.hex[:12]
    issue, document = leaves()
    assert (issue.type, issue.label, issue.credential_sha256) == (
        LeafType.ISSUE,
        public_id,
        sha256(inside["credential.json"]).hexdigest(),
    )
    assert proof.leaf == issue
    assert (document.type, document.label, document.file_sha256) == (
        LeafType.DOCUMENT,
        public_id,
        certificate.sha256,
    )


def test_further_terms_and_versions_have_leaves_of_their_kind(holder: UUID, worker: Worker) -> None:
    first, second = uuid4(), uuid4()
    subject_id = order(term_id=first)
    worker.drain(NOW)
    order(subject_id, version=2, term_id=first)
    worker.drain(NOW)
    order(subject_id, version=3, term_id=second)
    worker.drain(NOW)
    kinds = [leaf.type for leaf in leaves() if leaf.type is not LeafType.DOCUMENT]
    assert kinds == [LeafType.ISSUE, LeafType.REPLACE, LeafType.RENEW]


def test_without_a_key_nothing_is_sealed_and_it_is_tried_again(
    holder: UUID, worker: Worker, settings: Settings
) -> None:
    order()
    (key,) = settings.keys.glob("credential-*.pem")
    kept = key.read_bytes()
    key.unlink()
    worker.step(NOW)
    assert leaves() == []
    key.write_bytes(kept)
    key.chmod(0o600)
    worker.drain(LATER)
    assert len(certificates()) == 1


def test_certificate_of_a_demonstration_says_so(app: Flask, worker: Worker) -> None:
    with unit_of_work() as session:
        installation.mark(session, NOW, demo=True)
        organisation = add_holder(session)
    make_keys()
    with source_for(organisation.id):
        order()
        worker.drain(NOW)
    (certificate,) = certificates()
    assert certificate.sheet["demo"] is True
    assert json.loads(certificate.credential)["name"].startswith("DEMO – NOT VALID: ")


def test_language_without_certificates_gives_english(holder: UUID, worker: Worker) -> None:
    order(language="no")
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


COLUMNS = {"certificates": "credential", "publications": "sha256", "status_entries": "purpose"}


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
    "values read": (stages, "_printable"),
    "credential signed": (issuer, "signed"),
    "sealed, not committed": (stages, "seal"),
    "credential in the log, not sealed": (events, "record"),
    "checkpoint signed, not committed": (log, "checkpoint"),
    "sealed, proof written": (stages, "write_proof"),
    "printed and signed": (stages, "print_sealed"),
    "stored": (files.FileStore, "put"),
    "published, not committed": (stages, "publish"),
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
    assert certificate.sha256 in files.store().digests()
    assert len(letters) == 2
    assert [leaf.type for leaf in leaves()] == [LeafType.ISSUE, LeafType.DOCUMENT]
    with reading() as session:
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))
        places = session.scalar(select(func.count()).select_from(StatusEntry))
    assert verbs[-2:] == ["certificate.sealed", "certificate.issued"]
    assert [verb for verb in verbs if verb.startswith("certificate")] == verbs[-2:]
    assert places == 2


def test_slower_of_two_workers_publishes_nothing_and_leaves_no_file(
    holder: UUID, worker: Worker, letters: list[Letter], monkeypatch: pytest.MonkeyPatch
) -> None:
    order()
    print_sealed = stages.print_sealed
    again: list[bool] = []

    def overtaken(certificate: Certificate, now: datetime) -> bytes:
        pdf = print_sealed(certificate, now)
        if not again:
            again.append(True)
            payload = Order(KIND, certificate.subject_id, certificate.term_id, "en", 1).payload()
            jobs.issue_certificate(payload, now)
        return pdf

    monkeypatch.setattr(stages, "print_sealed", overtaken)
    worker.drain(NOW)
    (certificate,) = certificates()
    assert files.store().digests() == [certificate.sha256]
    assert [leaf.type for leaf in leaves()] == [LeafType.ISSUE, LeafType.DOCUMENT]
    assert len(letters) == 2


@pytest.mark.parametrize("stage", ["sealed", "published"])
def test_nobody_counts_a_certificate_before_it_is_published(
    stage: str, holder: UUID, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    term_id = uuid4()
    subject_id = order(term_id=term_id)
    if stage == "sealed":
        monkeypatch.setattr(stages, "print_sealed", dying_after(stages.print_sealed))
    worker.step(NOW)
    out = stage == "published"
    with reading() as session:
        sealed = queries.sealed_versions(session, subject_id)
        assert {version: one.term_id for version, one in sealed.items()} == {1: term_id}
        assert len(queries.certificates(session, subject_id)) == int(out)
        assert queries.published_terms(session, [term_id]) == (
            frozenset({term_id}) if out else frozenset()
        )


def test_name_that_the_fonts_lack_is_refused_for_good(keyed: Database, worker: Worker) -> None:
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


@pytest.mark.parametrize("table", ["certificates", "publications", "status_entries"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = NULL", "DELETE FROM {}"])
def test_database_refuses_to_change_a_certificate(
    statement: str, table: str, holder: UUID, worker: Worker
) -> None:
    order()
    worker.drain(NOW)
    with (
        pytest.raises(DBAPIError, match=f"{table} keeps what was written"),
        unit_of_work() as session,
    ):
        session.connection().exec_driver_sql(statement.format(table, COLUMNS[table]))
