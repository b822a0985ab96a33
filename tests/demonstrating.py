"""``labelling demo`` as a newcomer starts it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.postbox import free_port
from tests.warm import ROOT

PATIENCE_SECONDS = 600  # many test processes may share the machine
LAST_WORDS = "Ctrl-C stops the demonstration."


def command(*words: str) -> list[str]:
    """Return the words of a command that starts as an operator starts it."""
    return [sys.executable, "-m", "labelling", *words]


def environment_with(more: dict[str, str] | None = None) -> dict[str, str]:
    """Return our environment with more in it."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}


def run_labelling(
    *words: str, more: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and return what it said."""
    return subprocess.run(
        command(*words),
        env=environment_with(more),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


@dataclass(slots=True)
class Demonstration:
    """A running ``labelling demo``, and what it printed."""

    folder: Path
    log: Path
    port: int
    process: subprocess.Popen[str]
    printed: str = ""

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        """Press Ctrl-C, as a terminal does for the whole group, and return the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        code = self.process.wait(60)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


def start_demonstration(folder: Path, log: Path, *options: str) -> Demonstration:
    """Start a demonstration and wait until it says that it is ready."""
    port = free_port()
    with log.open("a") as errors:
        process = subprocess.Popen(
            command("demo", "--port", str(port), "--data", str(folder), *options),
            # The address of somebody's real database must not matter here.
            env=environment_with({"LABELLING_DATABASE_URL": "postgresql://nowhere/real"}),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    found = Demonstration(folder, log, port, process)
    assert process.stdout is not None
    deadline = time.monotonic() + PATIENCE_SECONDS
    while LAST_WORDS not in found.printed and time.monotonic() < deadline:
        line = process.stdout.readline()
        assert line, f"the demonstration ended early:\n{log.read_text()}"
        found.printed += line
    return found
