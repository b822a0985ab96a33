import json
import socket
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from certificates.commands import day_from, verify_report
from certificates.errors import BadInput
from certificates.standing import Change, History
from certificates.trustfile import write_bundle
from tests.certificates import genuine
from tests.certificates.examples import AS_OF, PDF, TODAY, bundle, document, event, label, term
from tests.certificates.signed import flipped


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(PDF)
    return file


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    file = tmp_path / "trust.json"
    entry = label(
        document(sha256(PDF).hexdigest()),
        history=History((term(),), (event(Change.REVOKED, date(2026, 10, 1)),)),
    )
    file.write_bytes(write_bundle(bundle(entry)))
    return file


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_a_file_is_verified_against_a_file_without_the_network(pdf: Path, trust: Path) -> None:
    report, code = verify_report(pdf, str(trust), date(2026, 9, 30), AS_OF)
    assert (report["valid"], report["status"], code) == (True, "active", 0)
    report, code = verify_report(pdf, str(trust), None, AS_OF)
    assert (report["valid"], report["status"], code) == (False, "revoked", 1)


@pytest.mark.usefixtures("no_network")
def test_the_installed_bundle_counts_where_none_is_given(pdf: Path, trust: Path) -> None:
    report, code = verify_report(str(pdf), None, None, AS_OF, installed_trust=trust)
    assert (report["status"], code) == ("revoked", 1)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("installed", [None, Path("/nonexistent/trust.json")])
def test_without_any_bundle_the_answer_is_that_nobody_can_know(
    pdf: Path, installed: Path | None
) -> None:
    report, code = verify_report(pdf, None, TODAY, AS_OF, installed_trust=installed)
    assert (report["valid"], report["authentic"], report["status"], code) == (
        None,
        None,
        "unknown",
        2,
    )


def test_a_bundle_that_was_named_but_is_missing_is_bad_input(pdf: Path) -> None:
    with pytest.raises(BadInput, match="could not be read"):
        verify_report(pdf, "/nonexistent/trust.json", None, AS_OF)


def test_a_broken_bundle_is_named(pdf: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(BadInput, match=r"broken\.json is not JSON"):
        verify_report(pdf, str(broken), None, AS_OF)


@pytest.mark.parametrize("text", ["2026-6-1", "20260601", "2026-W23-1", "2026-02-30", "", "today"])
def test_a_day_has_one_spelling(text: str) -> None:
    assert day_from("2026-06-01") == date(2026, 6, 1)
    with pytest.raises(BadInput, match="--on takes a day"):
        day_from(text)


def test_a_check_needs_neither_the_application_nor_what_prints(pdf: Path, trust: Path) -> None:
    program = f"""
import sys
for name in ("flask", "sqlalchemy", "labelling", "weasyprint", "fontTools", "segno", "assessments"):
    sys.modules[name] = None
from datetime import datetime, UTC
from certificates.commands import verify_report
now = datetime(2026, 11, 22, 14, tzinfo=UTC)
print(verify_report({str(pdf)!r}, {str(trust)!r}, None, now)[1])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "1\n"


# Whole certificates, as a stranger has them: with no server, no database, nothing of the web.

_BLOCKED = """
import sys
for name in ("flask", "sqlalchemy", "labelling.core", "weasyprint", "pypdf"):
    sys.modules[name] = None
from labelling.cli import main
sys.argv[0] = "labelling"
main()
"""


def alone(*words: str | Path) -> tuple[int, dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-c", _BLOCKED, "verify", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_a_whole_certificate_is_verified_alone(tmp_path: Path) -> None:
    register, issued = genuine.issued()
    file, trust = tmp_path / "certificate.pdf", tmp_path / "trust.json"
    file.write_bytes(issued.pdf)
    trust.write_bytes(write_bundle(register.bundle(issued.document())))
    code, report = alone(file, "--trust", trust, "--on", "2026-11-20")
    assert (code, report["valid"], report["authentic"], report["status"]) == (
        0,
        True,
        True,
        "active",
    )
    file.write_bytes(flipped(issued.pdf, len(issued.pdf) // 3))
    code, report = alone(file, "--trust", trust, "--on", "2026-11-20")
    assert (code, report["valid"], report["authentic"], report["status"]) == (
        1,
        False,
        False,
        "unknown",
    )


def test_the_proof_beside_a_file_is_read(tmp_path: Path) -> None:
    register, issued = genuine.issued()
    file, trust = tmp_path / "certificate.pdf", tmp_path / "trust.json"
    file.write_bytes(issued.pdf)
    trust.write_bytes(write_bundle(register.bundle()))

    def document_check() -> object:
        report, _ = verify_report(file, str(trust), None, AS_OF)
        checks = report["checks"]
        assert isinstance(checks, list)
        return next(check["ok"] for check in checks if check["name"] == "document")

    assert document_check() is None
    beside = tmp_path / "certificate.pdf.proof"
    beside.write_bytes(issued.proof)
    assert document_check() is True
    beside.write_bytes(b"junk")
    assert document_check() is False
    beside.write_bytes(b"0" * (1024 * 1024 + 1))
    with pytest.raises(BadInput, match=r"certificate\.pdf\.proof is larger than 1 MB"):
        verify_report(file, str(trust), None, AS_OF)
