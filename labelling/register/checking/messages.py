"""What goes to and fro between the web process and the child: bytes with their length in front."""

import struct
from collections.abc import Callable

LARGEST_ANSWER = 1024 * 1024

_LENGTH = struct.Struct(">Q")

Receive = Callable[[int], bytes]
"""Return up to so many bytes; none where the other side has gone."""


class Gone(Exception):
    """The other side ended before it had said all."""


def framed(message: bytes) -> bytes:
    """Return a message as it is sent."""
    return _LENGTH.pack(len(message)) + message


def received(receive: Receive, largest: int) -> bytes:
    """Return the next message; raise Gone where it ends too soon or is too large."""
    (length,) = _LENGTH.unpack(_exactly(receive, _LENGTH.size))
    if length > largest:
        raise Gone
    return _exactly(receive, length)


def _exactly(receive: Receive, count: int) -> bytes:
    parts: list[bytes] = []
    while count:
        part = receive(count)
        if not part:
            raise Gone
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
