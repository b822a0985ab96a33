"""Signatures get time stamps where an authority is set, and archives the next one in time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from certificates import signing
from certificates.errors import CannotSign
from certificates.keys import Purpose
from certificates.leaves import LeafType, read_leaf
from certificates.openpdf import open_pdf
from certificates.signature import Refusal, SignatureCheck, check_signature
from labelling.core import files, outbox
from labelling.core.audit import AuditEntry
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.outbox import Outgoing
from labelling.core.worker import Worker
from labelling.issuing import keys, log, queries, stamping
from labelling.issuing.daily import DAILY
from labelling.issuing.inspection import certificate_files
from labelling.issuing.models import Certificate
from labelling.settings import Settings, in_use, use
from tests.labelling.issuing.authority import ACCOUNT, Authority, stamping_authority
from tests.labelling.issuing.making import NOW, add_holder, order, source_for

PRESENT = datetime.now(UTC).replace(microsecond=0)  # the authority's clock is the machine's
ENDS = PRESENT + timedelta(days=200)
SOON = ENDS - stamping.BEFORE_END + timedelta(days=1)
LATER = ENDS + timedelta(days=800)


@pytest.fixture
def authority(keyed: Database, settings: Settings, tmp_path: Path) -> Iterator[Authority]:
    """Return an authority that the settings name, for archives."""
    before = in_use()
    with stamping_authority() as authority:
        authority.take_key(ENDS)
        roots = tmp_path / "roots.pem"
        roots.write_bytes(authority.pem)
        use(
            settings.model_copy(
                update={
                    "tsa_url": authority.url,
                    "tsa_user": ACCOUNT[0],
                    "tsa_password": SecretStr(ACCOUNT[1]),
                    "tsa_archive": True,
                    "stamp_anchors": roots,
                }
            )
        )
        yield authority
    use(before)
    stamping._stamper.cache_clear()


@pytest.fixture
def holder(authority: Authority) -> Iterator[UUID]:
    """Return an organisation for which certificates can be ordered."""
    with unit_of_work() as session:
        organisation = add_holder(session)
    with source_for(organisation.id):
        yield organisation.id


@pytest.fixture
def worker(settings: Settings) -> Worker:
    """Return a worker that does no daily work of the log."""
    return Worker(settings, lambda *_: None, leaving={DAILY})


def certificate() -> Certificate:
    with reading() as session:
        return session.scalars(queries.published()).one()


def checked(digest: str, *roots: bytes) -> SignatureCheck:
    with reading() as session:
        chains = [key.chain for key in keys.public_keys(session).of(Purpose.PDF)]
    return check_signature(files.store().get(digest), chains, NOW, roots or stamping.anchors())


def own_root() -> bytes:
    with reading() as session:
        return keys.public_keys(session).of(Purpose.ROOT)[0].chain[0]


def stamps(digest: str) -> int:
    return len(open_pdf(files.store().get(digest)).embedded_timestamp_signatures)


def document_leaves() -> list[str | None]:
    with reading() as session:
        leaves = [read_leaf(entry) for entry in log.entries(session, 0, log.size(session))]
    return [leaf.file_sha256 for leaf in leaves if leaf.type is LeafType.DOCUMENT]


@pytest.mark.usefixtures("holder")
def test_archive_has_a_stamp_whose_end_is_known(worker: Worker) -> None:
    order()
    worker.drain(PRESENT)
    issued = certificate()
    assert checked(issued.sha256).refusals == ()
    assert checked(issued.sha256).stamped_at is not None
    assert (stamps(issued.sha256), issued.published.stamped_until) == (1, ENDS)


@pytest.mark.usefixtures("holder")
def test_without_archive_only_the_signature_is_stamped(worker: Worker) -> None:
    use(in_use().model_copy(update={"tsa_archive": False}))
    order()
    worker.drain(PRESENT)
    issued = certificate()
    assert checked(issued.sha256).stamped_at is not None
    assert (stamps(issued.sha256), issued.published.stamped_until) == (0, None)


@pytest.mark.usefixtures("holder")
def test_authority_that_refuses_delays_the_certificate_and_the_reason_is_kept(
    worker: Worker, authority: Authority
) -> None:
    authority.answers = False
    order()
    worker.drain(PRESENT)
    with reading() as session:
        row = session.scalars(select(Outgoing).where(Outgoing.name == "certificate.issue")).one()
        assert session.scalars(queries.published()).all() == []
    assert (row.failed_at, row.error) == (
        None,
        "Signing failed: The authority answered with status 403.",
    )
    authority.answers = True
    worker.drain(PRESENT + timedelta(hours=1))
    assert checked(certificate().sha256).stamped_at is not None


@pytest.mark.usefixtures("authority")
def test_authority_without_its_root_is_told() -> None:
    use(in_use().model_copy(update={"stamp_anchors": None}))
    with pytest.raises(CannotSign, match="LABELLING_STAMP_ANCHORS must name"):
        stamping.chosen()


@pytest.mark.usefixtures("holder")
def test_archive_gets_its_next_stamp_in_time_and_the_old_bytes_stay(
    worker: Worker, authority: Authority
) -> None:
    order()
    worker.drain(PRESENT)
    first = certificate().sha256
    worker.drain(SOON - timedelta(days=2))
    assert certificate().files == (first,)
    authority.take_key(LATER)
    worker.drain(SOON)
    issued = certificate()
    second = issued.sha256
    assert issued.files == (first, second)
    assert issued.published.restampings[0].stamped_until == LATER
    assert files.store().get(second).startswith(files.store().get(first))
    assert (stamps(first), stamps(second)) == (1, 2)
    assert checked(first) == checked(second)
    assert checked(second).refusals == ()
    assert checked(second, own_root()).refusals == (Refusal.STAMP,)
    assert document_leaves() == [first, second]
    asked = authority.asked
    worker.drain(SOON + timedelta(days=1))
    assert (certificate().files, authority.asked) == ((first, second), asked)
    with reading() as session:
        verbs = list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.seq)))
        assert sorted(certificate_files(session)) == sorted([first, second])
        assert list(stamping.stamps_that_end(session, SOON)) == []
    assert verbs[-1] == "certificate.restamped"


@pytest.mark.usefixtures("holder")
def test_authority_whose_stamps_have_grown_is_asked_anew(
    worker: Worker, authority: Authority
) -> None:
    use(in_use().model_copy(update={"tsa_archive": False}))
    first = order()
    worker.drain(PRESENT)
    authority.take_key(LATER, title="Time " * 400)
    order(version=2)
    worker.drain(PRESENT + timedelta(minutes=1))
    worker.drain(PRESENT + timedelta(hours=1))
    with reading() as session:
        issued = session.scalars(queries.published()).all()
    assert [checked(one.sha256).refusals for one in issued] == [(), ()], first


@pytest.mark.usefixtures("holder")
def test_archive_that_nobody_stamps_is_tried_again_and_found(
    worker: Worker, authority: Authority
) -> None:
    order()
    worker.drain(PRESENT)
    authority.answers = False
    worker.drain(SOON)
    assert len(certificate().files) == 1
    late = ENDS - timedelta(days=20)
    with reading() as session:
        row = session.scalars(select(Outgoing).where(Outgoing.name == stamping.RESTAMP)).one()
        whats = [one.what for one in stamping.stamps_that_end(session, late)]
    assert row.error == "Stamping failed: The authority answered with status 403."
    assert whats == ["The archive time stamp of 1 certificate ends within 30 days."]
    authority.answers = True
    authority.take_key(LATER)
    worker.drain(late)
    assert len(certificate().files) == 2


@pytest.mark.usefixtures("holder")
def test_slower_of_two_workers_adds_no_second_stamp(
    worker: Worker, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    order()
    worker.drain(PRESENT)
    authority.take_key(LATER)
    payload = {"certificate": str(certificate().id)}
    stamp_again = signing.stamp_again

    def overtaken(pdf: bytes, at: datetime, chosen: signing.TimeStamping) -> bytes:
        monkeypatch.setattr(signing, "stamp_again", stamp_again)
        outbox.handler(stamping.RESTAMP)(payload, at)
        return stamp_again(pdf, at, chosen)

    monkeypatch.setattr(signing, "stamp_again", overtaken)
    outbox.handler(stamping.RESTAMP)(payload, SOON)
    assert len(certificate().files) == 2
    assert sorted(files.store().digests()) == sorted(certificate().files)
