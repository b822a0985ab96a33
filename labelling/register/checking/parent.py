"""The web process's side: hands a file to a child of its own, and waits only so long.

What is in memory at once is bounded: so many children, and so many files on their way to them.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import structlog

from certificates.report import Check, LabelFacts, Report
from labelling.core.errors import Unavailable
from labelling.core.i18n import lazy
from labelling.register.checking.messages import LARGEST_ANSWER, Gone, framed, received
from labelling.settings import in_use

log = structlog.get_logger()

AT_ONCE = 2
PATIENCE = 20.0
"""Seconds of the clock for one file, the start of the first child among them."""
QUEUE = 10.0
"""Seconds for which somebody waits for their turn."""

_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from labelling.register.checking import nursery; nursery.main(int(sys.argv[2]), sys.argv[3])"
)
_slots = threading.BoundedSemaphore(AT_ONCE)

BundleFor = Callable[[str | None], bytes]
"""Return the trust bundle with the label of this public id, if there is one."""


class CannotBeChecked(Exception):
    """The child ended or took too long: nothing is known of the file, neither good nor bad."""


class Busy(Unavailable):
    """As many files as we take are being checked."""

    fallback = lazy(
        "Many files are being checked at this moment. Try again in a minute, or check the label "
        "by its number."
    )


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one of the few turns; raise Busy where none comes."""
    if not _slots.acquire(timeout=QUEUE):
        raise Busy
    try:
        yield
    finally:
        _slots.release()


def check(file: bytes, bundle_for: BundleFor, on: date | None, now: datetime) -> Report:
    """Return the report on a file, as a child of ours gives it; raise CannotBeChecked without one.

    The caller has a turn. `bundle_for` is asked once the child has read which label is named.
    """
    request = {"on": on.isoformat() if on else None, "now": now.isoformat()}
    until = time.monotonic() + PATIENCE
    try:
        with _child() as line:
            _send(line, json.dumps(request).encode(), until)
            _send(line, file, until)
            named = json.loads(_receive(line, until))
            _send(line, bundle_for(named if isinstance(named, str) else None), until)
            return _read(json.loads(_receive(line, until)))
    except (OSError, Gone, ValueError, TypeError, KeyError) as problem:
        log.warning("check", size=len(file), problem=type(problem).__name__)
        raise CannotBeChecked from problem


def warm_up() -> None:
    """Start what children are forked from, if it does not run; it takes a second to be ready."""
    _nursery.start()


class _Nursery:
    """The warm process beside this one, started when it is needed and again when it has gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0

    def start(self) -> None:
        """Start it unless it runs."""
        with self._lock:
            self._running()

    def fork(self) -> tuple[socket.socket, int]:
        """Return a line to a new child, and the handle by which it can be ended."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            for last in (False, True):
                control = self._running()
                try:
                    socket.send_fds(control, [b"+"], [theirs.fileno()])
                    _, handles, _, _ = socket.recv_fds(control, 1, 1)
                    if handles:
                        return ours, handles[0]
                except OSError:
                    pass
                self._stop()
                if last:
                    ours.close()
        raise Gone

    def stop(self) -> None:
        """End it with this process."""
        with self._lock:
            self._stop()

    def _running(self) -> socket.socket:
        if self._owner != os.getpid():  # after a fork it is another process's
            self._process = self._control = None
        if self._process is None or self._control is None or self._process.poll() is not None:
            self._stop()
            self._control = self._started()
        return self._control

    def _started(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.settimeout(PATIENCE)
        with theirs:
            number = theirs.fileno()
            self._process = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, "-I", "-c", _START, str(_ROOT), str(number), in_use().time_zone],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                pass_fds=(number,),
            )
        self._owner = os.getpid()
        return ours

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None


_nursery = _Nursery()
atexit.register(_nursery.stop)


@contextmanager
def _child() -> Iterator[socket.socket]:
    """Lend the line to a new child, which does not outlive the block."""
    line, handle = _nursery.fork()
    try:
        with line:
            yield line
    finally:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        os.close(handle)


def _send(line: socket.socket, message: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(framed(message))


def _receive(line: socket.socket, until: float) -> bytes:
    def receive(count: int) -> bytes:
        line.settimeout(_left(until))
        return line.recv(count)

    return received(receive, LARGEST_ANSWER)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(plain: dict[str, Any]) -> Report:
    """Return the report that the child wrote; raise what it raises where it is none."""
    report = Report(
        valid=plain["valid"],
        authentic=plain["authentic"],
        status=str(plain["status"]),
        as_of=plain["as_of"],
        checks=tuple(Check(**one) for one in plain["checks"]),
        label=LabelFacts(**plain["label"]),
    )
    if any(type(answer) not in {bool, type(None)} for answer in (report.valid, report.authentic)):
        raise ValueError
    return report
