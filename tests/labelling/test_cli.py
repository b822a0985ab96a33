"""The command line as strangers use it: with no server, no database, nothing of the web."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from labelling.cli import cli
from tests.certificates.loggedfiles import KEY, entry, log_of, signed
from tests.certificates.test_auditing import served

_BLOCKED = """
import sys
for name in ("flask", "sqlalchemy", "labelling.core"):
    sys.modules[name] = None
from labelling.cli import main
sys.argv[0] = "labelling"
main()
"""


def _alone(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the web, the database and the application's core made unimportable."""
    return subprocess.run(
        [sys.executable, "-c", _BLOCKED, *words], capture_output=True, text=True, check=False
    )


def test_editions_lists_every_shipped_edition() -> None:
    result = _alone("editions")
    assert (result.returncode, result.stderr) == (0, "")
    assert [entry["id"] for entry in json.loads(result.stdout)] == [
        "caf-2020",
        "caf-2020-fine",
        "cluster-excellence-2026",
        "efqm-2003",
        "efqm-2010",
        "efqm-2013",
        "efqm-2020",
        "efqm-2025",
    ]


def test_score_prints_the_report_on_standard_output(tmp_path: Path) -> None:
    file = tmp_path / "scores.json"
    file.write_text('{"edition": "efqm-2020", "scores": {"1.1": 45}}')
    result = _alone("score", str(file))
    report = json.loads(result.stdout)
    assert (result.returncode, report["lower"], report["upper"], report["total"]) == (
        0, 9.0, 989.0, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"edition": "efqm-2020", "scores": {"1.1": NaN}}', "scores.json"),
        ('{"edition": "efqm-2020", "scores": {"9.9": 4}}', "9.9"),
        ("[", "line 1"),
    ],
)
def test_bad_input_is_one_sentence_and_code_2(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "scores.json"
    file.write_text(content)
    result = _alone("score", str(file))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert said in result.stderr


def test_verify_without_a_bundle_cannot_know(tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"%PDF-1.7\n%%EOF\n")
    result = _alone("verify", str(file))
    report = json.loads(result.stdout)
    assert (result.returncode, report["valid"], report["authentic"], report["status"]) == (
        2, None, None, "unknown",
    )  # fmt: skip


def test_verify_of_an_unreadable_file_is_code_2(tmp_path: Path) -> None:
    result = _alone("verify", str(tmp_path / "nowhere.pdf"))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_log_audit_needs_nothing_of_the_application(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with served(log_of(3).files) as site:
        result = _alone("log", "audit", site, "--key", KEY.vkey, "--state", str(state))
        unsure = _alone("log", "audit", site)
    report = json.loads(result.stdout)
    assert (result.returncode, report["valid"], report["size"], result.stderr) == (0, True, 3, "")
    assert (unsure.returncode, json.loads(unsure.stdout)["valid"]) == (2, None)
    state.write_bytes(signed([entry(9)]))
    with served(log_of(3).files) as site:
        lied = _alone("log", "audit", site, "--key", KEY.vkey, "--state", str(state))
    assert (lied.returncode, len(json.loads(lied.stdout)["evidence"])) == (1, 2)


def test_log_audit_of_what_is_no_log_is_code_2() -> None:
    with served({}) as site:
        result = _alone("log", "audit", site)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "HTTP Error 404" in result.stderr


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(cli, ["--help"])
    for name in ("demo", "serve", "worker", "migrate", "create-admin", "doctor", "backup",
                 "restore", "editions", "score", "verify", "log", "keys"):  # fmt: skip
        assert name in result.output
