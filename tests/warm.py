"""Commands of the system as processes of their own, forked from one that has all modules loaded.

Starting Python and loading the application takes seconds, and a journey starts five processes.
What runs is the command line itself, with an environment, a session and files of its own.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("PYTHONPATH", str(ROOT))  # all that the process to fork from goes by
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.warm_modules"])


class Running:
    """A command that runs in a session of its own."""

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        out: Path,
        err: Path,
    ) -> None:
        self._process: ForkServerProcess = _FORKS.Process(
            target=_command,
            args=(list(words), dict(environment), str(folder), str(out), str(err)),
        )
        self._process.start()

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; raise TimeoutExpired."""
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("labelling", timeout or 0)
        return code

    def send_signal(self, sign: signal.Signals) -> None:
        """Send a signal to the command's own process."""
        os.kill(self._number(), sign)

    def kill_all(self) -> None:
        """Kill it and all processes that it started, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._number(), signal.SIGKILL)
        self.wait(20)

    def _number(self) -> int:
        assert self._process.pid is not None
        return self._process.pid


def run(
    words: Sequence[str],
    environment: Mapping[str, str],
    *,
    stdin: str = "",
    folder: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and return what it said."""
    with tempfile.TemporaryDirectory() as place:
        out, err, given = (Path(place) / name for name in ("out", "err", "in"))
        given.write_text(stdin, encoding="utf-8")
        running = Running(
            words, {**environment, _INPUT: str(given)}, folder or Path.cwd(), out, err
        )
        code = running.wait(600)
        return subprocess.CompletedProcess(
            list(words), code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


_INPUT = "LABELLING_TESTS_INPUT"


def _command(
    words: list[str], environment: dict[str, str], folder: str, out: str, err: str
) -> None:
    """Become the command: its session, folder, environment, files and arguments."""
    os.setsid()
    os.chdir(folder)
    given = environment.pop(_INPUT, os.devnull)
    os.environ.clear()
    os.environ.update(environment)
    for number, path, how in (
        (0, given, os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_CREAT | os.O_APPEND),
        (2, err, os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    ):
        opened = os.open(path, how, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 (lives as long as we do)
    sys.argv = ["labelling", *words]
    from labelling.cli import main

    main()
