"""A served system for tests: the real processes, a real mail server, either database."""

import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tests.postbox import Postbox, free_port
from tests.warm import ROOT, Running, run

_READY_SECONDS = 120


class Served:
    """``labelling serve`` on loopback, addressed by environment as an operator would."""

    def __init__(
        self, data: Path, database_url: str, postbox: Postbox, more: Mapping[str, str] | None = None
    ) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.data = data
        self.postbox = postbox
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "LABELLING_DATA_DIR": str(data),
            "LABELLING_DATABASE_URL": database_url,
            "LABELLING_PUBLIC_URL": self.url,
            "LABELLING_SMTP_HOST": postbox.host,
            "LABELLING_SMTP_PORT": str(postbox.port),
            **(more or {}),
        }
        self._process: Running | None = None

    def run(self, *words: str, stdin: str = "") -> str:
        """Run a command here and return its standard output; raise CalledProcessError else."""
        done = run(words, self.environment, stdin=stdin)
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, words, done.stdout, done.stderr)
        return done.stdout

    def start(self, *options: str) -> None:
        """Migrate, serve, and wait until the system is ready."""
        self.run("migrate")
        log = self.data / "serve.log"
        words = ["serve", "--port", str(self.port), *options]
        self._process = Running(words, self.environment, Path.cwd(), log, log)
        self._wait()

    def kill(self) -> None:
        """End every process at once, as a power cut would."""
        if self._process is not None:
            self._process.kill_all()
        self._process = None

    def stop(self) -> None:
        """Stop as an operator would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)
        self._process = None

    def log(self) -> str:
        """Return what the processes wrote."""
        return (self.data / "serve.log").read_text(errors="replace")

    def _wait(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                raise AssertionError(f"serve ended early:\n{self.log()}")
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise AssertionError(f"serve was not ready in time:\n{self.log()}")

    def letters_to(self, address: str) -> list[str]:
        """Return the text of every mail to an address, oldest first."""
        return [
            str(message.get_content())
            for message in list(self.postbox.messages)
            if message["To"] == address
        ]

    def wait_for_letter(self, address: str, subject: str, *, patience: float = 20) -> str:
        """Wait for a mail to an address with this subject; return its text."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for message in list(self.postbox.messages):
                if (message["To"], message["Subject"]) == (address, subject):
                    return str(message.get_content())
            time.sleep(0.1)
        got = [message["Subject"] for message in self.postbox.messages if message["To"] == address]
        raise AssertionError(f"no letter to {address} says {subject!r}; there are {got}")

    def link_in_letter(self, address: str, path: str, *, patience: float = 15) -> str:
        """Wait for the newest mail to an address with a link below a path; return the link."""
        pattern = re.compile(re.escape(f"{self.url}{path}") + r"\S+")
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for letter in reversed(self.letters_to(address)):
                found = pattern.search(letter)
                if found:
                    return found.group()
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} links below {path}")
