"""The child: checks one file and ends.

It is forked from a process that has all in memory already, so that it can give up every further
file, connection and process before it reads the first byte. It asks for the register's facts on
the label that the file names, and answers with the report.
"""

import asyncio
import json
import os
import signal
import socket
from datetime import date, datetime
from typing import Any

from certificates.presented import check_presented, named_label
from certificates.sources import LARGEST_BUNDLE, LARGEST_PDF
from certificates.trustfile import read_bundle
from labelling.core.confinement import give_up
from labelling.register.checking.messages import LARGEST_ANSWER, framed, received

MEMORY = 400_000_000
SECONDS = 4
PATIENCE = 10
"""Seconds of the clock after which the child is ended, whatever it does."""


class _OneLoop(asyncio.DefaultEventLoopPolicy):
    """Lends one loop again and again: no files for another one could be opened later."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = _LastingLoop()

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Return the loop that there is."""
        return self._loop


class _LastingLoop(asyncio.SelectorEventLoop):
    """A loop that stays open when asyncio.run thinks that it has done with it."""

    def close(self) -> None:
        """Keep the files."""


def serve(line: socket.socket) -> None:
    """Answer for the one file that comes over the line."""
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    asyncio.set_event_loop_policy(_OneLoop())
    refused = give_up(memory=MEMORY, seconds=SECONDS, line=True)
    request = json.loads(received(line.recv, LARGEST_ANSWER))
    file = received(line.recv, LARGEST_PDF)
    line.sendall(framed(json.dumps(named_label(file)).encode()))
    bundle = received(line.recv, LARGEST_BUNDLE)
    report = _report(request, file, bundle)
    if refused:  # a parser missed what it would have had elsewhere: its no would mean nothing
        end(1)
    line.sendall(framed(json.dumps(report).encode()))


def _report(request: dict[str, Any], file: bytes, bundle: bytes) -> dict[str, object]:
    day = date.fromisoformat(request["on"]) if request["on"] else None
    now = datetime.fromisoformat(request["now"])
    return check_presented(file, read_bundle(bundle), day, now).as_dict()


def end(code: int) -> None:
    """End at once, without the parent's doings at its end."""
    os._exit(code)
