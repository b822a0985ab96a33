"""What others think of a signed certificate: poppler, as Okular and Evince use it, and qpdf."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certificates.attachments import Attachment
from certificates.document import render
from certificates.keymaking import first_keys
from certificates.signing import sign
from tests.certificates.examples import sheet
from tests.certificates.signed import OWNER, flipped, seal_of

LONG_AGO = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
"""Poppler asks the clock, so these keys began before any day on which this may run."""

KEYS = first_keys(OWNER, LONG_AGO)
FILES = (Attachment("credential.json", b'{"level": "silver"}', "The credential", LONG_AGO),)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("signed") / "certificate.pdf"
    path.write_bytes(sign(render(sheet(), attachments=FILES), seal_of(KEYS[1]), LONG_AGO))
    return path


@pytest.fixture
def trusting(tmp_path: Path) -> str:
    """Return NSS's name of a database that trusts our root."""
    database, root = f"sql:{tmp_path}", tmp_path / "root.der"
    root.write_bytes(KEYS[0].public.chain[0])
    for step in (
        ["certutil", "-N", "-d", database, "--empty-password"],
        ["certutil", "-A", "-d", database, "-n", "root", "-t", "C,C,C", "-i", str(root)],
    ):
        subprocess.run(step, check=True, capture_output=True)
    return database


def said(*program: str | Path) -> list[str]:
    plain = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    asked = subprocess.run(program, check=False, capture_output=True, text=True, env=plain)
    return [line.strip().removeprefix("- ") for line in asked.stdout.splitlines()]


def test_poppler_finds_the_signature_valid_and_trusts_our_root(signed: Path, trusting: str) -> None:
    told = said("pdfsig", "-nssdir", trusting, signed)
    assert [line for line in told if not line.startswith(("Digital", "Signed Ranges"))] == [
        "Signature #1:",
        "Signature Field Name: Signature",
        f"Signer Certificate Common Name: {OWNER}",
        f"Signer full Distinguished Name: CN={OWNER},O={OWNER}",
        "Signing Time: Mar 02 2020 09:00:00",
        "Signing Hash Algorithm: SHA-256",
        "Signature Type: ETSI.CAdES.detached",
        "Total document signed",
        "Signature Validation: Signature is Valid.",
        "Certificate Validation: Certificate is Trusted.",
    ]


def test_poppler_sees_what_was_changed_and_what_was_added(signed: Path, tmp_path: Path) -> None:
    changed, longer = tmp_path / "changed.pdf", tmp_path / "longer.pdf"
    changed.write_bytes(flipped(signed.read_bytes(), 40))
    longer.write_bytes(signed.read_bytes() + b"\n% added\n")
    assert "Signature Validation: Digest Mismatch." in said("pdfsig", "-nocert", changed)
    assert "Not total document signed" in said("pdfsig", "-nocert", longer)


def test_poppler_takes_the_file_inside_out(signed: Path, tmp_path: Path) -> None:
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, signed], check=True)
    assert (tmp_path / "credential.json").read_bytes() == FILES[0].content


def test_qpdf_finds_no_fault(signed: Path) -> None:
    answer = said("qpdf", "--check", signed)
    assert answer[-2:] == [
        "No syntax or stream encoding errors found; the file may still contain",
        "errors that qpdf cannot detect",
    ]
