"""How issuing comes along is counted, and what was given up can be tried again."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from certificates.errors import BadInput, CannotSign
from labelling.core.access import PUBLIC, SYSTEM, Actor, Role
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.errors import NotAllowed, NotFound, NotNow, NotSignedIn
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.issuing import actions, backlog, queries, sources, stages
from labelling.issuing.backlog import Counts
from labelling.issuing.daily import DAILY
from labelling.issuing.sources import Named
from labelling.settings import Settings
from tests.labelling.issuing.making import KIND, NOW, add_holder, order, source_for

OFFICER = Actor(role=Role.OFFICER, person_id=uuid4())
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def holder(keyed: Database) -> Iterator[UUID]:
    """Return the id of an organisation for which certificates can be ordered."""
    with unit_of_work() as session:
        organisation = add_holder(session)
    sources.set_names(
        KIND, lambda _session, ids: {one: Named("CE-2026-0417-R", "Alder", "/x") for one in ids}
    )
    with source_for(organisation.id):
        yield organisation.id
    sources._names.pop(KIND)


@pytest.fixture
def worker(settings: Settings) -> Worker:
    """Return a worker that does no daily work of the log."""
    return Worker(settings, lambda *_: None, leaving={DAILY})


def counted() -> Counts:
    with reading() as session:
        return backlog.counts(session, LATER)


def refuse(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(stages, "print_sealed", fail)


@pytest.mark.usefixtures("holder")
def test_certificates_are_counted_where_they_stand(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counted() == Counts(0, 0, 0, 0, 0)
    for _ in range(4):
        order()
    assert counted() == Counts(waiting=4, sealed=0, hindered=0, given_up=0, published=0)
    with monkeypatch.context() as patched:
        refuse(CannotSign("The token is not there."), patched)
        worker.step(NOW)
        refuse(BadInput("Too long a name."), patched)
        worker.step(NOW)
    worker.step(NOW)
    found = counted()
    assert found == Counts(waiting=1, sealed=1, hindered=1, given_up=1, published=1)
    assert (found.on_their_way, found.ordered) == (2, 4)
    with reading() as session:
        (hindered,), (given_up,) = backlog.hindered(session), backlog.given_up(session)
    assert (hindered.reason, hindered.attempts, hindered.named) == (
        "The token is not there.",
        1,
        Named("CE-2026-0417-R", "Alder", "/x"),
    )
    assert hindered.again_at == NOW + timedelta(seconds=30)
    assert (given_up.reason, given_up.again_at) == ("Too long a name.", None)
    worker.drain(LATER)
    assert counted() == Counts(waiting=0, sealed=0, hindered=0, given_up=1, published=3)


def given_up(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Return the job of a certificate that was given up; its subject is the only one."""
    order()
    with monkeypatch.context() as patched:
        refuse(BadInput("Too long a name."), patched)
        worker.step(NOW)
    with reading() as session:
        return session.scalars(
            select(Outgoing.id).where(Outgoing.failed_at.is_not(None)).order_by(Outgoing.id)
        ).all()[-1]


@pytest.mark.usefixtures("holder")
def test_what_was_given_up_is_tried_again_from_where_it_stands(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = given_up(worker, monkeypatch)
    assert not worker.step(LATER)
    with unit_of_work() as session:
        actions.retry_certificate(session, actor=OFFICER, job_id=job_id, now=LATER)
    worker.drain(LATER)
    with reading() as session:
        (certificate,) = session.scalars(queries.published())
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))
    assert (certificate.sealed_at, certificate.issued_at) == (NOW, LATER)
    assert verbs[-3:] == ["certificate.sealed", "certificate.retried", "certificate.issued"]
    with pytest.raises(NotNow), unit_of_work() as session:
        actions.retry_certificate(session, actor=OFFICER, job_id=job_id, now=LATER)


@pytest.mark.usefixtures("holder")
def test_all_that_was_given_up_is_tried_again_at_once(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        given_up(worker, monkeypatch)
    with unit_of_work() as session:
        assert actions.retry_all(session, actor=SYSTEM, now=LATER) == 3
    worker.drain(LATER)
    assert counted().published == 3
    with unit_of_work() as session:
        assert actions.retry_all(session, actor=OFFICER, now=LATER) == 0


@pytest.mark.usefixtures("holder")
@pytest.mark.parametrize("role", sorted({*Role} - {Role.OFFICER, Role.SYSTEM, Role.PUBLIC}))
def test_nobody_else_has_anything_tried_again(
    role: Role, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = given_up(worker, monkeypatch)
    other = Actor(role=role, person_id=uuid4())
    for actor, refusal in ((other, NotAllowed), (PUBLIC, NotSignedIn)):
        with pytest.raises(refusal), unit_of_work() as session:
            actions.retry_certificate(session, actor=actor, job_id=job_id, now=LATER)
        with pytest.raises(refusal), unit_of_work() as session:
            actions.retry_all(session, actor=actor, now=LATER)
    assert counted().given_up == 1


@pytest.mark.usefixtures("holder")
def test_other_jobs_are_not_tried_again_from_here() -> None:
    order()
    with unit_of_work() as session:
        session.execute(update(Outgoing).values(name="evidence.inspect", failed_at=NOW))
        job_id = session.scalars(select(Outgoing.id)).one()
    for unknown in (job_id, uuid4()):
        with pytest.raises(NotFound), unit_of_work() as session:
            actions.retry_certificate(session, actor=OFFICER, job_id=unknown, now=LATER)
    assert counted() == Counts(0, 0, 0, 0, 0)
