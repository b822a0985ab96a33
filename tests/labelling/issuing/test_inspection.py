"""What ``doctor`` learns of certificates: a file gone or changed, a printing given up."""

from pathlib import Path

import pytest
from sqlalchemy import select

from labelling.core.clock import utcnow
from labelling.core.database import Database, reading, unit_of_work
from labelling.core.doctor import Finding, examine
from labelling.core.worker import Worker
from labelling.issuing import queries
from labelling.organisations.jobs import purge_evidence
from labelling.organisations.models import Evidence, EvidenceFile, EvidenceKind
from labelling.settings import Settings
from tests.labelling.issuing.making import NOW, add_holder, order, source_for


@pytest.fixture
def kept(keyed: Database, settings: Settings) -> Path:
    """Return the file of an issued certificate."""
    with unit_of_work() as session:
        organisation = add_holder(session)
    with source_for(organisation.id):
        subject_id = order()
        Worker(settings, lambda _letter, _settings: None).drain(NOW)
    with reading() as session:
        (certificate,) = queries.certificates(session, subject_id)
    return settings.data_dir / "files" / certificate.sha256[:2] / certificate.sha256


def findings(of: str) -> list[Finding]:
    with reading() as session:
        found = examine(session, utcnow(), schema_is_current=True, demo=False)
    return [finding for finding in found if of in finding.what]


def test_certificate_with_its_file_is_no_finding(kept: Path) -> None:
    assert findings(kept.name) == []


def test_missing_file_of_a_certificate_is_found(kept: Path) -> None:
    kept.unlink()
    assert [finding.what for finding in findings(kept.name)] == [
        f"The file {kept.name} is missing."
    ]


def test_changed_file_of_a_certificate_is_found(kept: Path) -> None:
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    assert [finding.what for finding in findings(kept.name)] == [
        f"The file {kept.name} was changed."
    ]


def test_certificate_that_was_given_up_is_found(keyed: Database, settings: Settings) -> None:
    with unit_of_work() as session:
        organisation = add_holder(session, name="星 cluster")
    with source_for(organisation.id, holder="星 cluster"):
        order()
        Worker(settings, lambda _letter, _settings: None).drain(NOW)
    (finding,) = findings("A certificate was not printed")
    assert "U+661F" in finding.what


def test_certificate_survives_that_its_holder_uploads_and_removes_it_as_evidence(
    kept: Path,
) -> None:
    with unit_of_work() as session:
        certificate = session.scalars(queries.published()).one()
        piece = Evidence(
            organisation_id=certificate.issued_for,
            kind=EvidenceKind.FILE,
            title="Our certificate",
            created_at=NOW,
            removed_at=NOW,
        )
        session.add(piece)
        session.flush()
        session.add(
            EvidenceFile(
                evidence_id=piece.id,
                version=1,
                sha256=certificate.sha256,
                filename="certificate.pdf",
                media_type="application/pdf",
                size=kept.stat().st_size,
                uploaded_at=NOW,
            )
        )
    purge_evidence({"evidence": str(piece.id)}, NOW)
    with reading() as session:
        assert session.scalars(select(EvidenceFile.purged_at)).one() == NOW
    assert kept.exists()
