"""The wheel holds all that the system needs: installed elsewhere, its demonstration runs."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.postbox import free_port
from tests.warm import ROOT

UV = ROOT / ".tools" / "uv" / "bin" / "uv"


def _run(*words: object, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of a wheel built from this tree, in an environment of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, ROOT, cwd=folder)
    [wheel] = folder.glob("*.whl")
    python = folder / "venv" / "bin" / "python"
    _run(UV, "venv", "-q", "--python", sys.executable, folder / "venv", cwd=folder)
    install = (UV, "pip", "install", "-q", "--python", python)
    _run(*install, "--require-hashes", "-r", ROOT / "requirements" / "runtime.txt", cwd=folder)
    _run(*install, "--no-deps", wheel, cwd=folder)
    return folder / "venv" / "bin" / "labelling"


def test_installed_command_scores_outside_the_tree(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "scores.json").write_text('{"edition": "efqm-2020", "scores": {"1.1": 45}}')
    assert '"lower": 9.0' in _run(installed, "score", "scores.json", cwd=tmp_path)


def test_installed_demonstration_serves_pages_styles_and_german(
    installed: Path, tmp_path: Path
) -> None:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with subprocess.Popen(
        [str(installed), "demo", "--port", str(port), "--data", str(tmp_path / "demo")],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as demo:
        try:
            _wait_until_ready(demo)
            base = f"http://127.0.0.1:{port}"
            with urllib.request.urlopen(f"{base}/?lang=de") as page:
                assert 'lang="de"' in page.read().decode()
            with urllib.request.urlopen(f"{base}/static/css/tokens.css") as style:
                assert style.status == 200
        finally:
            demo.send_signal(signal.SIGINT)
        assert demo.wait(30) == 0


def _wait_until_ready(demo: subprocess.Popen[str]) -> None:
    assert demo.stdout is not None
    for line in demo.stdout:
        if "Ctrl-C" in line:
            return
    raise AssertionError("the demonstration ended before it was ready")
