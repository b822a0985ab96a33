"""The process that children are forked from: warm, single-threaded, and never near a file.

It loads all that a check needs once. For each request it is handed one end of a line, gives it to
a new child and returns a handle by which the child can be ended for certain.
"""

import logging
import os
import signal
import socket
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import cryptography.hazmat.backends.openssl.backend
import pyhanko.pdf_utils.filters

import certificates.exhibit
from certificates.wording import WORDINGS, in_words
from labelling.register.checking import child

PRELOADED = (certificates.exhibit, pyhanko.pdf_utils.filters, cryptography.hazmat.backends)
"""Loaded by a check only when it needs them: too late once no file can be opened."""

_CODES = ("ascii", "latin-1", "utf-8", "utf-16-be", "utf-16-le", "utf-16", "cp1252")


def main(control_fd: int, time_zone: str) -> None:
    """Fork a child for each line that comes, until the web process has gone."""
    for sign in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)  # it ends with the web process, not before
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    _rehearse(ZoneInfo(time_zone))
    control = socket.socket(fileno=control_fd)
    while True:
        message, lines, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        for line in lines:
            _answer(control, _forked(control, line))
            os.close(line)


def _rehearse(zone: ZoneInfo) -> None:
    """Let zones, languages and codes be read from their files while there still are files."""
    day = datetime.now(UTC).astimezone(zone).date()
    for language in WORDINGS:
        in_words(day, language)
    for code in _CODES:
        "".encode(code)


def _forked(control: socket.socket, line: int) -> int | None:
    """Return the handle of a new child; None where it ended at once."""
    number = os.fork()
    if number == 0:
        _be_a_child(control, line)
    try:
        return os.pidfd_open(number)
    except ProcessLookupError:
        return None


def _be_a_child(control: socket.socket, line: int) -> None:
    try:
        control.close()
        child.serve(socket.socket(fileno=line))
    except BaseException:  # noqa: BLE001 - whatever it was, the parent hears nothing, and says so
        child.end(1)
    child.end(0)


def _answer(control: socket.socket, handle: int | None) -> None:
    if handle is None:
        control.sendall(b"0")
        return
    socket.send_fds(control, [b"1"], [handle])
    os.close(handle)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
