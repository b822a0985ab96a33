"""What ``doctor`` learns of certificates whose file is gone or changed."""

from pathlib import Path

import pytest
from flask import Flask

from labelling.core.database import reading, unit_of_work
from labelling.core.worker import Worker
from labelling.issuing import queries
from labelling.issuing.inspection import certificate_faults
from labelling.settings import Settings
from tests.labelling.issuing.making import NOW, add_holder, order, source_for


@pytest.fixture
def kept(app: Flask, settings: Settings) -> Path:
    """Return the file of an issued certificate."""
    with unit_of_work() as session:
        organisation = add_holder(session)
    with source_for(organisation.id):
        subject_id = order()
        Worker(settings, lambda _letter, _settings: None).drain(NOW)
    with reading() as session:
        (certificate,) = queries.certificates(session, subject_id)
    return settings.data_dir / "files" / certificate.sha256[:2] / certificate.sha256


def faults() -> list[str]:
    with reading() as session:
        return list(certificate_faults(session))


def test_certificates_with_their_files_have_no_fault(kept: Path) -> None:
    assert faults() == []


def test_missing_file_is_named_with_its_hash(kept: Path) -> None:
    kept.unlink()
    (fault,) = faults()
    assert fault == (
        "the certificate CE-2026-0417-R, version 1, has no file any more; "
        f"take {kept.name} from a backup"
    )


def test_changed_file_is_named_with_its_hash(kept: Path) -> None:
    kept.chmod(0o600)
    kept.write_bytes(b"something else")
    (fault,) = faults()
    assert fault == (
        "the file of the certificate CE-2026-0417-R, version 1, was changed; "
        f"take {kept.name} from a backup"
    )
